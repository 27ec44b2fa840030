// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "folder_change.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "attest/date.hpp"
#include "folder_files.hpp"
#include "ledger/durable_file.hpp"

namespace certs {
namespace {

using ledger::Code;
namespace fs = std::filesystem;

constexpr int kRootMonths = 20 * 12;
constexpr int kIssuingMonths = 10 * 12;
constexpr int kTimestampMonths = 10 * 12;  // its key is used for a year; what it stamped stays checkable
constexpr int kTlsMonths = 12;
constexpr int kSealMonthsMin = 12;
constexpr int kSealMonthsMax = 36;

int months_of(const MakeOrder& order) {
  switch (order.role) {
    case PkiRole::kRoot:
      return kRootMonths;
    case PkiRole::kIssuing:
      return kIssuingMonths;
    case PkiRole::kSeal:
      return order.seal_months;
    case PkiRole::kTimestamp:
      return kTimestampMonths;
    case PkiRole::kTls:
      return kTlsMonths;
  }
  return kTlsMonths;
}

std::string common_name(const PkiRegister& so_far, const MakeOrder& order, const std::string& name) {
  const std::size_t dash = name.find('-');
  const std::string number = dash == std::string::npos ? "" : " " + name.substr(dash + 1);
  switch (order.role) {
    case PkiRole::kRoot:
      return "Root CA" + number;
    case PkiRole::kIssuing:
      return "Issuing CA" + number;
    case PkiRole::kSeal:
      return so_far.organisation;  // what a PDF reader shows as the signer
    case PkiRole::kTimestamp:
      return "Time-stamp authority" + number;
    case PkiRole::kTls:
      return order.tls_hosts.empty() ? "" : order.tls_hosts.front().substr(0, kNameCharactersMax);
  }
  return {};
}

// The public key to be certified, and the private one when it is made now.
struct Subject {
  Bytes public_key_info;
  std::string key;
  std::optional<PkiKey> made;
};
Result<Subject> subject_of(const MakeOrder& order, const std::string& name) {
  if (order.role == PkiRole::kSeal && order.seal) {
    auto info = public_key_info(order.seal->public_key);
    if (!info) return tl::unexpected(info.error());
    return Subject{std::move(*info), order.seal->key, {}};
  }
  auto key = PkiKey::generate(order.role);
  if (!key) return tl::unexpected(key.error());
  return Subject{key->public_key_info(), key_name(name), std::move(*key)};
}

Result<CertificateOrder> order_of(const PkiRegister& so_far, const MakeOrder& order, const std::string& name,
                                  const Authority* by) {
  CertificateOrder out;
  out.role = order.role;
  out.subject = {so_far.country, so_far.organisation, common_name(so_far, order, name)};
  out.from = {order.now.value / 1000 * 1000};
  out.until = attest::add_months(out.from, months_of(order));
  if (by != nullptr) {
    const auto issuer = certificate_facts(by->certificate);
    if (!issuer) return tl::unexpected(issuer.error());
    out.until = std::min(out.until, issuer->until);
    out.crl_address = so_far.base + "/pki/" + by->name + ".crl";
    out.issuer_address = so_far.base + "/pki/" + by->name + ".cer";
  }
  out.hosts = order.tls_hosts;
  return out;
}

}  // namespace

tl::unexpected<ledger::Error> key_in_the_way(const fs::path& file) {
  return ledger::fail(Code::kInvalid,
                      "a key of that name is there already, but no register names it, as after a command that was cut "
                      "off: move it away",
                      file.string());
}

Result<FolderLock> FolderLock::take(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path file = folder / "lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return ledger::fail_errno("open the lock", errno, file);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return FolderLock(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (reason != EWOULDBLOCK) return ledger::fail_errno("lock the folder", reason, file);
  return ledger::fail(Code::kLocked, "another process changes these certificates; try again", folder.string());
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<NewCertificate> make_certificate(const PkiRegister& so_far, const MakeOrder& order, const Authority* by) {
  if (order.role == PkiRole::kSeal && (order.seal_months < kSealMonthsMin || order.seal_months > kSealMonthsMax))
    return ledger::fail(Code::kInvalid, "a seal certificate lasts 12 to 36 months", "months");
  if (so_far.certificates.size() >= kRegisterCertificatesMax)
    return ledger::fail(Code::kTooLarge, "the register has room for 10000 certificates", "register");
  const std::string name = so_far.next_name(order.role);
  auto subject = subject_of(order, name);
  if (!subject) return tl::unexpected(subject.error());
  auto certificate_order = order_of(so_far, order, name, by);
  if (!certificate_order) return tl::unexpected(certificate_order.error());
  certificate_order->public_key_info = subject->public_key_info;
  auto made = issue_certificate(*certificate_order, by == nullptr ? *subject->made : *by->key,
                                by == nullptr ? ByteView() : ByteView(by->certificate));
  if (!made) return tl::unexpected(made.error());
  const auto facts = certificate_facts(*made);
  if (!facts) return tl::unexpected(facts.error());
  NewCertificate out{{}, std::move(*made), {}, std::move(subject->made)};
  out.entry = {name,
               order.role,
               facts->serial,
               facts->subject,
               by == nullptr ? name : by->name,
               subject->key,
               facts->from,
               facts->until,
               {}};
  return out;
}

Result<void> write_new(const fs::path& folder, const PkiRegister& next, const std::vector<const NewCertificate*>& made,
                       const KeyPlace& keys) {
  std::vector<fs::path> written;
  const auto undo = [&written](ledger::Error error) -> Result<void> {
    std::error_code ignored;
    for (const fs::path& file : written) fs::remove(file, ignored);
    return tl::unexpected(std::move(error));
  };
  std::error_code error;
  for (const NewCertificate* one : made) {
    if (one->key && fs::exists(keys.file(one->entry.key), error)) return key_in_the_way(keys.file(one->entry.key));
  }
  if (fs::create_directories(keys.folder, error)) fs::permissions(keys.folder, fs::perms::owner_all, error);
  for (const NewCertificate* one : made) {
    if (!one->key) continue;
    const fs::path file = keys.file(one->entry.key);
    if (auto done = one->key->write(file, keys.passphrase); !done) return undo(done.error());
    written.push_back(file);
  }
  for (const NewCertificate* one : made) {
    std::string chain;
    for (const Bytes& above : one->outside_chain) chain += certificate_pem(above);
    auto done = ledger::replace_file(certificate_file(folder, one->entry.name), certificate_pem(one->certificate));
    if (done && !chain.empty()) done = ledger::replace_file(chain_file(folder, one->entry.name), chain);
    if (!done) return undo(done.error());
  }
  return save_register(folder / kRegisterFile,
                       next);  // where this fails, the new register may yet be the one that stays
}

Result<Bytes> next_list(PkiRegister& reg, const Authority& authority, UnixMillis now, int days) {
  constexpr int kDaysMax = 400;
  if (days < 1 || days > kDaysMax) return ledger::fail(Code::kInvalid, "the next list is due in 1 to 400 days", "days");
  const PkiCrl* before = reg.find_crl(authority.name);
  if (before != nullptr && now.value / 1000 < before->this_update.value / 1000)
    return ledger::fail(Code::kClock,
                        "the last list of " + authority.name + " was made later, on " +
                            attest::format_moment(before->this_update) +
                            ": set the clock (--clock, where it is simulated)",
                        "this_update");
  PkiCrl next{authority.name, before == nullptr ? 1 : before->number + 1, {now.value / 1000 * 1000}, {}};
  next.next_update = {next.this_update.value + static_cast<std::uint64_t>(days) * attest::kDayMillis};
  CrlOrder order{{}, next.number, next.this_update, next.next_update};
  for (const PkiEntry& entry : reg.certificates) {
    if (entry.revoked && entry.authority == authority.name && entry.name != authority.name)
      order.revoked.push_back({entry.serial, is_authority(entry.role), *entry.revoked});
  }
  auto made = issue_crl(order, *authority.key, authority.certificate);
  if (!made) return made;
  const auto same = [&](const PkiCrl& crl) { return crl.authority == authority.name; };
  reg.crls.erase(std::remove_if(reg.crls.begin(), reg.crls.end(), same), reg.crls.end());
  reg.crls.push_back(next);
  return made;
}

}  // namespace certs

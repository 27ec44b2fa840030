// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is done with a folder of certificates.
#include <algorithm>

#include "certs/pki_folder.hpp"
#include "folder_change.hpp"
#include "folder_files.hpp"
#include "ledger/digest.hpp"
#include "ledger/durable_file.hpp"
#include "pkcs12.hpp"

namespace certs {
namespace {

using ledger::Code;
namespace fs = std::filesystem;

// Nothing is made when a key file of an earlier attempt, or of something else, lies in the way.
Result<void> check_room(const PkiPlan& plan, const fs::path& folder, const KeyPlace& keys) {
  std::error_code error;
  if (fs::exists(folder / kRegisterFile, error))
    return ledger::fail(Code::kInvalid,
                        "there are certificates for this ledger already: cityledger pki renew makes further "
                        "ones",
                        folder.string());
  for (const PkiRole role : {PkiRole::kRoot, PkiRole::kIssuing, PkiRole::kSeal, PkiRole::kTimestamp, PkiRole::kTls}) {
    const bool made = (role != PkiRole::kSeal || !plan.seal) && (role != PkiRole::kTls || !plan.tls_hosts.empty());
    const fs::path file = keys.file(key_name(std::string(role_name(role))));
    if (made && fs::exists(file, error)) return key_in_the_way(file);
  }
  return {};
}

// The authority of that name, unlocked.
struct Unlocked {
  PkiKey key;
  Authority authority;
};
Result<Unlocked> unlock(const PkiFolder& pki, const std::string& name, const KeyPlace& keys) {
  const PkiEntry* entry = pki.content().find(name);
  if (entry == nullptr || !is_authority(entry->role))
    return ledger::fail(Code::kNotFound, "there is no authority '" + name + "': cityledger pki list names them",
                        "name");
  auto certificate = pki.certificate(name);
  if (!certificate) return tl::unexpected(certificate.error());
  const fs::path file = keys.file(entry->key);
  auto key = PkiKey::read(file, keys.passphrase);
  if (!key && key.error().code == Code::kNotFound)
    return ledger::fail(Code::kNotFound, "the key of " + name + " is not here: bring it for this command (--keys DIR)",
                        file.string());
  if (!key) return tl::unexpected(key.error());
  return Unlocked{std::move(*key), {name, nullptr, std::move(*certificate)}};
}

PkiRole signer_of(PkiRole role) {
  return role == PkiRole::kIssuing ? PkiRole::kRoot : PkiRole::kIssuing;
}

Result<NewCertificate> renewal_by_authority(const PkiFolder& pki, const MakeOrder& order, const KeyPlace& keys) {
  const PkiEntry* above = pki.content().in_force(signer_of(order.role), order.now);
  if (above == nullptr)
    return ledger::fail(
        Code::kNotFound,
        "no " + std::string(role_name(signer_of(order.role))) + " certificate is valid now: renew that one first",
        "role");
  auto by = unlock(pki, above->name, keys);
  if (!by) return tl::unexpected(by.error());
  by->authority.key = &by->key;
  return make_certificate(pki.content(), order, &by->authority);
}

// The first list of an authority that was made just now, entered into the register before that is written.
Result<std::optional<Bytes>> first_list(PkiRegister& next, const NewCertificate& made, UnixMillis now) {
  if (!is_authority(made.entry.role)) return std::optional<Bytes>();
  const Authority authority{made.entry.name, &*made.key, made.certificate};
  auto list = next_list(next, authority, now, usual_crl_days(made.entry.role));
  if (!list) return tl::unexpected(list.error());
  return std::optional<Bytes>(std::move(*list));
}

// Everything of `create_pki` in memory.
struct Made {
  PkiRegister reg;
  std::vector<NewCertificate> certificates;
  std::vector<Bytes> lists;  // of root and issuing
};
Result<Made> make_all(const PkiPlan& plan) {
  Made out;
  out.reg.base = plan.base;
  out.reg.country = plan.country;
  out.reg.organisation = plan.organisation;
  std::vector<PkiRole> roles = {PkiRole::kRoot, PkiRole::kIssuing, PkiRole::kSeal, PkiRole::kTimestamp};
  if (!plan.tls_hosts.empty()) roles.push_back(PkiRole::kTls);
  out.certificates.reserve(roles.size());  // authorities point into it
  for (const PkiRole role : roles) {
    const MakeOrder order{role, plan.seal, plan.tls_hosts, plan.seal_months, plan.now};
    std::optional<Authority> by;
    if (role != PkiRole::kRoot) {
      const NewCertificate& above = out.certificates[role == PkiRole::kIssuing ? 0 : 1];
      by = Authority{above.entry.name, &*above.key, above.certificate};
    }
    auto made = make_certificate(out.reg, order, by ? &*by : nullptr);
    if (!made) return tl::unexpected(made.error());
    out.reg.certificates.push_back(made->entry);
    auto list = first_list(out.reg, *made, plan.now);
    if (!list) return tl::unexpected(list.error());
    if (*list) out.lists.push_back(std::move(**list));
    out.certificates.push_back(std::move(*made));
  }
  return out;
}

// What no list of ours names has no moment before which it was good, and a reason: whether trust in it ends, or its
// use.
Result<void> check_unlisted(const PkiRevocation& revocation) {
  if (revocation.reason == RevocationReason::kUnspecified)
    return ledger::fail(Code::kInvalid,
                        "say why: compromised ends all trust in it; superseded, changed or ceased only its use",
                        "reason");
  if (revocation.since)
    return ledger::fail(Code::kInvalid, "no list can say from when on it is not trusted: leave that out", "since");
  return {};
}

// The revocation into the register. Out: the authority whose list has to say it; empty when there is none.
Result<std::string> enter(PkiRegister& next, const std::string& name, const PkiRevocation& revocation) {
  const auto entry = std::find_if(next.certificates.begin(), next.certificates.end(),
                                  [&](const PkiEntry& one) { return one.name == name; });
  if (entry == next.certificates.end())
    return ledger::fail(Code::kNotFound, "there is no certificate '" + name + "': cityledger pki list names them",
                        "name");
  if (entry->revoked)
    return ledger::fail(Code::kRefused, name + " is revoked already, and a revocation is not changed", "name");
  const bool listed = entry->authority != kOutsideAuthority && entry->role != PkiRole::kRoot;
  if (!listed) {
    if (auto good = check_unlisted(revocation); !good) return tl::unexpected(good.error());
  }
  PkiRevocation entered = revocation;
  entered.at = {entered.at.value / 1000 * 1000};
  if (entered.since && *entered.since > entered.at)
    return ledger::fail(Code::kInvalid, "the key is not trusted from a moment before now on", "since");
  entry->revoked = entered;
  return listed ? entry->authority : std::string();
}

// The register first, then the list: what is in the list is then in the register, whatever happens between.
Result<PkiCrl> save_with_list(const fs::path& folder, const PkiFolder& pki, PkiRegister next,
                              const std::string& authority, const KeyPlace& keys, UnixMillis now, int days) {
  auto by = unlock(pki, authority, keys);
  if (!by) return tl::unexpected(by.error());
  by->authority.key = &by->key;
  const auto list = next_list(next, by->authority, now, days);
  if (!list) return tl::unexpected(list.error());
  if (auto saved = save_register(folder / kRegisterFile, next); !saved) return tl::unexpected(saved.error());
  auto done = ledger::replace_file(crl_file(folder, authority), ledger::text(*list));
  if (!done) return tl::unexpected(done.error());
  return next.crls.back();
}

// A seal that was withdrawn does not come back under another name.
Result<void> check_not_withdrawn(const PkiRegister& reg, const CertificateFacts& seal, ByteView root) {
  if (reg.is_withdrawn(root))
    return ledger::fail(Code::kRefused, "the root that it leads to is withdrawn: cityledger pki list", "root");
  for (const PkiEntry& entry : reg.certificates) {
    if (entry.authority == kOutsideAuthority && entry.withdrawn() && entry.serial == seal.serial &&
        entry.subject == seal.subject)
      return ledger::fail(Code::kRefused, "it was withdrawn as " + entry.name + ", and a revocation is not changed",
                          "file");
  }
  return {};
}

}  // namespace

int usual_crl_days(PkiRole authority) {
  return authority == PkiRole::kRoot ? kRootCrlDays : kIssuingCrlDays;
}

Result<PkiFolder> create_pki(const fs::path& folder, const PkiPlan& plan, const KeyPlace& keys) {
  if (auto room = check_room(plan, folder, keys); !room) return tl::unexpected(room.error());
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  auto made = make_all(plan);
  if (!made) return tl::unexpected(made.error());
  std::vector<const NewCertificate*> all;
  for (const NewCertificate& one : made->certificates) all.push_back(&one);
  if (auto done = write_new(folder, made->reg, all, keys); !done) return tl::unexpected(done.error());
  for (std::size_t i = 0; i < made->lists.size(); ++i) {
    auto done = ledger::replace_file(crl_file(folder, made->reg.crls[i].authority), ledger::text(made->lists[i]));
    if (!done) return tl::unexpected(done.error());
  }
  return PkiFolder::open(folder);
}

Result<PkiCrl> issue_list(const fs::path& folder, const std::string& authority, const KeyPlace& keys, UnixMillis now,
                          int days) {
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto pki = PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  return save_with_list(folder, *pki, pki->content(), authority, keys, now, days);
}

Result<std::optional<PkiCrl>> revoke_certificate(const fs::path& folder, const std::string& name,
                                                 const PkiRevocation& revocation, const KeyPlace* keys) {
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto pki = PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  PkiRegister next = pki->content();
  const auto authority = enter(next, name, revocation);
  if (!authority) return tl::unexpected(authority.error());
  if (keys == nullptr || authority->empty()) {
    if (auto saved = save_register(folder / kRegisterFile, next); !saved) return tl::unexpected(saved.error());
    return std::optional<PkiCrl>();
  }
  const int days = usual_crl_days(next.find(*authority)->role);
  const auto list = save_with_list(folder, *pki, std::move(next), *authority, *keys, revocation.at, days);
  if (!list) return tl::unexpected(list.error());
  return std::optional<PkiCrl>(*list);
}

Result<std::string> withdraw_root(const fs::path& folder, ByteView root, UnixMillis now) {
  const auto facts = certificate_facts(root);
  if (!facts) return tl::unexpected(facts.error());
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto pki = PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  PkiRegister next = pki->content();
  if (next.is_withdrawn(root)) return ledger::fail(Code::kRefused, facts->subject + " is withdrawn already", "root");
  for (PkiEntry& entry : next.certificates) {
    if (entry.role == PkiRole::kRoot) {
      const auto own = pki->certificate(entry.name);
      if (!own) return tl::unexpected(own.error());
      if (ledger::text(*own) == ledger::text(root))
        return ledger::fail(Code::kInvalid, "that is our own: cityledger pki revoke " + entry.name, "root");
    }
    if (entry.authority != kOutsideAuthority || entry.revoked) continue;
    const auto path = pki->chain(entry.name);
    if (!path) return tl::unexpected(path.error());
    if (ledger::text(path->back()) == ledger::text(root))
      entry.revoked = PkiRevocation{{now.value / 1000 * 1000}, RevocationReason::kCompromised, {}};
  }
  next.withdrawn_roots.push_back({ledger::to_hex(ledger::sha256(root)), facts->subject, {now.value / 1000 * 1000}});
  if (auto saved = save_register(folder / kRegisterFile, next); !saved) return tl::unexpected(saved.error());
  return facts->subject;
}

Result<std::string> renew_certificate(const fs::path& folder, const RenewalOrder& order, const KeyPlace& keys) {
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto pki = PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  const MakeOrder make{order.role, order.seal, order.tls_hosts, order.seal_months, order.now};
  const auto made = order.role == PkiRole::kRoot ? make_certificate(pki->content(), make, nullptr)
                                                 : renewal_by_authority(*pki, make, keys);
  if (!made) return tl::unexpected(made.error());
  PkiRegister next = pki->content();
  next.certificates.push_back(made->entry);
  const auto list = first_list(next, *made, order.now);
  if (!list) return tl::unexpected(list.error());
  if (auto done = write_new(folder, next, {&*made}, keys); !done) return tl::unexpected(done.error());
  if (*list) {
    auto done = ledger::replace_file(crl_file(folder, made->entry.name), ledger::text(**list));
    if (!done) return tl::unexpected(done.error());
  }
  return made->entry.name;
}

Result<std::string> import_seal(const fs::path& folder, ByteView pkcs12, std::string_view password,
                                const std::vector<Bytes>& roots, UnixMillis now, const KeyPlace& keys) {
  auto read = read_pkcs12(pkcs12, password);
  if (!read) return tl::unexpected(read.error());
  auto path = path_of_seal(read->certificate, read->others, roots, now);
  if (!path) return tl::unexpected(path.error());
  const auto facts = certificate_facts(read->certificate);
  if (!facts) return tl::unexpected(facts.error());
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto pki = PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  PkiRegister next = pki->content();
  if (auto good = check_not_withdrawn(next, *facts, path->back()); !good) return tl::unexpected(good.error());
  const std::string name = next.next_name(PkiRole::kSeal);
  NewCertificate made{{}, std::move(read->certificate), std::move(*path), std::move(read->key)};
  made.entry = {name,
                PkiRole::kSeal,
                facts->serial,
                facts->subject,
                std::string(kOutsideAuthority),
                key_name(name),
                facts->from,
                facts->until,
                {}};
  next.certificates.push_back(made.entry);
  if (auto done = write_new(folder, next, {&made}, keys); !done) return tl::unexpected(done.error());
  return name;
}

}  // namespace certs

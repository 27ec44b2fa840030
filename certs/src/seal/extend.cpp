// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "certs/seal.hpp"
#include "ledger/encoding.hpp"
#include "pdf/check_seal.hpp"
#include "pdf_update.hpp"
#include "seal_field.hpp"

namespace certs {
namespace {

using ledger::Code;

// A sealed PDF, read and checked.
struct Sealed {
  std::vector<PdfRevision> revisions;
  SealCms cms;
  LaterRevisions later;
};

Result<Sealed> read_sealed(std::string_view file) {
  auto revisions = read_revisions(file);
  if (!revisions) return tl::unexpected(revisions.error());
  const auto seal = find_seal(file, revisions->front());
  if (!seal) return tl::unexpected(seal.error());
  auto cms = read_seal(seal->signature);
  if (!cms) return tl::unexpected(cms.error());
  auto later = read_later_revisions(file, *revisions);
  if (!later) return tl::unexpected(later.error());
  return Sealed{std::move(*revisions), std::move(*cms), std::move(*later)};
}

// A path, and the moment after which a list must say that it was good.
struct DatedPath {
  std::vector<Bytes> path;
  ledger::UnixMillis at;
  bool stamp = false;  // of a time-stamp authority
};

Result<std::vector<DatedPath>> paths_of(const Sealed& sealed, const std::vector<Bytes>& roots) {
  auto stamp = seal_timestamp(sealed.cms, roots);
  if (!stamp) return tl::unexpected(stamp.error());
  if (!*stamp) return ledger::fail(Code::kRefused, "the seal has no time-stamp, so nothing can prove when it was made");
  auto signer =
      trusted_path(sealed.cms.certificates.front(), sealed.cms.certificates, roots, PathUse::kSeal, (*stamp)->at);
  if (!signer) return tl::unexpected(signer.error());
  std::vector<DatedPath> out{{std::move(*signer), (*stamp)->at}, {std::move((*stamp)->path), (*stamp)->at, true}};
  for (const PdfSignature& signature : sealed.later.timestamps) {
    auto later = document_timestamp(signature, roots);
    if (!later) return tl::unexpected(later.error());
    out.push_back({std::move(later->path), later->at, true});
  }
  return out;
}

void add_once(std::vector<Bytes>& to, const Bytes& one) {
  if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

// All that the store must hold in the end.
struct Store {
  std::vector<Bytes> certificates;
  std::vector<Bytes> crls;
};

Result<Store> complete_store(const Sealed& sealed, const ValidationData& data) {
  const auto paths = paths_of(sealed, data.roots);
  if (!paths) return tl::unexpected(paths.error());
  Store store{sealed.later.certificates, sealed.later.crls};
  std::vector<Bytes> lists = sealed.later.crls;
  lists.insert(lists.end(), data.crls.begin(), data.crls.end());
  const RevocationLists read(lists);
  auto in_store = std::make_unique<RevocationLists>(store.crls);
  for (const DatedPath& one : *paths) {
    const Revocation answer = revocation_of(one.path, read);
    const std::string of = subject_of(one.path.front());
    if (answer.revoked_at && (*answer.revoked_at <= one.at || (one.stamp && answer.compromised)))
      return ledger::fail(Code::kRefused, "the certificate of " + of + " or of its authority was revoked on " +
                                              attest::format_moment(*answer.revoked_at));
    if (!answer.known || *answer.lists_of < one.at)
      return ledger::fail(Code::kRefused,
                          "there is no revocation list for the certificate of " + of + " that was made after " +
                              attest::format_moment(one.at) + "; extend when the next list is out",
                          "crls");
    for (const Bytes& certificate : one.path) add_once(store.certificates, certificate);
    const Revocation stored = revocation_of(one.path, *in_store);
    if (stored.known && *stored.lists_of >= one.at) continue;  // more lists would prove no more
    for (const std::size_t used : answer.used) add_once(store.crls, lists[used]);
    in_store = std::make_unique<RevocationLists>(store.crls);
  }
  return store;
}

const PdfValue& catalog_of(const Sealed& sealed, const PdfObjects& objects) {
  return objects.at(sealed.revisions.back().root)->value;
}

// Streams of what the store has not yet; the text of the array.
std::string grown_array(PdfUpdate& update, const PdfValue* before, const std::vector<Bytes>& all, std::size_t had) {
  std::string out = "[ ";
  if (before != nullptr) {
    for (const PdfValue& item : before->items) out += written(item) + " ";
  }
  for (std::size_t i = had; i < all.size(); ++i) {
    const std::uint32_t number = update.new_number();
    update.put_stream(number, all[i]);
    out += reference_to(number) + " ";
  }
  return out + "]";
}

std::string with_store(std::string_view file, const Sealed& sealed, const Store& store) {
  const std::size_t certificates = sealed.later.certificates.size();
  const std::size_t crls = sealed.later.crls.size();
  if (store.certificates.size() == certificates && store.crls.size() == crls) return std::string(file);
  const PdfObjects objects = objects_after(sealed.revisions, sealed.revisions.size());
  const PdfValue& catalog = catalog_of(sealed, objects);
  const PdfValue* reference = catalog.find("/DSS");
  const PdfValue* before = resolved(objects, reference);
  PdfUpdate update(file, sealed.revisions.back());
  const std::uint32_t number = reference != nullptr ? reference->reference : update.new_number();
  const auto array = [&](const char* name, const std::vector<Bytes>& all, std::size_t had) {
    return std::string(" ") + name + " " +
           grown_array(update, before != nullptr ? before->find(name) : nullptr, all, had);
  };
  const std::string arrays = array("/Certs", store.certificates, certificates) + array("/CRLs", store.crls, crls);
  update.put(number, "<< /Type /DSS" + arrays + " >>");
  if (reference == nullptr) {
    PdfValue changed = catalog;
    changed.members["/DSS"] = PdfValue{PdfKind::kReference, {}, number};
    update.put(sealed.revisions.back().root, written(changed));
  }
  return update.finish();
}

constexpr std::string_view kRangePlaceholder = "/ByteRange [ 0 1000000000 1000000000 1000000000 ]";

// The field, its dictionary with an empty hole, and the form that names the field.
std::string with_empty_timestamp(std::string_view file, const Sealed& sealed) {
  const PdfObjects objects = objects_after(sealed.revisions, sealed.revisions.size());
  const PdfValue& catalog = catalog_of(sealed, objects);
  const PdfValue* member = catalog.find("/AcroForm");
  PdfUpdate update(file, sealed.revisions.back());
  const std::uint32_t field = update.new_number();
  const std::uint32_t signature = update.new_number();
  update.put(signature, "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 " +
                            std::string(kRangePlaceholder) + " " + std::string(kContentsBefore) +
                            std::string(2 * kSealHoleBytes, '0') + "> >>");
  update.put(field, "<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [ 0 0 0 0 ] /T (Timestamp" +
                        std::to_string(sealed.later.timestamps.size() + 1) + ") /V " + reference_to(signature) + " >>");
  PdfValue form = *resolved(objects, member);
  form.members["/Fields"].items.push_back(PdfValue{PdfKind::kReference, {}, field});
  if (member->kind == PdfKind::kReference) {
    update.put(member->reference, written(form));
  } else {
    PdfValue changed = catalog;
    changed.members["/AcroForm"] = form;
    update.put(sealed.revisions.back().root, written(changed));
  }
  return update.finish();
}

Result<std::string> with_timestamp(std::string_view before, const Sealed& sealed, const TimestampSource& timestamps) {
  std::string file = with_empty_timestamp(before, sealed);
  const std::size_t hole = file.find(kContentsBefore, before.size()) + kContentsBefore.size() - 1;
  const std::size_t end = hole + 2 * kSealHoleBytes + 2;
  std::string range =
      "/ByteRange [ 0 " + std::to_string(hole) + " " + std::to_string(end) + " " + std::to_string(file.size() - end);
  range.resize(kRangePlaceholder.size() - 1, ' ');
  file.replace(file.find(kRangePlaceholder, before.size()), range.size(), range);
  const std::string_view all = file;
  const auto token = timestamps(ledger::sha256({ledger::view(all.substr(0, hole)), ledger::view(all.substr(end))}));
  if (!token) return tl::unexpected(token.error());
  if (token->size() > kSealHoleBytes) return ledger::fail(Code::kTooLarge, "the time-stamp is over 16 KiB");
  const std::string digits = ledger::hex_encode(*token);
  file.replace(hole + 1, digits.size(), digits);
  return file;
}

}  // namespace

Result<std::string> extend_pdf(std::string_view sealed, const ValidationData& data, const TimestampSource& timestamps) {
  auto read = read_sealed(sealed);
  if (!read) return tl::unexpected(read.error());
  const auto store = complete_store(*read, data);
  if (!store) return tl::unexpected(store.error());
  std::string file = with_store(sealed, *read, *store);
  if (timestamps) {
    const auto stored = read_sealed(file);
    if (!stored) return tl::unexpected(stored.error());
    auto stamped = with_timestamp(file, *stored, timestamps);
    if (!stamped) return stamped;
    file = std::move(*stamped);
  }
  const auto again = read_sealed(file);
  if (!again)
    return ledger::fail(Code::kInvalid, "the extended PDF does not pass its own check: " + again.error().message);
  const auto paths = paths_of(*again, data.roots);
  if (!paths) return tl::unexpected(paths.error());
  return file;
}

}  // namespace certs

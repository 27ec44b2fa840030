// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_attachments.hpp"

#include "certs/gzip.hpp"
#include "ledger/bytes.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr std::string_view kCredential = "(credential.json)";
constexpr std::string_view kBundle = "(bundle.json)";
constexpr std::string_view kShortForm = "(certificate.cose)";

tl::unexpected<ledger::Error> bad(const std::string& message) {
  return ledger::fail(Code::kInvalid, message);
}

// How many dictionaries inside `value` hold an embedded file.
std::size_t file_holders(const PdfValue& value) {
  std::size_t count = value.find("/EF") != nullptr ? 1 : 0;
  for (const PdfValue& item : value.items) count += file_holders(item);
  for (const auto& [name, member] : value.members) count += file_holders(member);
  return count;
}

// Name, file specification, name, …; null when the document has no such list, or it is a tree.
const std::vector<PdfValue>* list_of_files(const PdfRevision& first, const PdfObjects& objects) {
  const auto root = objects.find(first.root);
  if (root == objects.end()) return nullptr;
  const PdfValue* names = resolved(objects, root->second->value.find("/Names"));
  const PdfValue* files = names != nullptr ? resolved(objects, names->find("/EmbeddedFiles")) : nullptr;
  const PdfValue* list =
      files != nullptr && files->find("/Kids") == nullptr ? resolved(objects, files->find("/Names")) : nullptr;
  return list != nullptr && list->kind == PdfKind::kArray ? &list->items : nullptr;
}

// The stream of a file specification whose names are all `name`.
const PdfObject* stream_of(const PdfObjects& objects, const PdfValue& specification, std::string_view name) {
  const PdfValue* dictionary = resolved(objects, &specification);
  const PdfValue* files = dictionary != nullptr ? resolved(objects, dictionary->find("/EF")) : nullptr;
  const PdfValue* stream = files != nullptr ? files->find("/F") : nullptr;
  if (stream == nullptr || stream->kind != PdfKind::kReference) return nullptr;
  for (const auto& [key, value] : files->members) {
    if ((key != "/F" && key != "/UF") || value != *stream) return nullptr;
  }
  for (const char* key : {"/F", "/UF"}) {
    const PdfValue* said = dictionary->find(key);
    if (said == nullptr || said->kind != PdfKind::kString || said->raw != name) return nullptr;
  }
  const auto found = objects.find(stream->reference);
  return found != objects.end() && found->second->stream ? found->second : nullptr;
}

Result<std::string> content_of(const PdfObject& stream, std::size_t& bytes_left) {
  const PdfValue* filter = stream.value.find("/Filter");
  if (stream.value.find("/DecodeParms") != nullptr || stream.value.find("/F") != nullptr ||
      (filter != nullptr && !filter->is_name("/FlateDecode")))
    return bad("an attached file is stored in a form that a certificate has not");
  std::string out;
  if (filter == nullptr) {
    out = std::string(*stream.stream);
  } else {
    const auto expanded = inflate_zlib(ledger::view(*stream.stream), bytes_left);
    if (!expanded) return tl::unexpected(expanded.error());
    out = ledger::to_string(*expanded);
  }
  if (out.size() > bytes_left) return ledger::fail(Code::kTooLarge, "the attached files are over 32 MiB");
  bytes_left -= out.size();
  return out;
}

}  // namespace

Result<Attachments> read_attachments(const PdfRevision& first) {
  PdfObjects objects;
  std::size_t holders = 0;
  for (const auto& [number, object] : first.objects) {
    objects[number] = &object;
    holders += file_holders(object.value);
  }
  const auto* list = list_of_files(first, objects);
  if (list == nullptr || list->size() % 2 != 0) return bad("the PDF has no list of attached files");
  if (holders != list->size() / 2) return bad("the PDF has a file in it that its list of attached files does not name");
  std::optional<std::string> credential;
  std::optional<std::string> bundle;
  Attachments out;
  std::size_t bytes_left = kAttachedBytesMax;
  for (std::size_t i = 0; i < list->size(); i += 2) {
    const std::string_view name = (*list)[i].raw;
    std::optional<std::string>* place = name == kCredential  ? &credential
                                        : name == kBundle    ? &bundle
                                        : name == kShortForm ? &out.short_form
                                                             : nullptr;
    if (place == nullptr || *place) return bad("the PDF has an attached file that a certificate has not, or one twice");
    const PdfObject* stream = stream_of(objects, (*list)[i + 1], name);
    if (stream == nullptr) return bad("an attached file is not there, or has two names");
    auto content = content_of(*stream, bytes_left);
    if (!content) return tl::unexpected(content.error());
    *place = std::move(*content);
  }
  if (!credential || !bundle) return bad("the PDF must have credential.json and bundle.json attached");
  if (credential->size() > kAttachedCredentialBytesMax)
    return ledger::fail(Code::kTooLarge, "the attached credential is over 1 MiB");
  out.credential = std::move(*credential);
  out.bundle = std::move(*bundle);
  return out;
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_changes.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <set>
#include <string>

namespace certs {
namespace {

using ledger::Code;

tl::unexpected<ledger::Error> bad(const std::string& message) {
  return ledger::fail(Code::kInvalid, message);
}

// Whether two dictionaries have the same members but for those names. Copies nothing: a catalog may be large.
bool same_except(const PdfValue& a, const PdfValue& b, std::initializer_list<std::string_view> names) {
  if (&a == &b) return true;
  if (a.kind != PdfKind::kDictionary || b.kind != PdfKind::kDictionary) return false;
  const auto skip = [&](auto at, auto end) {
    while (at != end && std::find(names.begin(), names.end(), at->first) != names.end()) ++at;
    return at;
  };
  auto x = skip(a.members.begin(), a.members.end());
  auto y = skip(b.members.begin(), b.members.end());
  for (; x != a.members.end() && y != b.members.end();
       x = skip(std::next(x), a.members.end()), y = skip(std::next(y), b.members.end())) {
    if (x->first != y->first || x->second != y->second) return false;
  }
  return x == a.members.end() && y == b.members.end();
}

// One revision beside everything before it.
class Comparison {
 public:
  Comparison(std::string_view file, const PdfObjects& before, const PdfRevision& last, const PdfRevision& revision,
             LaterRevisions& out)
      : file_(file), before_(before), last_(last), revision_(revision), out_(out) {}

  Result<void> run() {
    if (auto done = trailer(); !done) return done;
    if (auto done = catalog(); !done) return done;
    for (const auto& [number, object] : revision_.objects) {
      if (explained_.count(number) == 0) return bad("object " + std::to_string(number) + " was changed or put in");
    }
    return {};
  }

 private:
  Result<void> trailer() {
    if (revision_.root != last_.root || revision_.size < last_.size)
      return bad("the trailer leads to another document");
    for (const std::string_view name : {"/Info", "/ID"}) {
      const PdfValue* now = revision_.trailer.find(name);
      const PdfValue* then = last_.trailer.find(name);
      if ((now == nullptr) != (then == nullptr) || (now != nullptr && *now != *then))
        return bad("the trailer's " + std::string(name) + " was changed");
    }
    return {};
  }

  // An object of this revision that was there before; then it is a new version of that.
  const PdfValue* renewed(std::uint32_t number) {
    const auto found = revision_.objects.find(number);
    if (found == revision_.objects.end() || found->second.stream) return nullptr;
    explained_.insert(number);
    return &found->second.value;
  }

  // An object that is new in this revision: its number was not in use, nor could be meant by anything signed.
  const PdfObject* added(const PdfValue& value) {
    if (value.kind != PdfKind::kReference || value.reference < last_.size) return nullptr;
    const auto found = revision_.objects.find(value.reference);
    if (found == revision_.objects.end() || !explained_.insert(value.reference).second) return nullptr;
    return &found->second;
  }

  Result<void> catalog() {
    const auto root = before_.find(last_.root);
    if (root == before_.end()) return bad("there is no catalog");
    const PdfValue& then = root->second->value;
    const PdfValue* changed = renewed(last_.root);
    const PdfValue& now = changed != nullptr ? *changed : then;
    if (!same_except(now, then, {"/DSS", "/AcroForm"})) return bad("the catalog was changed");
    if (auto done = form(then.find("/AcroForm"), now.find("/AcroForm")); !done) return done;
    return store(then.find("/DSS"), now.find("/DSS"));
  }

  // The form may gain the fields of time-stamps.
  Result<void> form(const PdfValue* then_member, const PdfValue* now_member) {
    if (then_member == nullptr || now_member == nullptr || then_member->kind != now_member->kind ||
        (then_member->kind == PdfKind::kReference && *then_member != *now_member))
      return bad("the form was changed");
    const PdfValue* then = resolved(before_, then_member);
    const PdfValue* now = now_member;
    if (now->kind == PdfKind::kReference) {
      const PdfValue* changed = renewed(now->reference);
      now = changed != nullptr ? changed : then;
    }
    if (then == nullptr || !same_except(*now, *then, {"/Fields"})) return bad("the form was changed");
    const auto more = gained(then->find("/Fields"), now->find("/Fields"));
    if (!more) return bad("the form's fields were changed");
    if (more->size() > 1) return bad("more than one field was put in");
    for (const PdfValue& field : *more) {
      if (auto done = timestamp_field(field); !done) return done;
    }
    return {};
  }

  // What an array has behind what it had; nothing when that is no longer there.
  static std::optional<std::vector<PdfValue>> gained(const PdfValue* then, const PdfValue* now) {
    const PdfValue empty{PdfKind::kArray};
    if (then == now) return std::vector<PdfValue>();
    if (then == nullptr) then = &empty;
    if (now == nullptr) now = &empty;
    if (then->kind != PdfKind::kArray || now->kind != PdfKind::kArray || now->items.size() < then->items.size() ||
        !std::equal(then->items.begin(), then->items.end(), now->items.begin()))
      return std::nullopt;
    return std::vector<PdfValue>(now->items.begin() + static_cast<std::ptrdiff_t>(then->items.size()),
                                 now->items.end());
  }

  // Invisible, on no page, of nothing but a document time-stamp.
  Result<void> timestamp_field(const PdfValue& reference) {
    const PdfObject* field = added(reference);
    if (field == nullptr || field->stream) return bad("a field was put in that is none of a time-stamp");
    std::size_t values = 32;
    const auto wanted =
        PdfReader("<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [ 0 0 0 0 ] >>", 0, values).value();
    const PdfValue* name = field->value.find("/T");
    const PdfValue* value = field->value.find("/V");
    if (!wanted || !same_except(field->value, *wanted, {"/T", "/V"}) || name == nullptr ||
        name->kind != PdfKind::kString || value == nullptr)
      return bad("a field was put in that is none of a time-stamp");
    const PdfObject* dictionary = added(*value);
    if (dictionary == nullptr || dictionary->stream) return bad("a time-stamp's field has no new time-stamp");
    auto read = read_timestamp(file_, revision_, dictionary->value);
    if (!read) return tl::unexpected(read.error());
    out_.timestamps.push_back(std::move(*read));
    return {};
  }

  // The document security store may come, and its two arrays may grow.
  Result<void> store(const PdfValue* then_member, const PdfValue* now_member) {
    if (now_member == nullptr)
      return then_member == nullptr ? Result<void>() : bad("the validation data were taken away");
    if (then_member != nullptr && *then_member != *now_member) return bad("the validation data were replaced");
    const PdfValue* then = resolved(before_, then_member);
    if (then_member != nullptr && then == nullptr) return bad("the validation data are not there");
    const PdfValue* now = then;
    if (then_member == nullptr) {
      const PdfObject* put_in = added(*now_member);
      now = put_in != nullptr && !put_in->stream ? &put_in->value : nullptr;
    } else if (const PdfValue* changed = renewed(now_member->reference)) {
      now = changed;
    }
    if (now == nullptr || now->kind != PdfKind::kDictionary) return bad("the validation data are malformed");
    for (const auto& [name, value] : now->members) {
      if (name != "/Certs" && name != "/CRLs" && !(name == "/Type" && value.is_name("/DSS")))
        return bad("the validation data have a member " + std::string(name.substr(0, 32)));
    }
    if (auto done = streams(then, *now, "/Certs", out_.certificates); !done) return done;
    return streams(then, *now, "/CRLs", out_.crls);
  }

  Result<void> streams(const PdfValue* then, const PdfValue& now, std::string_view name,
                       std::vector<ledger::Bytes>& into) {
    const auto more = gained(then != nullptr ? then->find(name) : nullptr, now.find(name));
    if (!more) return bad("the validation data lost something");
    for (const PdfValue& reference : *more) {
      const PdfObject* object = added(reference);
      if (object == nullptr || !object->stream || object->value.members.size() != 1)
        return bad("the validation data have an object that is no plain new stream");
      if (into.size() == kStoreItemsMax) return bad("the validation data are more than 256 certificates or lists");
      into.push_back(ledger::to_bytes(*object->stream));
    }
    return {};
  }

  std::string_view file_;
  const PdfObjects& before_;
  const PdfRevision& last_;
  const PdfRevision& revision_;
  LaterRevisions& out_;
  std::set<std::uint32_t> explained_;
};

}  // namespace

Result<LaterRevisions> read_later_revisions(std::string_view file, const std::vector<PdfRevision>& revisions) {
  LaterRevisions out;
  PdfObjects before = objects_after(revisions, 1);
  for (std::size_t i = 1; i < revisions.size(); ++i) {
    auto done = Comparison(file, before, revisions[i - 1], revisions[i], out).run();
    if (!done)
      return bad("the PDF was changed after it was sealed: in its revision " + std::to_string(i + 1) + ", " +
                 done.error().message);
    for (const auto& [number, object] : revisions[i].objects) before[number] = &object;
  }
  return out;
}

}  // namespace certs

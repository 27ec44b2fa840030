// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading members of the kinds that statements are made of. Each reads one member through Fields, which keeps
// the first error; after an error the value is empty.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/limits.hpp"
#include "attest/statement_types.hpp"

namespace attest::members {

// Carries the error of an inner reader over; its field counts from the outer object.
void take_error(Fields& fields, const Error& error);

// Not empty, no control characters (C0, DEL, C1).
[[nodiscard]] bool is_plain_text(std::string_view text);
[[nodiscard]] std::string plain_text(Fields& fields, std::string_view name, std::size_t bytes_max = kNameBytesMax);
[[nodiscard]] std::optional<std::string> optional_plain_text(Fields& fields, std::string_view name,
                                                             std::size_t bytes_max = kNameBytesMax);

// Text of a pattern; `what` completes "must be ...".
[[nodiscard]] std::string matching(Fields& fields, std::string_view name, bool (*matches)(std::string_view),
                                   std::string_view what);
[[nodiscard]] std::string party_id(Fields& fields, std::string_view name);
[[nodiscard]] std::string standard_id(Fields& fields, std::string_view name);
[[nodiscard]] std::string cycle_id(Fields& fields, std::string_view name);
[[nodiscard]] std::string indicator_code(Fields& fields, std::string_view name);
[[nodiscard]] std::string certificate_number(Fields& fields, std::string_view name);
[[nodiscard]] std::string programme_id(Fields& fields, std::string_view name);
// Roles, and other texts that stand for a set: sorted, without repeats.
void require_sorted(Fields& fields, std::string_view name, const std::vector<std::string>& texts);
[[nodiscard]] std::string country(Fields& fields, std::string_view name);

// One of a few words.
[[nodiscard]] std::string choice(Fields& fields, std::string_view name, std::initializer_list<std::string_view> words);

[[nodiscard]] std::string day(Fields& fields, std::string_view name);
[[nodiscard]] std::string moment(Fields& fields, std::string_view name);
// Says so unless `from` is before `until`, both days or both moments of good form.
void require_rising(Fields& fields, std::string_view until_name, const std::string& from, const std::string& until);

[[nodiscard]] Digest digest(Fields& fields, std::string_view name);
[[nodiscard]] bool is_base64url_digest(std::string_view text);
[[nodiscard]] Bytes base64url(Fields& fields, std::string_view name);
[[nodiscard]] PublicKey public_key(Fields& fields, std::string_view name);
[[nodiscard]] TreeSize tree_size(Fields& fields, std::string_view name);
[[nodiscard]] EntryRef entry_ref(Fields& fields, std::string_view name);
[[nodiscard]] std::optional<EntryRef> optional_entry_ref(Fields& fields, std::string_view name);
[[nodiscard]] Names names(Fields& fields, std::string_view name);
[[nodiscard]] Json to_json(const Names& names);

// Reads the members of an inner object, or of item `name` of an array, by `read(Fields&)`.
template <typename Read>
void inside(Fields& fields, const Json& value, const std::string& name, Read read) {
  if (fields.failed()) return;
  Fields inner(value, name + ".");
  read(inner);
  if (const Result<void> done = inner.finish(); !done) take_error(fields, done.error());
}
template <typename Read>
void inside_object(Fields& fields, std::string_view name, Read read) {
  const Json object = fields.object(name);
  inside(fields, object, std::string(name), read);
}
// Items are named `name.0`, `name.1` and so on in errors.
template <typename Read>
void each_object(Fields& fields, std::string_view name, std::size_t items_max, Read read) {
  const Json::Array items = fields.array(name, items_max);
  for (std::size_t i = 0; i < items.size(); ++i) {
    inside(fields, items[i], std::string(name) + "." + std::to_string(i), read);
  }
}
// Texts of a pattern, 1 to `items_max` of them.
[[nodiscard]] std::vector<std::string> texts(Fields& fields, std::string_view name, std::size_t items_max,
                                             bool (*matches)(std::string_view), std::string_view what);

}  // namespace attest::members

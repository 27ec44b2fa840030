// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/json.hpp"

namespace attest {

Fields::Fields(const Json& value, std::string where) : value_(&value), where_(std::move(where)) {
  if (value.object() != nullptr) return;
  std::string field = where_;
  if (field.ends_with('.')) field.pop_back();
  error_ = Error{Code::kInvalid, "must be an object", std::move(field)};
}

const Json* Fields::take(std::string_view name, bool required) {
  if (failed()) return nullptr;
  taken_.emplace_back(name);
  const Json* value = value_->find(name);
  if (value == nullptr && required) wrong(name, "is missing");
  return value;
}

void Fields::wrong(std::string_view name, std::string message) {
  if (failed()) return;
  std::string field = where_ + std::string(name);
  error_ = Error{Code::kInvalid, field + " " + std::move(message), field};
}

std::string Fields::text(std::string_view name, std::size_t bytes_max) {
  if (take(name, true) == nullptr) return {};
  return optional_text(name, bytes_max).value_or(std::string{});
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t bytes_max) {
  const Json* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->text();
  if (text == nullptr) {
    wrong(name, "must be text");
  } else if (text->size() > bytes_max) {
    wrong(name, "is longer than " + std::to_string(bytes_max) + " bytes");
  } else {
    return *text;
  }
  return std::nullopt;
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  if (take(name, true) == nullptr) return 0;
  return optional_integer(name, min, max).value_or(0);
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const Json* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* number = value->integer();
  if (number == nullptr) {
    wrong(name, "must be an integer");
  } else if (*number < min || *number > max) {
    wrong(name, "must be from " + std::to_string(min) + " to " + std::to_string(max));
  } else {
    return *number;
  }
  return std::nullopt;
}

bool Fields::boolean(std::string_view name) {
  const Json* value = take(name, true);
  if (value == nullptr) return false;
  if (const bool* truth = value->boolean()) return *truth;
  wrong(name, "must be true or false");
  return false;
}

Json::Array Fields::array(std::string_view name, std::size_t items_max) {
  const Json* value = take(name, true);
  if (value == nullptr) return {};
  const Json::Array* items = value->array();
  if (items == nullptr) {
    wrong(name, "must be an array");
  } else if (items->size() > items_max) {
    wrong(name, "has more than " + std::to_string(items_max) + " items");
  } else {
    return *items;
  }
  return {};
}

Json Fields::object(std::string_view name) {
  if (take(name, true) == nullptr) return Json(Json::Object{});
  return optional_object(name).value_or(Json(Json::Object{}));
}

std::optional<Json> Fields::optional_object(std::string_view name) {
  const Json* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  if (value->object() != nullptr) return *value;
  wrong(name, "must be an object");
  return std::nullopt;
}

bool Fields::has(std::string_view name) const {
  return value_->find(name) != nullptr;
}

Result<void> Fields::finish() {
  if (!failed()) {
    for (const auto& [name, value] : *value_->object()) {
      if (std::find(taken_.begin(), taken_.end(), name) == taken_.end()) wrong(name, "is not a member of this object");
    }
  }
  if (failed()) return tl::unexpected<Error>(*error_);
  return {};
}

}  // namespace attest

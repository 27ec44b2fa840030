// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/texts.hpp"

#include <cassert>

#include "attest/date.hpp"
#include "certs/render.hpp"
#include "ledger/bytes.hpp"
#include "render/embedded.hpp"

namespace certs {
namespace {

constexpr std::string_view kTextsEnding = ".json";

std::string filled(std::string_view text, Texts::Values values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : values) {
      if (key == name) out += value;
    }
    text.remove_prefix(close + 1);
  }
  return out += text;
}

}  // namespace

std::span<const std::uint8_t> embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file.bytes;
  }
  return {};
}

std::vector<std::string> certificate_languages() {
  std::vector<std::string> out;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.ends_with(kTextsEnding))
      out.emplace_back(file.name.substr(0, file.name.size() - kTextsEnding.size()));
  }
  return out;
}

Result<Texts> Texts::load(std::string_view language) {
  const auto bytes = embedded_file(std::string(language).append(kTextsEnding));
  if (bytes.empty()) {
    std::string known;
    for (const std::string& name : certificate_languages()) known += (known.empty() ? "" : ", ") + name;
    return ledger::fail(Code::kInvalid, "there are no texts in this language; there are: " + known, "language");
  }
  auto json = attest::parse_json(ledger::text(bytes));
  if (!json) return tl::unexpected(json.error());
  Texts texts;
  texts.language_ = language;
  texts.json_ = std::move(*json);
  return texts;
}

std::string Texts::operator()(std::string_view key, Values values) const {
  const attest::Json* text = json_.find(key);
  assert(text != nullptr && text->text() != nullptr);
  return filled(*text->text(), values);
}

bool Texts::right_to_left() const {
  return (*this)("direction") == "rtl";
}

std::string Texts::day(ledger::UnixMillis time) const {
  const std::string iso = attest::format_day(time);  // YYYY-MM-DD
  const auto month = static_cast<std::size_t>((iso[5] - '0') * 10 + (iso[6] - '0') - 1);
  const std::string day_number = iso[8] == '0' ? iso.substr(9) : iso.substr(8);
  return (*this)(
      "day",
      {{"day", day_number}, {"month", *json_.find("months")->array()->at(month).text()}, {"year", iso.substr(0, 4)}});
}

std::string Texts::time(ledger::UnixMillis time) const {
  const std::string iso = attest::format_moment(time);  // YYYY-MM-DDThh:mm:ssZ
  const bool whole_minute = iso.substr(17, 2) == "00";
  return (*this)("time", {{"time", iso.substr(11, whole_minute ? 5 : 8)}});
}

std::string Texts::country(std::string_view code) const {
  const attest::Json* name = json_.find("countries")->find(code);
  return name == nullptr ? std::string(code) : (*this)("country", {{"name", *name->text()}, {"code", code}});
}

}  // namespace certs

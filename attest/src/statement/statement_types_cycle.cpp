// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// standard.adopted, city.enrolled, evidence.registered: what a cycle rests on.
#include <algorithm>

#include "attest/catalogue.hpp"
#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

// `type/subtype` in lower case, names as RFC 6838 section 4.2 has them.
bool is_media_type(std::string_view text) {
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto is_name = [&](std::string_view name) {
    constexpr std::string_view kMarks = "!#$&-^_.+";
    return !name.empty() && is_alphanumeric(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
      return is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
    });
  };
  const std::size_t slash = text.find('/');
  return text.size() <= kMediaTypeBytesMax && slash != std::string_view::npos && is_name(text.substr(0, slash)) &&
         is_name(text.substr(slash + 1));
}

}  // namespace

void read_members(Fields& fields, StandardAdopted& body) {
  body.standard = members::standard_id(fields, "standard");
  body.catalogue = fields.object("catalogue");
  if (fields.failed()) return;
  const Result<Catalogue> catalogue = parse_catalogue(body.catalogue);
  if (!catalogue) {
    Error error = catalogue.error();
    if (error.message.starts_with(error.field + " ")) error.message.erase(0, error.field.size() + 1);
    error.field = error.field.empty() ? "catalogue" : "catalogue." + error.field;
    members::take_error(fields, error);
  } else if (catalogue->id != body.standard) {
    fields.wrong("catalogue.id", "must be the standard's id");
  }
}

Json::Object write_members(const StandardAdopted& body) {
  return {{"standard", body.standard}, {"catalogue", body.catalogue}};
}

void read_members(Fields& fields, CityEnrolled& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.city = members::party_id(fields, "city");
  body.standard = members::standard_id(fields, "standard");
  body.data_year = static_cast<int>(fields.integer("data_year", kDataYearMin, kDataYearMax));
  body.notice = members::optional_plain_text(fields, "notice");
  if (fields.failed()) return;
  if (body.cycle != format_cycle_id({body.city, body.standard, body.data_year})) {
    fields.wrong("cycle", "must be made of city, standard and data_year");
  }
}

Json::Object write_members(const CityEnrolled& body) {
  Json::Object out{
      {"cycle", body.cycle}, {"city", body.city}, {"standard", body.standard}, {"data_year", body.data_year}};
  if (body.notice) out.emplace("notice", *body.notice);
  return out;
}

void read_members(Fields& fields, EvidenceRegistered& body) {
  if (fields.has("provider")) body.provider = members::party_id(fields, "provider");
  body.media_type = members::matching(fields, "media_type", is_media_type, "a media type in lower case: type/subtype");
  body.size = fields.integer("size", 0, static_cast<std::int64_t>(kEvidenceBytesMax));
  body.period = members::plain_text(fields, "period");
  body.retention_until = members::day(fields, "retention_until");
}

Json::Object write_members(const EvidenceRegistered& body) {
  Json::Object out{{"media_type", body.media_type},
                   {"size", body.size},
                   {"period", body.period},
                   {"retention_until", body.retention_until}};
  if (body.provider) out.emplace("provider", *body.provider);
  return out;
}

}  // namespace attest

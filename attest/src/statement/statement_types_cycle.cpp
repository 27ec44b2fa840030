// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// standard.adopted, programme.opened, city.enrolled, city.withdrawn, evidence.registered: what a cycle rests on.
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
  body.amends = members::optional_entry_ref(fields, "amends");
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
  Json::Object out{{"standard", body.standard}, {"catalogue", body.catalogue}};
  if (body.amends) out.emplace("amends", to_json(*body.amends));
  return out;
}

void read_members(Fields& fields, ProgrammeOpened& body) {
  body.programme = members::programme_id(fields, "programme");
  body.names = members::names(fields, "names");
  body.standards = members::texts(fields, "standards", kProgrammeStandardsMax, is_standard_id, "the id of a standard");
  members::require_sorted(fields, "standards", body.standards);
  members::inside_object(fields, "terms", [&](Fields& inner) {
    body.rate = members::plain_text(inner, "rate");
    body.years = inner.integer("years", 1, kProgrammeYearsMax);
  });
  body.from = members::day(fields, "from");
  body.until = members::day(fields, "until");
  members::require_rising(fields, "until", body.from, body.until);
}

Json::Object write_members(const ProgrammeOpened& body) {
  return {{"programme", body.programme},
          {"names", members::to_json(body.names)},
          {"standards", Json::Array(body.standards.begin(), body.standards.end())},
          {"terms", Json::Object{{"rate", body.rate}, {"years", body.years}}},
          {"from", body.from},
          {"until", body.until}};
}

void read_members(Fields& fields, CityEnrolled& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.city = members::party_id(fields, "city");
  body.standard = members::standard_id(fields, "standard");
  body.data_year = static_cast<int>(fields.integer("data_year", kDataYearMin, kDataYearMax));
  body.notice = members::optional_plain_text(fields, "notice");
  if (fields.has("programme")) body.programme = members::programme_id(fields, "programme");
  if (fields.has("submit_until")) body.submit_until = members::day(fields, "submit_until");
  if (fields.has("decide_until")) body.decide_until = members::day(fields, "decide_until");
  if (fields.failed()) return;
  if (body.cycle != format_cycle_id({body.city, body.standard, body.data_year})) {
    fields.wrong("cycle", "must be made of city, standard and data_year");
  }
  if (body.submit_until && body.decide_until && *body.decide_until < *body.submit_until) {
    fields.wrong("decide_until", "must not be before submit_until");
  }
}

Json::Object write_members(const CityEnrolled& body) {
  Json::Object out{
      {"cycle", body.cycle}, {"city", body.city}, {"standard", body.standard}, {"data_year", body.data_year}};
  if (body.notice) out.emplace("notice", *body.notice);
  if (body.programme) out.emplace("programme", *body.programme);
  if (body.submit_until) out.emplace("submit_until", *body.submit_until);
  if (body.decide_until) out.emplace("decide_until", *body.decide_until);
  return out;
}

void read_members(Fields& fields, CityWithdrawn& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.reason = members::choice(fields, "reason", {"city_request", "programme_ended", "deadline", "other"});
}

Json::Object write_members(const CityWithdrawn& body) {
  return {{"cycle", body.cycle}, {"reason", body.reason}};
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

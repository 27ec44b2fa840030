// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/certificate_page.hpp"

#include "attest/date.hpp"
#include "html.hpp"
#include "ledger/encoding.hpp"

namespace api {
namespace {

std::string day_of(const std::string& moment) {
  const auto time = attest::parse_moment(moment);
  return time ? attest::format_day_for_people(*time) : moment;
}

std::string status_sentence(const CertificateFacts& facts) {
  std::string text = "On " + attest::format_day_for_people(facts.at) + ": " + facts.status.text + ".";
  if (!facts.status.warning.empty()) text += " It " + facts.status.warning + ".";
  return text;
}

std::string verifiers_of(const certs::Certificate& certificate) {
  std::string names;
  for (const std::string& name : certificate.verifiers) names += (names.empty() ? "" : "; ") + name;
  return names;
}

std::string counts_of(const certs::Certificate& certificate) {
  std::string text = std::to_string(certificate.counts.total) + " of " + std::to_string(certificate.totals.total);
  for (const auto& [kind, count] : certificate.counts.by_kind) {
    const auto total = certificate.totals.by_kind.find(kind);
    if (total == certificate.totals.by_kind.end()) continue;
    text += ", " + std::to_string(count) + " of " + std::to_string(total->second) + " " + kind;
  }
  return text;
}

std::string scheme_of(const certs::Certificate& certificate) {
  return "the certifier's scheme " + certificate.scheme + ", version " + std::to_string(certificate.scheme_version) +
         (certificate.scheme_assumed ? " (the level's threshold is assumed: no public source confirms it)" : "");
}

std::vector<HtmlPage::Fact> certificate_facts(const CertificateFacts& facts) {
  const certs::Certificate& c = facts.certificate;
  std::vector<HtmlPage::Fact> out = {
      {"City", c.city_name + ", " + c.country},
      {"Standard", c.standard + ":" + std::to_string(c.edition)},
      {"Data year", std::to_string(c.data_year)},
      {"Level", c.level + ", by " + scheme_of(c)},
  };
  if (c.level != c.computed_level) out.push_back({"Level by the counts alone", c.computed_level});
  out.push_back({"Indicators reported and verified", counts_of(c)});
  out.push_back({"Valid", "from " + day_of(c.valid_from) + " to " + day_of(c.valid_until)});
  out.push_back({"Issued by", c.issuer_name + " (" + c.issuer + ")"});
  out.push_back({"Values verified by", verifiers_of(c)});
  out.push_back({"Number", c.number});
  return out;
}

std::vector<HtmlPage::Fact> proof_facts(const CertificateFacts& facts) {
  return {{"Ledger", facts.certificate.origin},
          {"Entry of the issue",
           std::to_string(facts.record.entry.index.value) + ", " + attest::format_day_for_people(facts.record.time)},
          {"Entries reviewed", std::to_string(facts.certificate.reviewed_size)},
          {"Fingerprint of the certificate (SHA-256)", ledger::to_hex(facts.record.issued.fingerprint)},
          {"Lineage root", ledger::to_hex(facts.record.issued.lineage_root)}};
}

void add_history(const CertificateFacts& facts, HtmlPage& page) {
  if (facts.record.history.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const attest::StatusEvent& event : facts.record.history) {
    rows.push_back({attest::format_day_for_people(event.from), event.change, certs::in_words(event.reason), event.by,
                    std::to_string(event.entry.index.value)});
  }
  page.table("What happened since", {"From", "Change", "Reason", "By certificate", "Entry"}, rows);
}

void add_values(const CertificateFacts& facts, HtmlPage& page) {
  std::vector<std::vector<std::string>> rows;
  for (const certs::CertifiedValue& value : facts.values) {
    rows.push_back({value.indicator, value.name, value.value.empty() ? value.missing : value.value, value.unit,
                    value.period, value.source.empty() ? value.source_parties : value.source,
                    std::to_string(value.submission)});
  }
  page.table("Values that this certificate rests on",
             {"Indicator", "Name", "Value", "Unit", "Period", "Source", "Entry"}, rows);
}

std::vector<HtmlPage::Link> links_of(const CertificateFacts& facts) {
  const std::string& number = facts.certificate.number;
  const std::string files = "/certificates/" + number + "/";
  std::vector<HtmlPage::Link> links;
  for (const std::string& pdf : facts.pdfs) links.push_back({files + pdf, "Sealed PDF: " + pdf});
  links.push_back({files + "bundle.json", "Bundle: the certificate with all that checking it offline needs"});
  links.push_back({files + "credential.json", "Credential (W3C Verifiable Credential)"});
  links.push_back({"/api/v1/certificates/" + number + "/lineage", "Lineage, entry by entry (JSON)"});
  links.push_back({"/api/v1/certificates/" + number + "/lineage?format=dot", "Lineage as a graph (DOT)"});
  links.push_back({"/api/v1/values?certificate=" + number + "&format=csv", "The values (CSV)"});
  return links;
}

}  // namespace

std::string certificate_page(const CertificateFacts& facts) {
  const certs::Certificate& c = facts.certificate;
  HtmlPage page("Certificate " + c.number + ", " + c.city_name);
  page.heading(1, "Certificate " + c.number);
  page.status(status_sentence(facts));
  if (!c.notice.empty()) page.paragraph("Notice: " + c.notice, "notice");
  if (c.simulated_clock) page.paragraph("Notice: the times are those of a simulated clock.", "notice");
  page.facts(certificate_facts(facts));
  page.paragraph(
      "This certificate attests that the city reported values for the counted indicators to the standard's "
      "definitions and that an independent verifier accepted them. It does not judge the city's performance.");
  add_history(facts, page);
  page.heading(2, "How to check it");
  page.paragraph(
      "This page is the service's word. The bundle and the PDF prove it without the service: check them with "
      "cityledger-verify and the trust folder that the certification body publishes.");
  page.facts(proof_facts(facts));
  page.links(links_of(facts));
  page.heading(2, "Values");
  add_values(facts, page);
  return std::move(page).finish();
}

}  // namespace api

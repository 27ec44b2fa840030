// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/certified_values.hpp"

#include "certs/certified_values.hpp"
#include "certs/lookup.hpp"
#include "cityledger/files.hpp"

namespace cityledger {
namespace {

Result<std::vector<certs::CertifiedValue>> lines_of(const attest::LedgerFolder& ledger, const ValuesOptions& options) {
  std::vector<std::string> numbers = options.certificates;
  if (numbers.empty()) {
    auto all = attest::list_certificates(ledger.store());
    if (!all) return tl::unexpected(all.error());
    numbers = std::move(*all);
  }
  std::vector<certs::CertifiedValue> lines;
  for (const std::string& number : numbers) {
    const auto record = certs::find_certificate(ledger.store(), number);
    if (!record) return tl::unexpected(record.error());
    if (!options.city.empty() && record->city != options.city) continue;
    auto values = certs::certified_values(ledger, number);
    if (!values) return tl::unexpected(values.error());
    std::move(values->begin(), values->end(), std::back_inserter(lines));
  }
  return lines;
}

}  // namespace

int run_values(const ValuesOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (!options.city.empty()) {
    if (const auto city = certs::find_party(folder.store(), options.city); !city) return console.fail(city.error());
  }
  const auto lines = lines_of(folder, options);
  if (!lines) return console.fail(lines.error());
  if (lines->empty()) return console.fail({Code::kNotFound, "no certificate publishes a value yet", "certificate"});
  if (options.out.empty()) {
    console.write(certified_values_csv(*lines));
  } else if (const auto written = write_file(options.out, certified_values_csv(*lines)); !written) {
    return console.fail(written.error());
  } else {
    console.print(std::to_string(lines->size()) + " value(s) in " + options.out.string());
  }
  console.answer(Json::Object{{"values", certified_values_json(*lines)}});
  return 0;
}

}  // namespace cityledger

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// certs_draw_sample [--specimen] BUNDLE OUT [LANGUAGE [SHORT-FORM-BYTES [CITY COUNTRY]]]: draws the certificate of a
// bundle's file, for a look; with another name of a city if asked, which no bundle proves.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "certs/render.hpp"
#include "largest.hpp"

namespace {

[[noreturn]] void give_up(const ledger::Error& error) {
  std::fprintf(stderr, "%s %s\n", error.field.c_str(), error.message.c_str());
  std::exit(1);
}

certs::Bundle bundle_of(const std::string& name) {
  constexpr std::string_view kLargest = "largest:";
  if (name.starts_with(kLargest)) return certs_test::largest_bundle(name.substr(kLargest.size()));
  std::ostringstream text;
  text << std::ifstream(name, std::ios::binary).rdbuf();
  auto bundle = certs::parse_bundle(text.str());
  if (!bundle) give_up(bundle.error());
  return std::move(*bundle);
}

}  // namespace

int main(int argc, char** argv) {
  const bool specimen = argc > 1 && std::string_view(argv[1]) == "--specimen";
  if (specimen) --argc, ++argv;
  if (argc < 3) return 2;
  auto bundle = bundle_of(argv[1]);
  if (argc > 6) {
    certs::Json::Object& subject = *bundle.credential.object()->at("credentialSubject").object();
    subject["name"] = argv[5];
    subject["country"] = argv[6];
  }
  ledger::Bytes short_form(argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 0);
  for (std::size_t i = 0; i < short_form.size(); ++i) short_form[i] = static_cast<std::uint8_t>(i * 151 + 7);
  const auto pdf = certs::draw_certificate({bundle, short_form, argc > 3 ? argv[3] : "en", specimen});
  if (!pdf) give_up(pdf.error());
  std::ofstream(argv[2], std::ios::binary)
      .write(reinterpret_cast<const char*>(pdf->data()), static_cast<std::streamsize>(pdf->size()));
}

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A small picture for a city's web site: what was certified, and what the status was on a day. A picture proves
// nothing; it leads to the page that does.
#pragma once

#include <string>

#include "certs/verify.hpp"
#include "ledger/ids.hpp"

namespace certs {

struct Badge {
  std::string city_name;
  std::string standard;  // "ISO 37120:2014"
  std::string level;
  int data_year = 0;
  Outcome status = Outcome::kCannotBeTold;
  ledger::UnixMillis as_of;     // the day that `status` is of
  std::string address;          // of the certificate's page; https://
  bool made_up = false;         // the certificate carries a notice, or its ledger's clock is simulated
  std::string language = "en";  // one of texts/
};

// SVG 1.1 of 320 x 104: no script, no style sheet, nothing fetched, every text escaped and held inside its box, a
// title, role "img", and the status in words beside its sign and colour. The same badge gives the same bytes. Pure; any
// thread. Errors: kInvalid: no such language, an address that is not https, a text that is empty, over 256 bytes or has
// a character that cannot be printed; kRefused: a certificate that is not genuine has no badge.
[[nodiscard]] Result<std::string> status_badge(const Badge& badge);

}  // namespace certs

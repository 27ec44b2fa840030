// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger policy, witness-policy, template: what the certifier puts in force beside standards and documents.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// The next version; what is not given stays as it is.
struct PolicyAdoptOptions {
  LedgerOptions ledger;
  std::optional<std::int64_t> recovery_hours;
  std::optional<std::int64_t> overlap_days;
  std::string signer = "registrar";
};
[[nodiscard]] int run_policy_adopt(const PolicyAdoptOptions& options, Console& console);

struct PolicyShowOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_policy_show(const PolicyShowOptions& options, Console& console);

struct WitnessPolicyAdoptOptions {
  LedgerOptions ledger;
  std::filesystem::path file;  // tlog-policy
  std::string signer = "registrar";
};
[[nodiscard]] int run_witness_policy_adopt(const WitnessPolicyAdoptOptions& options, Console& console);

struct TemplatePublishOptions {
  LedgerOptions ledger;
  std::string id;
  std::filesystem::path package;
  std::optional<std::int64_t> version;  // the next one
  std::vector<std::filesystem::path> fonts;
  std::vector<std::string> libraries;  // NAME=VERSION
  std::string signer = "registrar";
};
[[nodiscard]] int run_template_publish(const TemplatePublishOptions& options, Console& console);

}  // namespace cityledger

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What stands behind a certificate, as two Merkle roots over canonical JSON leaves in catalogue order.
#pragma once

#include <string>
#include <vector>

#include "attest/statement_types.hpp"
#include "ledger/proof.hpp"

namespace attest {

struct LineageItem {
  std::string indicator;
  EntryRef submission;
  EntryRef decision;
  std::string value_digest;  // base64url, one of the submission's _sd
  friend bool operator==(const LineageItem&, const LineageItem&) = default;
};

[[nodiscard]] std::string lineage_leaf(const LineageItem& item);  // canonical JSON, without the value
[[nodiscard]] std::string data_leaf(const LineageItem& item);     // with it
[[nodiscard]] Digest lineage_root(const std::vector<LineageItem>& items);
[[nodiscard]] Digest data_root(const std::vector<LineageItem>& items);
[[nodiscard]] Json to_json(const LineageItem& item);
[[nodiscard]] Result<LineageItem> lineage_item_from_json(const Json& json, std::string_view where);

}  // namespace attest

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/lineage.hpp"

#include "attest/ids.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

Json::Object without_value(const LineageItem& item) {
  return {
      {"indicator", item.indicator}, {"submission", to_json(item.submission)}, {"decision", to_json(item.decision)}};
}

Digest root_of(const std::vector<LineageItem>& items, std::string (*leaf)(const LineageItem&)) {
  ledger::MemoryTree tree;
  for (const LineageItem& item : items) tree.append(ledger::leaf_hash(ledger::view(leaf(item))));
  return tree.root();
}

}  // namespace

std::string lineage_leaf(const LineageItem& item) {
  return canonical_json(without_value(item));
}

std::string data_leaf(const LineageItem& item) {
  return canonical_json(to_json(item));
}

Digest lineage_root(const std::vector<LineageItem>& items) {
  return root_of(items, lineage_leaf);
}

Digest data_root(const std::vector<LineageItem>& items) {
  return root_of(items, data_leaf);
}

Json to_json(const LineageItem& item) {
  Json::Object out = without_value(item);
  out.emplace("value", item.value_digest);
  return out;
}

Result<LineageItem> lineage_item_from_json(const Json& json, std::string_view where) {
  Fields fields(json, where.empty() ? std::string() : std::string(where) + ".");
  LineageItem item;
  item.indicator = members::indicator_code(fields, "indicator");
  item.submission = members::entry_ref(fields, "submission");
  item.decision = members::entry_ref(fields, "decision");
  item.value_digest =
      members::matching(fields, "value", members::is_base64url_digest, "43 characters, base64url of 32 bytes");
  if (const Result<void> done = fields.finish(); !done) return tl::unexpected<Error>(done.error());
  return item;
}

}  // namespace attest

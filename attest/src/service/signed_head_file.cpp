// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/signed_head_file.hpp"

#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"

namespace attest {

Result<void> write_signed_head(const std::filesystem::path& file, const LedgerFolder::SignedHead& head) {
  const Json json(Json::Object{{"checkpoint", head.checkpoint},
                               {"receipt_signature", ledger::base64url_encode(head.receipt_signature)},
                               {"size", head.size.value}});
  // Not synced: after a power cut the next start writes it again from the store.
  return ledger::replace_file(file, canonical_json(json), ledger::Sync::kNo);
}

Result<LedgerFolder::SignedHead> read_signed_head(const std::filesystem::path& file) {
  const auto content = ledger::read_file(file, 2 * ledger::kNoteBytesMax);
  if (!content) return tl::unexpected(content.error());
  const auto damaged = [&] {
    return ledger::fail(Code::kCorrupt, "the signed head is damaged; open the ledger for writing once to make it again",
                        file.string());
  };
  const auto json = parse_canonical_json(*content);
  if (!json) return damaged();
  Fields fields(*json);
  LedgerFolder::SignedHead head;
  head.checkpoint = fields.text("checkpoint", ledger::kNoteBytesMax);
  head.size.value = static_cast<std::uint64_t>(fields.integer("size", 0, kJsonIntegerMax));
  const auto signature = ledger::base64url_decode(fields.text("receipt_signature"));
  if (!fields.finish() || !signature) return damaged();
  head.receipt_signature = *signature;
  return head;
}

}  // namespace attest

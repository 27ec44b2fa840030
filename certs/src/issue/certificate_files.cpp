// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "issue/certificate_files.hpp"

#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"

namespace certs {

std::filesystem::path credential_file(const attest::LedgerFolder& ledger, std::string_view number) {
  return ledger.folder() / "certificates" / number / "credential.json";
}

std::filesystem::path list_file(const attest::LedgerFolder& ledger, const Digest& digest) {
  return ledger.folder() / "lists" / (ledger::to_hex(digest) + ".json");
}

Result<Json> read_canonical(const std::filesystem::path& file) {
  const auto content = ledger::read_file(file, kCredentialBytesMax);
  if (!content) return tl::unexpected(content.error());
  auto json = attest::parse_canonical_json(*content);
  if (!json) return ledger::fail(Code::kCorrupt, "the file is damaged: " + json.error().message, file.string());
  return json;
}

Result<void> write_canonical(const std::filesystem::path& file, const Json& json) {
  return ledger::replace_file(file, attest::canonical_json(json));
}

Result<attest::EntryRef> say(attest::LedgerFolder& ledger, attest::Body body, const attest::Signer& key) {
  const attest::Common common{ledger::base64url_encode(attest::random_bytes(16)), ledger.config().genesis};
  const attest::Saying saying{
      ledger.config().certifier, static_cast<std::int64_t>(ledger.now().value / 1000), common, std::move(body), {}};
  auto statement = attest::sign_statement(saying, key);
  if (!statement) return tl::unexpected(statement.error());
  const auto answer = ledger.submit({attest::Submission{std::move(*statement), {}}});
  if (!answer) return tl::unexpected(answer.error());
  if (answer->registered) return answer->registered->entries.front().ref;
  std::string message;
  for (const auto& violation : answer->refused.front().violations) {
    message += (message.empty() ? "" : "; ") + violation.rule + ": " + violation.message;
  }
  return ledger::fail(Code::kRefused, message, answer->refused.front().violations.front().rule);
}

}  // namespace certs

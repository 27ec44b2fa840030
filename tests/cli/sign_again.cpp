// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// sign_again IN OUT KEY.pem [OLD NEW]...: a statement, or one with its disclosures, whose payload is changed and
// signed again, whatever it then says. What the program itself refuses to sign, tests get from here.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "attest/cose.hpp"
#include "attest/disclosure.hpp"
#include "attest/signer.hpp"

namespace {

using ledger::Result;

int complain(std::string_view text) {
  std::cerr << "sign_again: " << text << '\n';
  return 1;
}

Result<attest::Bytes> changed(const attest::Submission& submission, const attest::Signer& signer, char** edits) {
  const auto cose = attest::parse_cose(submission.statement, attest::kStatementType);
  if (!cose) return tl::unexpected(cose.error());
  std::string payload = ledger::to_string(cose->payload);
  for (; edits[0] != nullptr && edits[1] != nullptr; edits += 2) {
    const std::string_view old = edits[0];
    const std::size_t at = payload.find(old);
    if (at == std::string::npos)
      return ledger::fail(ledger::Code::kNotFound, "no " + std::string(old) + " in " + payload);
    payload.replace(at, old.size(), edits[1]);
  }
  return attest::sign_cose(cose->header, ledger::view(payload), signer);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc % 2 != 0) return complain("wants IN OUT KEY.pem and pairs of texts");
  std::ifstream in(argv[1], std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  auto submission = attest::parse_submission(ledger::view(content));
  if (!submission) return complain(submission.error().message);
  const char* passphrase = std::getenv("CITYLEDGER_PASSPHRASE");
  const auto signer = attest::read_key_file(argv[3], passphrase == nullptr ? "" : passphrase);
  if (!signer) return complain(signer.error().message);
  auto statement = changed(*submission, **signer, argv + 4);
  if (!statement) return complain(statement.error().message);
  submission->statement = std::move(*statement);
  const attest::Bytes bytes =
      submission->disclosures.empty() ? submission->statement : attest::encode_submission(*submission);
  std::ofstream out(argv[2], std::ios::binary);
  out << ledger::text(bytes);
  out.close();
  return out ? 0 : complain("cannot write");
}

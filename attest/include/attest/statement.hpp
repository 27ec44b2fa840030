// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A statement: what one party says, signed. STATEMENTS.md has every member of every type.
//
// The functions here are pure and judge form only; whether a statement may be said is policy.hpp's matter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attest/cose.hpp"
#include "attest/statement_types.hpp"

namespace attest {

struct Statement {
  CoseSign1 cose;               // header, signature and the bytes that were signed
  Common common;                // nonce, ledger
  Body body;                    // the type's own members
  std::vector<std::string> sd;  // digests of the confidential fields, sorted, without repeats
};

// Parses COSE, canonical JSON and the type's members. Checks no signature.
// Errors: kTooLarge, kInvalid (with the field), kInvalid with field "type" for an unknown type.
[[nodiscard]] Result<Statement> parse_statement(ByteView bytes);

// A statement together with the bytes that it was parsed from, and no others.
class ReadStatement {
 public:
  [[nodiscard]] static Result<ReadStatement> read(Bytes bytes);  // errors: those of parse_statement()
  [[nodiscard]] const Statement& statement() const { return statement_; }
  struct Parts {
    Bytes bytes;
    Statement statement;
  };
  [[nodiscard]] Parts take() && { return {std::move(bytes_), std::move(statement_)}; }

 private:
  ReadStatement(Bytes bytes, Statement statement) : bytes_(std::move(bytes)), statement_(std::move(statement)) {}
  Bytes bytes_;
  Statement statement_;
};

// The payload of a statement in canonical form. `sd` need not be sorted.
[[nodiscard]] std::string encode_payload(const Common& common, const Body& body, std::vector<std::string> sd);

// The `sub` claim that this body must carry; for a type whose subject is the ledger or the signer, that id.
[[nodiscard]] std::string subject_of(const Body& body, std::string_view issuer);

// "value.submitted" and so on.
[[nodiscard]] std::string_view type_name(const Body& body);
[[nodiscard]] std::vector<std::string> all_type_names();

// SHA-256 of Sig_structure: two statements with the same value and kid are the same statement.
[[nodiscard]] Digest statement_identity(const CoseSign1& cose);

// Signs a statement; `issuer` is the party (the origin for the ledger's own). Errors: kKey, kTooLarge.
struct Saying {
  std::string issuer;
  std::int64_t issued_at_s = 0;
  Common common;
  Body body;
  std::vector<std::string> sd;
};
[[nodiscard]] Result<Bytes> sign_statement(const Saying& saying, const Signer& signer);

}  // namespace attest

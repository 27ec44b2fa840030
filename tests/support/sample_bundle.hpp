// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A small genuine certificate with its bundle and trust folder, made in memory from fixed keys. A recipe says what
// is to be otherwise; what it changes is signed and proven like the rest, so that one fault alone remains.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/signer.hpp"
#include "attest/statement.hpp"
#include "certs/bundle.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"
#include "certs/status_list.hpp"
#include "certs/verify.hpp"

namespace certs_test {

inline constexpr const char* kDid = "did:web:attest.example";
inline constexpr const char* kBase = "https://attest.example";
inline constexpr const char* kOrigin = "ledger.attest.example/sample";
inline constexpr const char* kIssuedAt = "2018-11-09T10:00:00Z";
inline constexpr const char* kNumber = "37120-2014-2017-000001";
inline constexpr int kStatusIndex = 94567;

// The key whose seed is 32 times this byte.
[[nodiscard]] std::unique_ptr<attest::Signer> seed_key(std::uint8_t byte);
inline constexpr std::uint8_t kLedgerSeed = 0x01;
inline constexpr std::uint8_t kRootSeed = 0x02;
inline constexpr std::uint8_t kRegistrarSeed = 0x03;
inline constexpr std::uint8_t kIssuerSeed = 0x04;
inline constexpr std::uint8_t kCredentialSeed = 0x05;  // did:web:attest.example#k1
inline constexpr std::uint8_t kSignatorySeed = 0x06;   // #k2
inline constexpr std::uint8_t kStrangerSeed = 0x07;
inline constexpr std::uint8_t kWitnessSeed = 0x10;  // and the following

[[nodiscard]] ledger::UnixMillis moment(std::string_view text);

struct Recipe {
  bool simulated_clock = false;
  std::optional<std::string> notice{};
  std::vector<std::string> issuer_roles = {"issuer"};
  std::string issuer_party = "certifier";
  std::string issuer_key_from = "2018-01-01T00:00:00Z";
  std::string issuer_key_until = "2020-01-01T00:00:00Z";
  std::uint8_t authorised_by = kRootSeed;
  std::uint8_t issuance_by = kIssuerSeed;
  std::uint8_t seal_by = kLedgerSeed;
  std::uint8_t opened_by = kLedgerSeed;
  std::string issuance_issuer = "certifier";
  bool foreign_possession = false;  // the key's proof of possession is for another holder
  std::string foreign_ledger{};     // this statement names another ledger: issuer_key, issuance or seal
  std::string late{};               // this statement is said after the issuance: issuer_key, standard, enrolled or did
  std::vector<std::string> accepted = {"5.1", "5.2", "6.1", "6.2", "P01"};
  bool amended = false;        // the catalogue was adopted again after the enrolment
  bool early_adopter = false;  // the city's first certificate under a catalogue that has a name for that
  std::vector<std::size_t> revoked_indices{};
  std::vector<std::size_t> suspended_indices{};
  std::string lists_from = "2018-11-09T00:00:00Z";
  std::string lists_until = "2018-11-12T00:00:00Z";
  std::size_t cosigned_by = 0;  // so many witnesses sign
  std::string policy_more{};    // lines after the log's; "quorum none" when empty
  std::function<void(certs::DidDocument&)> logged_did{};
  std::function<void(certs::DidDocument&)> trusted_did{};
  std::function<void(certs::Certificate&)> certificate{};  // signed and logged in this form
  std::function<void(certs::Json&)> credential{};          // after to_json, before signing
  std::function<void(attest::CertificateIssued&)> issuance{};
  std::function<void(attest::LedgerSeal&)> seal{};
  std::vector<attest::Body> history{};  // said by the issuer's key on the day after the issue, and in the bundle
  std::function<void(certs::Bundle&)> bundle{};  // last of all
};

struct Sample {
  certs::Bundle bundle;
  std::string file;        // encode_bundle(bundle)
  std::string credential;  // canonical, as a file of its own
  std::string log_vkey;
  std::string genesis;
  std::string policy;
  std::string did_json;
  certs::Trust trust;
};

[[nodiscard]] Sample make_sample(const Recipe& recipe = {});

// Entries of a history, all from 10 November 2018 on.
[[nodiscard]] attest::Body status(attest::StatusChange change, const std::string& by = {});
[[nodiscard]] attest::Body compromised(const std::string& since);  // key.revoked of the issuer's key
[[nodiscard]] std::vector<attest::Body> suspended_and_disputed();

// A later list, signed by the credential key (or the key of that seed) alone.
[[nodiscard]] std::string signed_list(std::string_view purpose, std::string_view from, std::string_view until,
                                      const std::vector<std::size_t>& indices, std::uint8_t seed = kCredentialSeed,
                                      const std::string& issuer = kDid);

// The witness of that number in a policy file: "witness w1 VKEY".
[[nodiscard]] std::string witness_line(std::size_t number);

}  // namespace certs_test

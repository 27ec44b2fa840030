// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The register of issued certificates: one readable file that never loses a revocation. CERTIFICATE.md, "The register".
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/pki.hpp"

namespace certs {

inline constexpr std::string_view kOutsideAuthority = "outside";
inline constexpr std::size_t kRegisterCertificatesMax = 10'000;

struct PkiEntry {
  std::string name;  // the role's name, from the second on with its number: seal, seal-2
  PkiRole role = PkiRole::kSeal;
  std::string serial;  // hexadecimal
  std::string subject;
  std::string authority;  // name of the entry that signed it; its own for a root; "outside" when it is imported
  std::string key;        // name of its private key in the key folder
  UnixMillis from;
  UnixMillis until;
  std::optional<PkiRevocation> revoked;

  // Trusted no more for whatever it signed, although no list of ours can say so: a root, or an imported seal, whose key
  // was stolen.
  [[nodiscard]] bool withdrawn() const;
};

// A root of somebody else's that is trusted no more, neither for seals nor for time-stamps.
struct WithdrawnRoot {
  std::string digest;  // SHA-256 of its DER, hexadecimal
  std::string subject;
  UnixMillis at;
};

// The last list that an authority issued.
struct PkiCrl {
  std::string authority;
  std::uint64_t number = 0;
  UnixMillis this_update;
  UnixMillis next_update;
};

struct PkiRegister {
  std::string base;  // https://attest.example; certificates and lists are found at BASE/pki/
  std::string country;
  std::string organisation;
  std::vector<PkiEntry> certificates;  // in the order of issue
  std::vector<PkiCrl> crls;            // one an authority
  std::vector<WithdrawnRoot> withdrawn_roots;

  [[nodiscard]] const PkiEntry* find(std::string_view name) const;
  [[nodiscard]] const PkiCrl* find_crl(std::string_view authority) const;
  // The entry that signed it; null for a root and an imported one.
  [[nodiscard]] const PkiEntry* above(const PkiEntry& entry) const;
  // What is revoked on the way from this one to its root, itself first; null when nothing is.
  [[nodiscard]] const PkiEntry* revoked_on_path(const PkiEntry& entry) const;
  [[nodiscard]] bool is_withdrawn(ByteView outside_root) const;
  // The last one of that role that is valid at that moment, with nothing revoked on its path; null when there is none.
  [[nodiscard]] const PkiEntry* in_force(PkiRole role, UnixMillis at) const;
  [[nodiscard]] std::string next_name(PkiRole role) const;
};

// JSON for people, with a line feed at its end.
[[nodiscard]] std::string register_text(const PkiRegister& reg);
// Strict. Errors: kInvalid, naming the field.
[[nodiscard]] Result<PkiRegister> parse_register(std::string_view text);
// Whether `next` may take the place of `before`: nothing that was issued or revoked is gone or changed, and no list's
// number goes back. Errors: kStale.
[[nodiscard]] Result<void> check_follows(const PkiRegister& before, const PkiRegister& next);

// Errors: kNotFound, kCorrupt (not one of ours), kStorage.
[[nodiscard]] Result<PkiRegister> read_register(const std::filesystem::path& file);
// Durable when this returns; judged against what the file holds now. Errors: kStale, kCorrupt, kFull, kStorage.
[[nodiscard]] Result<void> save_register(const std::filesystem::path& file, const PkiRegister& next);

}  // namespace certs

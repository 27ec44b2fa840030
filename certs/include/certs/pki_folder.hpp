// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The certificates of one ledger on this disk, LEDGER/pki, and what is done with them:
//
//   register.json  NAME.pem  NAME.chain.pem (of an imported one)  NAME.crl (DER, of an authority)  lock
//
// Private keys are not in there but in the key folder, KEYS/pki-NAME.pem, or wherever a seal's signer has its own.
//
// How `issue` seals: tools/cityledger/sealing.hpp and timestamp.hpp put it together out of these pieces. open() the
// folder, seal_in_force() for certificate and path and the name of the key, which the key ring unlocks;
// timestamp_key_in_force() and own_timestamp_service() (timestamp_authority.hpp) for the time-stamp.
//
// Durability: what a function changed is on disk when it returns. Order: private keys, certificates, register, lists;
// a crash leaves nothing issued that the register does not name, and a list that is too old is told by crl().
// Threads: one. Processes: one that changes, any number that read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "certs/pki_register.hpp"
#include "certs/timestamp_authority.hpp"

namespace certs {

// Where the private keys of the authorities are.
struct KeyPlace {
  std::filesystem::path folder;
  std::string passphrase;
  [[nodiscard]] std::filesystem::path file(const std::string& key) const { return folder / (key + ".pem"); }
};

// A signer elsewhere (a key file of its own, a token) whose key a seal certificate shall carry.
struct SealSigner {
  std::string key;  // its name
  attest::PublicKey public_key;
};

class PkiFolder {
 public:
  // Errors: kNotFound (none is made yet), kCorrupt, kStale (a revocation list knows more than the register: a restored
  // old copy), kStorage.
  [[nodiscard]] static Result<PkiFolder> open(const std::filesystem::path& folder);

  [[nodiscard]] const PkiRegister& content() const { return register_; }
  // DER. Errors: kNotFound, kCorrupt (not the registered one).
  [[nodiscard]] Result<Bytes> certificate(const std::string& name) const;
  // From its issuer to the root.
  [[nodiscard]] Result<std::vector<Bytes>> chain(const std::string& name) const;
  // The authority's last list, DER. Errors: kNotFound, kStale (not the one that the register names: issue it again).
  [[nodiscard]] Result<Bytes> crl(const std::string& authority) const;
  // Of all certificates, each once, those of imported ones too, without what is withdrawn: what trust in seals and
  // time-stamps is based on.
  [[nodiscard]] Result<std::vector<Bytes>> roots() const;
  // Every seal that is not withdrawn, where one of them is imported; else empty.
  [[nodiscard]] Result<std::vector<Bytes>> pinned_seals() const;

 private:
  PkiFolder(std::filesystem::path folder, PkiRegister content)
      : folder_(std::move(folder)), register_(std::move(content)) {}
  [[nodiscard]] Result<void> check_lists() const;
  // The root, for a root itself; nothing when the certificate or its root is withdrawn.
  [[nodiscard]] Result<std::optional<Bytes>> trusted_root_of(const PkiEntry& entry) const;
  std::filesystem::path folder_;
  PkiRegister register_;
};

struct PkiPlan {
  std::string base;  // https://HOST, from the issuer's did:web
  std::string country;
  std::string organisation;
  std::vector<std::string> tls_hosts;  // empty: no TLS certificate
  std::optional<SealSigner> seal;      // nothing: a new key
  int seal_months = 24;                // 12 to 36
  UnixMillis now;
};
// Makes root, issuing authority, seal, time-stamp authority and, with hosts, TLS; and both lists. Errors: kInvalid
// (there is one already, a key of that name is there already, the plan), kLocked, ...
[[nodiscard]] Result<PkiFolder> create_pki(const std::filesystem::path& folder, const PkiPlan& plan,
                                           const KeyPlace& keys);

inline constexpr int kRootCrlDays = 365;  // its key is away from the machine
inline constexpr int kIssuingCrlDays = 30;
[[nodiscard]] int usual_crl_days(PkiRole authority);

// Issues the authority's next list, with everything that is revoked. Errors: kNotFound (no such authority, its key is
// not in the key folder), kKey (passphrase), kClock (the last list was made later than `now`), kStale, kLocked.
[[nodiscard]] Result<PkiCrl> issue_list(const std::filesystem::path& folder, const std::string& authority,
                                        const KeyPlace& keys, UnixMillis now, int days);

// Enters the revocation into the register and, where the authority's key is at hand, issues its next list in the same
// step; without `keys` the next issue_list() says it. Out: that list; none of a root or an imported seal, which the
// register alone remembers: compromised, it is withdrawn (PkiEntry::withdrawn); for another reason it is only used no
// more. Errors: kNotFound, kInvalid (a moment after now; of what no list names: a moment at all, no reason), kRefused
// (revoked already), kKey (passphrase), kLocked.
[[nodiscard]] Result<std::optional<PkiCrl>> revoke_certificate(const std::filesystem::path& folder,
                                                               const std::string& name, const PkiRevocation& revocation,
                                                               const KeyPlace* keys);

// Withdraws somebody else's root, DER, and every imported seal under it. Out: its subject. Errors: kInvalid (malformed,
// or a root of ours), kRefused (withdrawn already), kTooLarge, kLocked; those of PkiFolder::open.
[[nodiscard]] Result<std::string> withdraw_root(const std::filesystem::path& folder, ByteView root, UnixMillis now);

struct RenewalOrder {
  PkiRole role = PkiRole::kSeal;
  std::optional<SealSigner> seal;  // nothing: a new key
  std::vector<std::string> tls_hosts;
  int seal_months = 24;
  UnixMillis now;
};
// A new certificate of that role with a new key beside the old one, which stays valid; from now on it is in force.
// Out: its name. Errors: kNotFound (the authority's key), kKey, kInvalid, kLocked.
[[nodiscard]] Result<std::string> renew_certificate(const std::filesystem::path& folder, const RenewalOrder& order,
                                                    const KeyPlace& keys);

// A seal that an outside authority issued, as PKCS#12; `roots` (DER) is what it must lead to. Its key becomes a key
// file of the key folder. Out: its name. Errors: kKey (password), kInvalid (key and certificate do not match, not
// P-256, usages, no path to a root), kRefused (it or its root is withdrawn), kTooLarge, kLocked.
[[nodiscard]] Result<std::string> import_seal(const std::filesystem::path& folder, ByteView pkcs12,
                                              std::string_view password, const std::vector<Bytes>& roots,
                                              UnixMillis now, const KeyPlace& keys);

// What sealing needs, but for the private key.
struct PkiSeal {
  std::string name;
  std::string key;  // for the key ring
  Bytes certificate;
  std::vector<Bytes> chain;  // from the issuing authority to the root
};
// Errors: kNotFound (none is valid now: renew), kRefused (the one that would be is revoked, or its authority is).
[[nodiscard]] Result<PkiSeal> seal_in_force(const PkiFolder& pki, UnixMillis now);
// Errors: the same; kNotFound, too, when its key is not here; kKey.
[[nodiscard]] Result<TimestampKey> timestamp_key_in_force(const PkiFolder& pki, const KeyPlace& keys, UnixMillis now);

}  // namespace certs

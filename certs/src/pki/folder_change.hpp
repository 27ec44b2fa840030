// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A change of a folder of certificates: made in memory first, then written in an order that a crash cannot harm.
#pragma once

#include <optional>
#include <vector>

#include "certs/pki_folder.hpp"

namespace certs {

// One process changes the folder at a time.
class FolderLock {
 public:
  // Makes the folder when it is missing. Errors: kLocked, kStorage.
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FolderLock& operator=(FolderLock&&) = delete;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// One new certificate, with its key unless that is somebody else's.
struct NewCertificate {
  PkiEntry entry;
  Bytes certificate;
  std::vector<Bytes> outside_chain;  // of an imported one
  std::optional<PkiKey> key;
};

// An authority with its key.
struct Authority {
  std::string name;
  const PkiKey* key = nullptr;
  Bytes certificate;
};

// What a new certificate is made from.
struct MakeOrder {
  PkiRole role = PkiRole::kSeal;
  std::optional<SealSigner> seal;
  std::vector<std::string> tls_hosts;
  int seal_months = 24;
  UnixMillis now;
};
// Named and described after the register so far; signed by `by`, or by itself when that is null.
[[nodiscard]] Result<NewCertificate> make_certificate(const PkiRegister& so_far, const MakeOrder& order,
                                                      const Authority* by);

// What lies there may be somebody's only copy of it.
[[nodiscard]] tl::unexpected<ledger::Error> key_in_the_way(const std::filesystem::path& file);

// Private keys, then certificates; then the register names them. A key file that is there already is not replaced; of
// what was written before an error the keys are removed again, unless it was the register that could not be written.
[[nodiscard]] Result<void> write_new(const std::filesystem::path& folder, const PkiRegister& next,
                                     const std::vector<const NewCertificate*>& made, const KeyPlace& keys);

// The authority's next list after this register, entered into it; the list itself.
[[nodiscard]] Result<Bytes> next_list(PkiRegister& reg, const Authority& authority, UnixMillis now, int days);

}  // namespace certs

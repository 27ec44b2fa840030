// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Statements that wait for the writer, parsed and their signatures checked by their submitters, so that whoever
// writes does neither. It finds them by the hash of all their bytes, signature included; what it does not find it
// judges by itself, with the same result.
//
// Threads: any.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/digest.hpp"
#include "policy/admit.hpp"

namespace attest {

class PreparedStatements {
 public:
  struct Prepared {
    Statement statement;
    std::optional<CheckedSignature> checked;  // none for a key that the ledger does not know yet
  };

  // What one submission prepared; forgotten when it goes.
  class Lease {
   public:
    explicit Lease(PreparedStatements& owner) : owner_(&owner) {}
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    // Bytes that are no statement are left to the writer, and so is what the state cannot tell.
    void add(ByteView bytes, const ledger::StateReader& state);
    void add(Statement statement, ByteView bytes, const ledger::StateReader& state);  // parsed from those bytes
    // What was added, in order; null for what was left to the writer.
    [[nodiscard]] const std::vector<std::shared_ptr<const Prepared>>& all() const { return all_; }

   private:
    std::shared_ptr<const Prepared> hold(ByteView statement, Prepared prepared);
    PreparedStatements* owner_;
    std::vector<std::shared_ptr<const Prepared>> all_;
    std::vector<Digest> leaves_;
  };

  // Null when nobody prepared it.
  [[nodiscard]] std::shared_ptr<const Prepared> find(const Digest& leaf) const;
  [[nodiscard]] std::size_t size() const;

 private:
  struct Held {
    std::shared_ptr<const Prepared> prepared;
    std::size_t leases = 0;
  };
  mutable std::mutex mutex_;
  std::map<Digest, Held> held_;
};

// admit() of what is prepared, or of the bytes.
[[nodiscard]] Result<ledger::Admission> admit_prepared(const PreparedStatements& prepared, ByteView statement,
                                                       const ledger::Place& place, ledger::State& state);

}  // namespace attest

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>

#include "certs/timestamp_client.hpp"
#include "require.hpp"

namespace {

ledger::Bytes vector_file(const char* name) {
  std::ifstream in(std::string(CITYLEDGER_TEST_VECTORS "/timestamp/") + name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  require(!text.empty());
  return ledger::to_bytes(text);
}

constexpr ledger::UnixMillis kNow{1'798'761'600'000};  // 2027-01-01

}  // namespace

// An answer that is accepted stamps what was asked, at the time that the authority signed; nobody here has its key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ledger::Bytes kQuestion = vector_file("question.tsq");
  static const std::vector<ledger::Bytes> kRoots = {vector_file("root.der")};
  static const auto kGood =
      certs::timestamp_facts(*certs::check_timestamp_response(kQuestion, vector_file("answer.tsr"), kRoots, kNow));
  static_cast<void>(certs::timestamp_facts({data, size}));
  const auto token = certs::check_timestamp_response(kQuestion, {data, size}, kRoots, kNow);
  if (!token) return 0;
  const auto facts = certs::timestamp_facts(*token);
  require(facts && facts->imprint == kGood->imprint && facts->time == kGood->time && facts->serial == kGood->serial);
  return 0;
}

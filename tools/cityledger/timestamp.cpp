// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/timestamp.hpp"

#include "attest/date.hpp"
#include "cityledger/files.hpp"
#include "cityledger/http_client.hpp"
#include "cityledger/pki.hpp"
#include "cityledger/pki_trust.hpp"

namespace cityledger {
namespace {

constexpr std::size_t kFileBytesMax = 32U << 20U;
constexpr std::size_t kPemBytesMax = 512U << 10U;

Result<std::vector<certs::TimestampService>> outside_services(const std::vector<std::string>& addresses,
                                                              const std::filesystem::path& roots) {
  if (roots.empty())
    return fail(Code::kInvalid, "say whom you trust for it: --tsa-root FILE, the authority's root in PEM", "tsa-root");
  const auto pem = read_file(roots, kPemBytesMax);
  if (!pem) return tl::unexpected(pem.error());
  const auto trusted = certs::certificates_from_pem(*pem);
  if (!trusted) return fail(trusted.error().code, trusted.error().message, roots.string());
  std::vector<certs::TimestampService> services;
  for (const std::string& address : addresses) {
    if (const auto good = parse_address(address); !good) return tl::unexpected(good.error());
    services.push_back({address, http_exchange(address), *trusted, {}, [] { return ledger::MachineClock().now(); }});
  }
  return services;
}

}  // namespace

certs::TimestampExchange http_exchange(const std::string& address) {
  return [address](ledger::ByteView request) -> Result<ledger::Bytes> {
    HttpPost post;
    post.address = address;
    post.content_type = "application/timestamp-query";
    post.accept = "application/timestamp-reply";
    post.body = ledger::to_bytes(request);
    post.answer_bytes_max = certs::kTimestampAnswerBytesMax;
    auto answer = http_post(post);
    if (!answer) return tl::unexpected(answer.error());
    constexpr unsigned kOk = 200;
    constexpr unsigned kTooManyRequests = 429;
    constexpr unsigned kServerErrors = 500;
    if (answer->status != kOk) {
      const bool later = answer->status >= kServerErrors || answer->status == kTooManyRequests;
      return fail(later ? Code::kBusy : Code::kInvalid, "it answers with HTTP status " + std::to_string(answer->status),
                  "tsa");
    }
    if (!answer->content_type.starts_with("application/timestamp-reply"))
      return fail(Code::kInvalid, "it does not answer with application/timestamp-reply", "tsa");
    return std::move(answer->body);
  };
}

Result<std::unique_ptr<Timestamping>> timestamping_for(const LedgerOptions& options, KeyRing& keys,
                                                       const std::vector<std::string>& addresses,
                                                       const std::filesystem::path& roots) {
  auto out = std::make_unique<Timestamping>();
  if (!addresses.empty()) {
    auto services = outside_services(addresses, roots);
    if (!services) return tl::unexpected(services.error());
    out->outside_roots = services->front().roots;
    if (auto good = check_not_withdrawn(pki_folder(options), out->outside_roots); !good)
      return tl::unexpected(good.error());
    out->source = certs::timestamp_source(std::move(*services));
    return out;
  }
  auto clock = clock_for(options);
  if (!clock) return tl::unexpected(clock.error());
  out->clock = std::move(*clock);
  const auto pki = certs::PkiFolder::open(pki_folder(options));
  if (!pki) return tl::unexpected(pki.error());
  const auto place = pki_keys(options, keys);
  if (!place) return tl::unexpected(place.error());
  auto own = certs::timestamp_key_in_force(*pki, *place, out->clock->now());
  if (!own) return tl::unexpected(own.error());
  out->own = std::move(*own);
  out->source = certs::timestamp_source(
      {certs::own_timestamp_service(*out->own, [clock_of = out->clock.get()] { return clock_of->now(); })});
  return out;
}

int run_pki_timestamp(const PkiTimestampOptions& options, Console& console) {
  const auto content = read_file(options.file, kFileBytesMax);
  if (!content) return console.fail(content.error());
  KeyRing keys(options.ledger);
  const auto stamping = timestamping_for(options.ledger, keys, options.addresses, options.roots);
  if (!stamping) return console.fail(stamping.error());
  const auto token = (*stamping)->source(ledger::sha256(ledger::view(*content)));
  if (!token) return console.fail(token.error());
  const auto facts = certs::timestamp_facts(*token);
  if (!facts) return console.fail(facts.error());
  if (const auto done = write_file(options.out, *token); !done) return console.fail(done.error());
  console.print("stamped " + attest::format_millis(facts->time) + " by " + facts->authority + "\ntoken   " +
                options.out.string());
  console.answer(Json::Object{{"time", attest::format_millis(facts->time)},
                              {"authority", facts->authority},
                              {"serial", facts->serial},
                              {"policy", facts->policy},
                              {"digest", ledger::to_hex(facts->imprint)},
                              {"out", options.out.string()}});
  return 0;
}

}  // namespace cityledger

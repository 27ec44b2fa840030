// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From a bundle to a sealed PDF: each step apart, all of it, and by two threads.
//
// usage: bench_render BUNDLE (for instance demo/certificates/37120-2014-2017-000001/bundle.json)
#include <cstdio>
#include <thread>

#include "attest/signer.hpp"
#include "bench.hpp"
#include "certs/pki_folder.hpp"
#include "certs/seal.hpp"
#include "ledger/clock.hpp"
#include "ledger/durable_file.hpp"
#include "render/painting.hpp"

namespace {

using bench::must;

constexpr std::uint64_t kPieces = 20;
constexpr std::size_t kShortFormBytes = 253;

// A seal and a time-stamp authority of their own.
struct Sealing {
  explicit Sealing(const std::filesystem::path& folder) {
    const certs::KeyPlace keys{folder / "keys", "correct horse"};
    const auto pki =
        must(certs::create_pki(folder / "pki", {"https://attest.example", "CA", "Bench", {}, {}, 24, now}, keys));
    auto seal = must(certs::seal_in_force(pki, now));
    signer = must(attest::read_key_file(keys.file(seal.key), keys.passphrase));
    key = {signer.get(), std::move(seal.certificate), std::move(seal.chain)};
    authority.emplace(must(certs::timestamp_key_in_force(pki, keys, now)));
    stamps = certs::timestamp_source({certs::own_timestamp_service(*authority, [this] { return now; })});
  }
  ledger::UnixMillis now = ledger::MachineClock().now();
  std::unique_ptr<attest::Signer> signer;
  certs::SealKey key;
  std::optional<certs::TimestampKey> authority;
  certs::TimestampSource stamps;
};

void make(certs::Painter& painter, const certs::Drawing& drawing, const Sealing& sealing, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i)
    must(certs::seal_pdf(ledger::text(must(painter.draw(drawing))), sealing.key, sealing.now, sealing.stamps));
}

std::function<void()> times(std::function<void()> one) {
  return [one = std::move(one)] {
    for (std::uint64_t i = 0; i < kPieces; ++i) one();
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) bench::give_up("usage: bench_render BUNDLE");
  const auto bundle = must(certs::parse_bundle(must(ledger::read_file(argv[1], certs::kBundleBytesMax))));
  const ledger::Bytes short_form(kShortFormBytes, 0x5A);
  const certs::Drawing drawing{bundle, short_form};
  bench::Folder folder;
  const Sealing sealing(folder.fresh());
  auto first = must(certs::Painter::make());
  auto second = must(certs::Painter::make());
  const auto fonts = must(certs::make_font_map());
  const auto painting = must(certs::prepare_painting(drawing));
  const auto pages = must(certs::draw_pages(*fonts, painting, false));
  const ledger::Bytes unsealed = must(certs::finish_pages(pages, painting, drawing));
  const auto seal = [&](const certs::TimestampSource& stamps) {
    must(certs::seal_pdf(ledger::text(unsealed), sealing.key, sealing.now, stamps));
  };
  std::printf("%zu bytes each, %zu indicators\n", unsealed.size(), bundle.lineage.size());
  bench::compare("certificates, steps and all of it",
                 {{"all of it, one thread", kPieces, [&] { make(first, drawing, sealing, kPieces); }},
                  {"all of it, two threads", 2 * kPieces,
                   [&] {
                     std::thread other([&] { make(second, drawing, sealing, kPieces); });
                     make(first, drawing, sealing, kPieces);
                     other.join();
                   }},
                  {"facts, texts, codes", kPieces, times([&] { must(certs::prepare_painting(drawing)); })},
                  {"pages drawn", kPieces, times([&] { must(certs::draw_pages(*fonts, painting, false)); })},
                  {"finished", kPieces, times([&] { must(certs::finish_pages(pages, painting, drawing)); })},
                  {"sealed", kPieces, times([&] { seal({}); })},
                  {"sealed and stamped by us", kPieces, times([&] { seal(sealing.stamps); })},
                  {"a painter made", kPieces, times([&] { must(certs::Painter::make()); })}});
}

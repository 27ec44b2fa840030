// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Certificates drawn from a bundle to an unsealed PDF: one after the other, and by two threads.
//
// usage: bench_render BUNDLE (for instance demo/certificates/37120-2014-2017-000001/bundle.json)
#include "certs/render.hpp"

#include <cstdio>
#include <thread>

#include "bench.hpp"
#include "ledger/durable_file.hpp"

namespace {

using bench::must;

constexpr std::uint64_t kPieces = 40;
constexpr std::size_t kShortFormBytes = 253;

void draw(certs::Painter& painter, const certs::Drawing& drawing, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) must(painter.draw(drawing));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) bench::give_up("usage: bench_render BUNDLE");
  const auto bundle = must(certs::parse_bundle(must(ledger::read_file(argv[1], certs::kBundleBytesMax))));
  const ledger::Bytes short_form(kShortFormBytes, 0x5A);
  const certs::Drawing drawing{bundle, short_form};
  auto first = must(certs::Painter::make());
  auto second = must(certs::Painter::make());
  std::printf("%zu bytes each, %zu indicators\n", must(first.draw(drawing)).size(), bundle.lineage.size());
  bench::compare("certificates drawn", {{"one thread", kPieces, [&] { draw(first, drawing, kPieces); }},
                                        {"two threads", kPieces,
                                         [&] {
                                           std::thread other([&] { draw(second, drawing, kPieces / 2); });
                                           draw(first, drawing, kPieces / 2);
                                           other.join();
                                         }},
                                        {"one thread, a painter for each", kPieces, [&] {
                                           for (std::uint64_t i = 0; i < kPieces; ++i)
                                             must(certs::draw_certificate(drawing));
                                         }}});
}

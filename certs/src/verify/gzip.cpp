// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/gzip.hpp"

#include <zlib.h>

#include <cstdlib>

namespace certs {
namespace {

constexpr int kZlibWindow = 15;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a GZIP wrapper

Bytef* foreign(ledger::ByteView bytes) {
  return const_cast<Bytef*>(bytes.data());
}  // zlib does not write to input

}  // namespace

ledger::Bytes gzip(ledger::ByteView bytes) {
  z_stream stream{};
  // Without deflateSetHeader zlib writes time 0. Fails for want of memory alone.
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
  ledger::Bytes out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = foreign(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) std::abort();  // deflateBound promises that it fits
  return out;
}

namespace {

ledger::Result<ledger::Bytes> expand(ledger::ByteView bytes, std::size_t bytes_max, int window) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return ledger::fail(ledger::Code::kStorage, "no memory to expand");
  ledger::Bytes out(bytes_max + 1);  // room for one byte too many tells "full" from "more than full"
  stream.next_in = foreign(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  const bool unread = stream.avail_in > 0;
  inflateEnd(&stream);
  if (out.size() > bytes_max) return ledger::fail(ledger::Code::kTooLarge, "the data expands beyond its bound");
  if (result != Z_STREAM_END || unread)
    return ledger::fail(ledger::Code::kInvalid,
                        window == kGzipWindow ? "the data is not one GZIP member" : "the data is not one ZLIB stream");
  return out;
}

}  // namespace

ledger::Result<ledger::Bytes> gunzip(ledger::ByteView bytes, std::size_t bytes_max) {
  return expand(bytes, bytes_max, kGzipWindow);
}

ledger::Result<ledger::Bytes> inflate_zlib(ledger::ByteView bytes, std::size_t bytes_max) {
  return expand(bytes, bytes_max, kZlibWindow);
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "check_seal.hpp"

namespace certs {

using ledger::Code;

Result<SealCms> read_seal(const PdfSignature& signature) {
  auto cms = parse_seal_cms(signature.contents);
  if (!cms) return cms;
  if (cms->digest != signature.digest)
    return ledger::fail(Code::kInvalid, "the PDF was changed after it was sealed: its digest is not the sealed one");
  const auto key = p256_key_of(cms->certificates.front());
  if (!key) return tl::unexpected(key.error());
  if (!attest::verify_signature(*key, seal_attributes(cms->digest, cms->certificates.front()), cms->signature))
    return ledger::fail(Code::kInvalid, "the seal's signature is wrong");
  return cms;
}

Result<std::optional<Timestamp>> seal_timestamp(const SealCms& cms, const std::vector<Bytes>& roots) {
  if (!cms.token) return std::optional<Timestamp>();
  auto stamp = verify_timestamp_token(*cms.token, ledger::sha256(signature_value(cms.signature)), roots);
  if (!stamp) return tl::unexpected(stamp.error());
  return std::optional<Timestamp>(std::move(*stamp));
}

Result<Timestamp> document_timestamp(const PdfSignature& signature, const std::vector<Bytes>& roots) {
  const auto token = element_in_hole(signature.contents);
  if (!token) return tl::unexpected(token.error());
  return verify_timestamp_token(*token, signature.digest, roots);
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "seal_cms.hpp"

#include <algorithm>

namespace certs {
namespace {

using ledger::Code;
using namespace std::string_view_literals;

constexpr auto kIdData = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"sv;                        // 1.2.840.113549.1.7.1
constexpr auto kIdSignedData = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"sv;                  // 1.2.840.113549.1.7.2
constexpr auto kContentType = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03"sv;                   // 1.2.840.113549.1.9.3
constexpr auto kMessageDigest = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04"sv;                 // 1.2.840.113549.1.9.4
constexpr auto kTimestampToken = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x0E"sv;        // ...9.16.2.14
constexpr auto kSigningCertificateV2 = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F"sv;  // ...9.16.2.47
constexpr auto kSha256 = "\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv;                        // 2.16.840.1.101.3.4.2.1
constexpr auto kEcdsaWithSha256 = "\x2A\x86\x48\xCE\x3D\x04\x03\x02"sv;                   // 1.2.840.10045.4.3.2

Bytes sequence(std::initializer_list<ByteView> parts) {
  return der::element(der::kSequence, parts);
}

Bytes attribute(std::string_view type, const Bytes& value) {
  return sequence({der::oid(type), der::element(der::kSet, ByteView(value))});
}

Bytes small_integer(std::uint8_t value) {
  return der::unsigned_integer({&value, 1});
}

std::vector<Bytes> attributes(const Digest& digest, ByteView signer_certificate) {
  const Digest certificate = ledger::sha256(signer_certificate);
  const Bytes ess_id = sequence({der::element(der::kOctetString, certificate.view())});  // SHA-256 is the default
  return {attribute(kContentType, der::oid(kIdData)),
          attribute(kMessageDigest, der::element(der::kOctetString, digest.view())),
          attribute(kSigningCertificateV2, sequence({sequence({ess_id})}))};
}

// IssuerAndSerialNumber of a certificate (RFC 5280, 4.1); nothing when it is none.
std::optional<Bytes> issuer_and_serial(ByteView certificate) {
  der::Reader outside(certificate);
  const auto body = outside.content(der::kSequence);
  if (!body || !outside.at_end()) return std::nullopt;
  const auto signed_part = der::Reader(*body).content(der::kSequence);
  if (!signed_part) return std::nullopt;
  der::Reader fields(*signed_part);
  if (fields.next_is(der::kContext0) && !fields.whole(der::kContext0)) return std::nullopt;  // version
  const auto serial = fields.whole(der::kInteger);
  const auto algorithm = fields.whole(der::kSequence);
  const auto issuer = fields.whole(der::kSequence);
  if (!serial || !algorithm || !issuer) return std::nullopt;
  return sequence({*issuer, *serial});
}

// r or s as 32 bytes; nothing when it is longer or negative.
std::optional<Bytes> scalar(ByteView content) {
  if (content.empty() || content[0] >= 0x80) return std::nullopt;
  while (!content.empty() && content[0] == 0) content = content.subspan(1);
  if (content.size() > 32) return std::nullopt;
  Bytes out(32 - content.size());
  ledger::append(out, content);
  return out;
}

std::optional<Bytes> read_signature_value(ByteView value) {
  der::Reader outside(value);
  const auto pair = outside.content(der::kSequence);
  if (!pair) return std::nullopt;
  der::Reader numbers(*pair);
  const auto first = numbers.content(der::kInteger);
  const auto second = numbers.content(der::kInteger);
  const auto r = first ? scalar(*first) : std::nullopt;
  const auto s = second ? scalar(*second) : std::nullopt;
  if (!r || !s) return std::nullopt;
  Bytes out = *r;
  ledger::append(out, *s);
  return out;
}

// The value of the one unsigned attribute.
std::optional<Bytes> read_token(ByteView unsigned_attributes) {
  const auto one = der::Reader(unsigned_attributes).content(der::kSequence);
  if (!one) return std::nullopt;
  der::Reader parts(*one);
  if (!parts.whole(der::kOid)) return std::nullopt;
  const auto values = parts.content(der::kSet);
  return values ? std::optional(ledger::to_bytes(*values)) : std::nullopt;
}

// What varies in a SignerInfo.
struct ReadSigner {
  Bytes issuer_and_serial;
  Digest digest;
  Bytes signature;
  std::optional<Bytes> token;
};

// The digest in the attributes, wherever it stands: the encoder asks for its one place later.
std::optional<Digest> read_digest(ByteView signed_attributes) {
  const Bytes type = der::oid(kMessageDigest);
  der::Reader all(signed_attributes);
  while (const auto one = all.content(der::kSequence)) {
    der::Reader parts(*one);
    const auto found = parts.whole(der::kOid);
    if (!found || !std::equal(found->begin(), found->end(), type.begin(), type.end())) continue;
    const auto values = parts.content(der::kSet);
    const auto octets = values ? der::Reader(*values).content(der::kOctetString) : std::nullopt;
    const auto digest = octets ? ledger::digest_from_bytes(*octets) : tl::unexpected(ledger::Error{});
    return digest ? std::optional(*digest) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<ReadSigner> read_signer(ByteView info) {
  der::Reader fields(info);
  const auto version = fields.whole(der::kInteger);
  const auto sid = fields.whole(der::kSequence);
  const auto digest_algorithm = fields.whole(der::kSequence);
  const auto attributes = fields.content(der::kContext0);
  const auto algorithm = fields.whole(der::kSequence);
  const auto value = fields.content(der::kOctetString);
  if (!version || !sid || !digest_algorithm || !attributes || !algorithm || !value) return std::nullopt;
  const auto digest = read_digest(*attributes);
  auto signature = read_signature_value(*value);
  if (!digest || !signature) return std::nullopt;
  ReadSigner out{ledger::to_bytes(*sid), *digest, std::move(*signature), std::nullopt};
  if (fields.at_end()) return out;
  const auto unsigned_attributes = fields.content(der::kContext1);
  if (unsigned_attributes) out.token = read_token(*unsigned_attributes);
  return out.token ? std::optional(std::move(out)) : std::nullopt;
}

// The certificates in the order of the file, and the SignerInfo's content.
struct ReadSignedData {
  std::vector<Bytes> certificates;
  ByteView signer;
};

std::optional<ReadSignedData> read_signed_data(ByteView cms) {
  const auto info = der::Reader(cms).content(der::kSequence);
  if (!info) return std::nullopt;
  der::Reader outer(*info);
  const auto type = outer.whole(der::kOid);
  const auto wrapped = outer.content(der::kContext0);
  const auto data = wrapped ? der::Reader(*wrapped).content(der::kSequence) : std::nullopt;
  if (!type || !data) return std::nullopt;
  der::Reader fields(*data);
  const auto version = fields.whole(der::kInteger);
  const auto algorithms = fields.whole(der::kSet);
  const auto content = fields.whole(der::kSequence);
  const auto certificates = fields.content(der::kContext0);
  const auto signers = fields.content(der::kSet);
  const auto signer = signers ? der::Reader(*signers).content(der::kSequence) : std::nullopt;
  if (!version || !algorithms || !content || !certificates || !signer) return std::nullopt;
  ReadSignedData out{{}, *signer};
  der::Reader each(*certificates);
  while (const auto one = each.whole(der::kSequence)) {
    if (out.certificates.size() == kSealCertificatesMax) return std::nullopt;
    out.certificates.push_back(ledger::to_bytes(*one));
  }
  return out;
}

// The signer's certificate first. False when there is none.
bool put_signer_first(std::vector<Bytes>& certificates, const Bytes& sid) {
  const auto signer = std::find_if(certificates.begin(), certificates.end(),
                                   [&](const Bytes& one) { return issuer_and_serial(one) == sid; });
  if (signer == certificates.end()) return false;
  std::rotate(certificates.begin(), signer, signer + 1);
  return true;
}

tl::unexpected<ledger::Error> not_a_seal() {
  return ledger::fail(Code::kInvalid, "the signature is not a CMS of the one form that a seal has");
}

}  // namespace

Bytes seal_attributes(const Digest& digest, ByteView signer_certificate) {
  return der::set_of(der::kSet, attributes(digest, signer_certificate));
}

Bytes signature_value(ByteView signature) {
  return sequence({der::unsigned_integer(signature.first(32)), der::unsigned_integer(signature.last(32))});
}

Result<Bytes> encode_seal_cms(const SealCms& cms) {
  if (cms.certificates.empty() || cms.certificates.size() > kSealCertificatesMax)
    return ledger::fail(Code::kInvalid, "a seal has 1 to 8 certificates: the signer's and its path", "chain");
  const auto sid = issuer_and_serial(cms.certificates.front());
  if (!sid)
    return ledger::fail(Code::kInvalid, "the signer's certificate is no X.509 certificate in DER", "certificate");
  const Bytes sha256 = sequence({der::oid(kSha256)});
  Bytes unsigned_attributes;
  if (cms.token) unsigned_attributes = der::set_of(der::kContext1, {attribute(kTimestampToken, *cms.token)});
  const Bytes signer = sequence(
      {small_integer(1), *sid, sha256, der::set_of(der::kContext0, attributes(cms.digest, cms.certificates.front())),
       sequence({der::oid(kEcdsaWithSha256)}),
       der::element(der::kOctetString, ByteView(signature_value(cms.signature))), unsigned_attributes});
  const Bytes data =
      sequence({small_integer(1), der::element(der::kSet, ByteView(sha256)), sequence({der::oid(kIdData)}),
                der::set_of(der::kContext0, cms.certificates), der::element(der::kSet, ByteView(signer))});
  return sequence({der::oid(kIdSignedData), der::element(der::kContext0, ByteView(data))});
}

Result<ByteView> element_in_hole(ByteView hole) {
  const auto element = der::Reader(hole).whole(der::kSequence);
  if (!element) return ledger::fail(Code::kInvalid, "a signature's Contents are no DER");
  const ByteView rest = hole.subspan(element->size());
  if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; }))
    return ledger::fail(Code::kInvalid, "behind a signature stands something else than zeros");
  return *element;
}

Result<SealCms> parse_seal_cms(ByteView hole) {
  const auto cms = element_in_hole(hole);
  if (!cms) return tl::unexpected(cms.error());
  auto data = read_signed_data(*cms);
  auto signer = data ? read_signer(data->signer) : std::nullopt;
  if (!signer || !put_signer_first(data->certificates, signer->issuer_and_serial)) return not_a_seal();
  SealCms out{std::move(data->certificates), signer->digest, std::move(signer->signature), std::move(signer->token)};
  const auto again = encode_seal_cms(out);
  if (!again || !std::equal(again->begin(), again->end(), cms->begin(), cms->end())) return not_a_seal();
  return out;
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One certificate after the profile of CERTIFICATE.md.
#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr std::size_t kAddressBytesMax = 512;

struct Profile {
  PkiRole role;
  const char* name;
  int curve;
  const char* basic_constraints;
  const char* key_usage;
  const char* extended_key_usage;  // null: none
};
// 1.3.6.1.5.5.7.3.36 is document signing (RFC 9336). Readers ask for the e-mail usage beside it.
constexpr std::array<Profile, 5> kProfiles = {{
    {PkiRole::kRoot, "root", NID_secp384r1, "critical,CA:TRUE", "critical,keyCertSign,cRLSign", nullptr},
    {PkiRole::kIssuing, "issuing", NID_secp384r1, "critical,CA:TRUE,pathlen:0", "critical,keyCertSign,cRLSign",
     nullptr},
    {PkiRole::kSeal, "seal", NID_X9_62_prime256v1, "critical,CA:FALSE", "critical,digitalSignature,nonRepudiation",
     "1.3.6.1.5.5.7.3.36,emailProtection"},
    {PkiRole::kTimestamp, "tsa", NID_X9_62_prime256v1, "critical,CA:FALSE", "critical,digitalSignature",
     "critical,timeStamping"},
    {PkiRole::kTls, "tls", NID_X9_62_prime256v1, "critical,CA:FALSE", "critical,digitalSignature", "serverAuth"},
}};

const Profile& profile_of(PkiRole role) {
  return *std::find_if(kProfiles.begin(), kProfiles.end(), [role](const Profile& p) { return p.role == role; });
}

// What may stand in an address without being taken for a further part of an extension.
Result<void> check_address(const std::string& address, std::string_view field) {
  const bool plain = std::all_of(address.begin(), address.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(":/._~%-").find(c) != std::string_view::npos;
  });
  if (plain && address.size() <= kAddressBytesMax &&
      (address.starts_with("https://") || address.starts_with("http://")))
    return {};
  return ledger::fail(Code::kInvalid, "the address must be http:// or https:// with letters, digits and :/._~%-",
                      std::string(field));
}

// "DNS:a.example,IP:127.0.0.1". Errors: kInvalid.
Result<std::string> alternative_names(const std::vector<std::string>& hosts) {
  constexpr std::size_t kHostBytesMax = 253;
  if (hosts.empty() || hosts.size() > kHostsMax) {
    return ledger::fail(Code::kInvalid, "a TLS certificate names 1 to 20 hosts", "host");
  }
  std::string out;
  for (const std::string& host : hosts) {
    std::array<unsigned char, 16> address{};
    const bool is_address =
        inet_pton(AF_INET, host.c_str(), address.data()) == 1 || inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
    const bool is_name = !host.empty() && host.size() <= kHostBytesMax && host.front() != '-' && host.front() != '.' &&
                         std::all_of(host.begin(), host.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
                         });
    if (!is_address && !is_name) {
      return ledger::fail(Code::kInvalid, "'" + host + "' is no host name in small letters and no IP address", "host");
    }
    out += (out.empty() ? "" : ",") + std::string(is_address ? "IP:" : "DNS:") + host;
  }
  return out;
}

Result<NameOwner> name_of(const PkiName& name) {
  NameOwner out{X509_NAME_new()};
  const auto add = [&out](int nid, const std::string& text) {
    return !text.empty() && X509_NAME_add_entry_by_NID(out.get(), nid, MBSTRING_UTF8,
                                                       reinterpret_cast<const unsigned char*>(text.data()),
                                                       static_cast<int>(text.size()), -1, 0) == 1;
  };
  const auto wrong = [](const char* what, const char* field) {
    ERR_clear_error();
    return ledger::fail(Code::kInvalid, what, field);
  };
  if (!out || !add(NID_countryName, name.country)) return wrong("the country is two letters", "country");
  if (!add(NID_organizationName, name.organisation))
    return wrong("a certificate's organisation has 1 to 64 characters: give a shorter form of the name",
                 "organisation");
  if (!add(NID_commonName, name.common_name))
    return wrong("a certificate's common name has 1 to 64 characters", "common_name");
  return out;
}

Result<void> add_extension(X509* certificate, X509V3_CTX& context, int nid, const std::string& value) {
  const ExtensionOwner extension{X509V3_EXT_nconf_nid(nullptr, &context, nid, value.c_str())};
  if (extension && X509_add_ext(certificate, extension.get(), -1) == 1) return {};
  ERR_clear_error();
  return ledger::fail(Code::kInvalid, "the extension cannot be written: " + value, OBJ_nid2sn(nid));
}

struct ExtensionText {
  int nid;
  std::string value;
};

Result<std::vector<ExtensionText>> extensions_of(const CertificateOrder& order) {
  const Profile& profile = profile_of(order.role);
  std::vector<ExtensionText> out = {{NID_basic_constraints, profile.basic_constraints},
                                    {NID_key_usage, profile.key_usage}};
  if (profile.extended_key_usage != nullptr) out.push_back({NID_ext_key_usage, profile.extended_key_usage});
  out.push_back({NID_subject_key_identifier, "hash"});
  if (order.role == PkiRole::kRoot) return out;
  out.push_back({NID_authority_key_identifier, "keyid:always"});
  if (const auto good = check_address(order.crl_address, "crl_address"); !good) return tl::unexpected(good.error());
  out.push_back({NID_crl_distribution_points, "URI:" + order.crl_address});
  if (order.role == PkiRole::kSeal || order.role == PkiRole::kTls) {
    const auto good = check_address(order.issuer_address, "issuer_address");
    if (!good) return tl::unexpected(good.error());
    out.push_back({NID_info_access, "caIssuers;URI:" + order.issuer_address});
  }
  if (order.role == PkiRole::kTls) {
    const auto names = alternative_names(order.hosts);
    if (!names) return tl::unexpected(names.error());
    out.push_back({NID_subject_alt_name, *names});
  }
  return out;
}

Result<void> add_extensions(X509* certificate, X509* issuer, const CertificateOrder& order) {
  const auto extensions = extensions_of(order);
  if (!extensions) return tl::unexpected(extensions.error());
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  for (const ExtensionText& extension : *extensions) {
    if (auto added = add_extension(certificate, context, extension.nid, extension.value); !added) return added;
  }
  return {};
}

// Not before the issuer and not after it.
Result<void> check_validity(const CertificateOrder& order, const X509* issuer) {
  if (order.until <= order.from) return ledger::fail(Code::kInvalid, "it ends before it begins", "until");
  if (issuer == nullptr) return {};
  const auto from = from_asn1_time(X509_get0_notBefore(issuer));
  const auto until = from_asn1_time(X509_get0_notAfter(issuer));
  if (!from) return tl::unexpected(from.error());
  if (!until) return tl::unexpected(until.error());
  if (order.from.value / 1000 < from->value / 1000)
    return ledger::fail(Code::kInvalid, "it begins before the certificate that issues it", "from");
  if (order.until > *until)
    return ledger::fail(Code::kInvalid, "it ends after the certificate that issues it: renew that one first", "until");
  return {};
}

Result<KeyOwner> subject_key(const CertificateOrder& order) {
  const unsigned char* at = order.public_key_info.data();
  KeyOwner key{d2i_PUBKEY(nullptr, &at, static_cast<long>(order.public_key_info.size()))};
  ERR_clear_error();
  if (key && is_on_curve(key.get(), profile_of(order.role).curve)) return key;
  return ledger::fail(Code::kInvalid,
                      "the key of a " + std::string(role_name(order.role)) + " certificate is on the curve " +
                          (is_authority(order.role) ? "P-384" : "P-256"),
                      "key");
}

// The certificate that signs: for a root the new one itself.
Result<CertificateOwner> issuer_of(const CertificateOrder& order, const PkiKey& key, ByteView issuer) {
  if (order.role == PkiRole::kRoot) {
    if (issuer.empty() && order.public_key_info == key.public_key_info()) return CertificateOwner();
    return ledger::fail(Code::kInvalid, "a root signs itself", "issuer");
  }
  CertificateOwner parsed = parse_certificate(issuer);
  if (!parsed) return ledger::fail(Code::kInvalid, "the issuing certificate cannot be read", "issuer");
  if (X509_check_ca(parsed.get()) != 1 || X509_check_private_key(parsed.get(), key_of(key)) != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kKey, "the key is not that of an issuing certificate", "issuer");
  }
  return parsed;
}

}  // namespace

std::string_view role_name(PkiRole role) {
  return profile_of(role).name;
}

std::optional<PkiRole> role_from_name(std::string_view name) {
  for (const Profile& profile : kProfiles) {
    if (profile.name == name) return profile.role;
  }
  return std::nullopt;
}

bool is_authority(PkiRole role) {
  return role == PkiRole::kRoot || role == PkiRole::kIssuing;
}

Result<Bytes> issue_certificate(const CertificateOrder& order, const PkiKey& issuer_key, ByteView issuer) {
  const auto by = issuer_of(order, issuer_key, issuer);
  if (!by) return tl::unexpected(by.error());
  if (const auto good = check_validity(order, by->get()); !good) return tl::unexpected(good.error());
  const auto key = subject_key(order);
  if (!key) return tl::unexpected(key.error());
  const auto name = name_of(order.subject);
  if (!name) return tl::unexpected(name.error());
  const CertificateOwner made{X509_new()};
  const IntegerOwner serial = random_serial();
  const TimeOwner from = asn1_time(order.from);
  const TimeOwner until = asn1_time(order.until);
  const bool filled =
      made && serial && from && until && X509_set_version(made.get(), X509_VERSION_3) == 1 &&
      X509_set_serialNumber(made.get(), serial.get()) == 1 && X509_set1_notBefore(made.get(), from.get()) == 1 &&
      X509_set1_notAfter(made.get(), until.get()) == 1 && X509_set_subject_name(made.get(), name->get()) == 1 &&
      X509_set_issuer_name(made.get(), *by ? X509_get_subject_name(by->get()) : name->get()) == 1 &&
      X509_set_pubkey(made.get(), key->get()) == 1;
  if (!filled) return ledger::fail(Code::kInvalid, "the certificate cannot be written");
  if (const auto added = add_extensions(made.get(), *by ? by->get() : made.get(), order); !added) {
    return tl::unexpected(added.error());
  }
  EVP_PKEY* signing = key_of(issuer_key);
  if (X509_sign(made.get(), signing, digest_for(signing)) <= 0 || X509_verify(made.get(), signing) != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kKey, "the certificate could not be signed", "issuer");
  }
  return to_der(made.get());
}

}  // namespace certs

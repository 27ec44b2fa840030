// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

namespace api {
namespace {

using ledger::fail;

// RFC 7301: who offers protocols must offer ours (RFC 8996 and ALPACA: nothing else is guessed).
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  static constexpr std::string_view kOurs = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const auto* ours = reinterpret_cast<const unsigned char*>(kOurs.data());
  if (SSL_select_next_proto(&chosen, out_size, ours, kOurs.size(), offered, offered_size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// Never asks a terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

bool restrict_protocols(SSL_CTX* tls) {
  SSL_CTX_set_options(tls, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                               SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(tls, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(tls, no_passphrase);
  return SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

}  // namespace

Result<std::shared_ptr<boost::asio::ssl::context>> make_tls(const TlsFiles& files) {
  auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
  SSL_CTX* tls = context->native_handle();
  const auto done = [](auto result) {
    ERR_clear_error();
    return result;
  };
  if (!restrict_protocols(tls)) return done(fail(Code::kInvalid, "OpenSSL refuses TLS 1.2 and 1.3", "tls"));
  if (SSL_CTX_use_certificate_chain_file(tls, files.chain.c_str()) != 1) {
    return done(fail(Code::kInvalid, "it holds no certificates in PEM: " + files.chain.string(), "tls.chain"));
  }
  if (SSL_CTX_use_PrivateKey_file(tls, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    const bool other =
        SSL_CTX_get0_certificate(tls) != nullptr && ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
    return done(fail(
        Code::kInvalid,
        other ? "the key is not the certificate's" : "it holds no key in PEM without passphrase: " + files.key.string(),
        "tls.key"));
  }
  if (SSL_CTX_check_private_key(tls) != 1) {
    return done(fail(Code::kInvalid, "the key is not the certificate's", "tls.key"));
  }
  return context;
}

}  // namespace api

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// New private keys, in files or on a token.
#include "attest/pkcs11.hpp"
#include "cityledger/key.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

attest::Algorithm algorithm_of(const KeyNewOptions& options) {
  return options.algorithm == "p256" ? attest::Algorithm::kEs256 : attest::Algorithm::kEdDsa;
}

Error taken(const std::string& name) {
  return {Code::kInvalid, "there is a key '" + name + "' already; choose another name", "name"};
}

int report_key(const fs::path& file, const attest::Signer& signer, Console& console) {
  const std::string kid = ledger::to_hex(attest::key_thumbprint(signer.public_key()));
  console.print("key   " + file.string() + "\nkid   " + kid);
  console.answer(Json::Object{{"file", file.string()}, {"kid", kid}, {"key", attest::to_jwk(signer.public_key())}});
  return 0;
}

// The key on the token first: a file that names a key that is not there helps nobody.
int make_on_token(const KeyNewOptions& options, Console& console) {
  if (options.module.empty() || options.token.empty())
    return console.fail({Code::kInvalid, "a key on a token needs --pkcs11 MODULE and --token LABEL", "token"});
  KeyRing keys(options.ledger);
  if (keys.has(options.name)) return console.fail(taken(options.name));
  const attest::Pkcs11Key key{options.module,
                              options.token,
                              options.label.empty() ? fs::path(options.name).stem().string() : options.label,
                              {}};
  if (const auto good = attest::parse_pkcs11(attest::pkcs11_text(key)); !good) return console.fail(good.error());
  const auto pin = keys.passphrase();
  if (!pin) return console.fail(pin.error());
  const auto signer = attest::generate_pkcs11_key(key, algorithm_of(options), *pin);
  if (!signer) return console.fail(signer.error());
  const fs::path file = keys.token_path_of(options.name);
  if (const auto written = attest::write_pkcs11_file(file, key); !written) {
    return console.fail({written.error().code,
                         "the key is on the token, but its file could not be written: " + written.error().message +
                             "; name it with key attach",
                         written.error().field});
  }
  return report_key(file, **signer, console);
}

}  // namespace

int run_key_new(const KeyNewOptions& options, Console& console) {
  if (options.algorithm != "ed25519" && options.algorithm != "p256") {
    return console.fail({Code::kInvalid, "the algorithm is ed25519 or p256", "algorithm"});
  }
  if (const auto good = check_key_name(options.name); !good) return console.fail(good.error());
  if (!options.module.empty() || !options.token.empty() || !options.label.empty())
    return make_on_token(options, console);
  KeyRing keys(options.ledger);
  if (keys.has(options.name)) return console.fail(taken(options.name));
  const auto passphrase = keys.passphrase();
  if (!passphrase) return console.fail(passphrase.error());
  const auto signer = attest::generate_signer(algorithm_of(options));
  if (!signer) return console.fail(signer.error());
  const fs::path file = keys.path_of(options.name);
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  const Result<void> written = attest::write_key_file(file, **signer, *passphrase);
  if (!written) return console.fail(written.error());
  return report_key(file, **signer, console);
}

int run_key_attach(const KeyAttachOptions& options, Console& console) {
  if (const auto good = check_key_name(options.name); !good) return console.fail(good.error());
  if (!options.label.empty() && !options.id.empty())
    return console.fail({Code::kInvalid, "name the key by --label or by --id, not by both", "id"});
  attest::Pkcs11Key key{options.module, options.token, options.label, {}};
  if (!options.id.empty()) {
    const auto id = ledger::hex_decode(options.id);
    if (!id) return console.fail({Code::kInvalid, "an id is written in small hexadecimal digits", "id"});
    key.id = *id;
  } else if (key.label.empty()) {
    key.label = fs::path(options.name).stem().string();
  }
  KeyRing keys(options.ledger);
  if (keys.has(options.name)) return console.fail(taken(options.name));
  if (const auto good = attest::parse_pkcs11(attest::pkcs11_text(key)); !good) return console.fail(good.error());
  const auto pin = keys.passphrase();
  if (!pin) return console.fail(pin.error());
  const auto signer = attest::open_pkcs11_key(key, *pin);
  if (!signer) return console.fail(signer.error());
  const fs::path file = keys.token_path_of(options.name);
  if (const auto written = attest::write_pkcs11_file(file, key); !written) return console.fail(written.error());
  return report_key(file, **signer, console);
}

}  // namespace cityledger

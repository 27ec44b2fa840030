// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A folder of certificates with its keys, made anew for one test; seals of an outside authority.
#pragma once

#include <gtest/gtest.h>

#include "certs/pki_folder.hpp"
#include "support.hpp"

namespace certs_pki_test {

namespace fs = std::filesystem;
using certs::KeyPlace;
using certs::PkiFolder;
using certs::PkiPlan;

inline constexpr const char* kPassphrase = "correct horse";

struct Place {
  ledger_test::TempFolder temp;
  fs::path pki = temp / "pki";
  KeyPlace keys{temp / "keys", kPassphrase};
  Place() { fs::create_directory(keys.folder); }
  [[nodiscard]] PkiPlan plan() const {
    return {"https://attest.example", "CA", "Test Certifier", {"attest.example"}, {}, 24, kBegin};
  }
  void make() const {
    const auto made = certs::create_pki(pki, plan(), keys);
    ASSERT_TRUE(made) << made.error().message;
  }
  [[nodiscard]] std::string register_text() const { return read(pki / "register.json"); }
};

// An outside authority made by the openssl program; usages of its seal as given.
struct OutsideSeal {
  std::string usages = "1.3.6.1.5.5.7.3.36,emailProtection";
  std::string key_usage = "digitalSignature,nonRepudiation";
  std::string curve = "P-256";
  std::string options = "";  // of pkcs12
  std::string digest = "sha256";
};
[[nodiscard]] inline std::string outside(const Place& place, const OutsideSeal& seal = {}) {
  const fs::path folder = place.temp.path();
  write(folder / "ext", "keyUsage=critical," + seal.key_usage + "\nextendedKeyUsage=" + seal.usages + "\n");
  const auto run = [&](const std::string& arguments) {
    const Ran ran = openssl(folder, arguments);
    EXPECT_EQ(ran.code, 0) << ran.output;
  };
  run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.key -out o.pem -subj /CN=Outside -days "
      "3650 "
      "-addext keyUsage=critical,keyCertSign");
  run("req -newkey ec -pkeyopt ec_paramgen_curve:" + seal.curve + " -nodes -keyout s.key -out s.csr -subj /CN=Seal");
  run("x509 -req -in s.csr -CA o.pem -CAkey o.key -CAcreateserial -days 365 -" + seal.digest +
      " -extfile ext -out s.pem");
  run("pkcs12 -export -inkey s.key -in s.pem -certfile o.pem -passout pass:secret -out s.p12 " + seal.options);
  return read(folder / "s.p12");
}

struct Import {
  std::string answer;  // name, or the error's field
  ledger::Code code = ledger::Code::kInvalid;
};
[[nodiscard]] inline Import import(const Place& place, const std::string& file, const fs::path& root,
                                   const std::string& password = "secret") {
  const auto roots = certs::certificates_from_pem(read(root));
  const auto at = certs::certificate_facts(certs::certificates_from_pem(read(place.temp / "s.pem"))->front())->from;
  const auto done = certs::import_seal(place.pki, ledger::view(file), password, *roots, at, place.keys);
  return done ? Import{*done, {}} : Import{done.error().field, done.error().code};
}

}  // namespace certs_pki_test

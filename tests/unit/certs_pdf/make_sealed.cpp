// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// usage: certs_make_sealed DIR: the sample certificate as PDF files, for programs of others and for the small verifier:
// plain.pdf (B-B), stamped.pdf (B-T), with_lists.pdf (B-LT), archived.pdf (B-LTA); altered.pdf (a sealed byte changed),
// attacked.pdf (a later revision turns the page), foreign.pdf (of another house); trust/ with ca.pem; root.pem,
// issuing.pem; seal.cms and seal.signed, what it signs, of stamped.pdf; seal.token and seal.value, what it is of;
// archive.token and archive.signed of archived.pdf; issuing.crl, and issuing-revoked.crl in which the seal is.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "forge.hpp"
#include "pdf/check_seal.hpp"
#include "support/sealed_sample.hpp"

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, std::string_view content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

// Everything of the signed revision but the hole.
std::string signed_part(const std::string& file, const certs::PdfSignature& signature) {
  return file.substr(0, signature.hole_begin) + file.substr(signature.hole_end, signature.end - signature.hole_end);
}

std::string_view in_hole(const certs::PdfSignature& signature) {
  return ledger::text(*certs::element_in_hole(signature.contents));
}

void write_pieces(const certs_test::SealedSample& sample, const fs::path& folder) {
  const std::string& stamped = sample.stamped();
  const auto revisions = *certs::read_revisions(stamped);
  const certs::PdfSignature seal = certs::find_seal(stamped, revisions.front())->signature;
  const auto cms = *certs::read_seal(seal);
  write(folder / "seal.cms", in_hole(seal));
  write(folder / "seal.signed", signed_part(stamped, seal));
  write(folder / "seal.value", ledger::text(certs::signature_value(cms.signature)));
  write(folder / "seal.token", ledger::text(*cms.token));
  const std::string& archived = sample.archived();
  const auto all = *certs::read_revisions(archived);
  const certs::PdfSignature archive = certs::read_later_revisions(archived, all)->timestamps.front();
  write(folder / "archive.token", in_hole(archive));
  write(folder / "archive.signed", signed_part(archived, archive));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: certs_make_sealed DIR\n";
    return 2;
  }
  const fs::path folder = argv[1];
  const certs_test::SealedSample sample;
  write(folder / "plain.pdf", sample.plain());
  write(folder / "stamped.pdf", sample.stamped());
  write(folder / "with_lists.pdf", sample.with_lists());
  write(folder / "archived.pdf", sample.archived());
  write(folder / "bundle.json", sample.sample().file);
  write(folder / "credential.json", sample.sample().credential);
  write(folder / "trust/log.vkey", sample.sample().log_vkey);
  write(folder / "trust/genesis", sample.sample().genesis);
  write(folder / "trust/policy", sample.sample().policy);
  write(folder / "trust/did.json", sample.sample().did_json);
  const std::string root = certs_test::to_pem(sample.pki().root(), "CERTIFICATE");
  write(folder / "trust/ca.pem", root);
  write(folder / "root.pem", root);
  write(folder / "issuing.pem", certs_test::to_pem(sample.pki().issuing(), "CERTIFICATE"));
  write(folder / "issuing.crl", ledger::text(sample.pki().crls(certs_test::kListsAt)[1]));
  write(folder / "issuing-revoked.crl",
        ledger::text(sample.pki().crls(certs_test::kListsAt, {certs_test::kSealSerial}, "2018-11-01T00:00:00Z")[1]));
  const auto rotate = [](certs::PdfUpdate& update, const certs::PdfObjects& objects, std::uint32_t) {
    for (const auto& [number, object] : objects) {
      const certs::PdfValue* type = object->value.find("/Type");
      if (type == nullptr || !type->is_name("/Page")) continue;
      update.put(number, certs_test::replaced(certs::written(object->value), "/Type /Page", "/Type /Page /Rotate 180"));
    }
  };
  write(folder / "attacked.pdf", certs_test::with_update(sample.stamped(), rotate));
  write(folder / "altered.pdf",
        certs_test::replaced(sample.stamped(), "/MediaBox [ 0 0 300 100 ]", "/MediaBox [ 0 0 300 101 ]"));
  const certs_test::TestPki other;
  write(folder / "foreign.pdf",
        *certs::seal_pdf(sample.unsealed(), other.seal_key(), certs_test::moment(certs_test::kSealedAt)));
  write_pieces(sample, folder);
  return 0;
}

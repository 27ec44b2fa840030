// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_printer.hpp"

#include "certs/certificate_report.hpp"
#include "certs/pki_folder.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/files.hpp"
#include "cityledger/sealing.hpp"

namespace cityledger {
namespace {

Result<certs::PkiFolder> make_pki(DemoWorld& world, const certs::KeyPlace& keys) {
  const attest::LedgerFolder::Opening opening = demo_opening();
  const auto base = certs::did_web_base(kDemoDid);
  if (!base) return tl::unexpected(base.error());
  certs::PkiPlan plan;
  plan.base = *base;
  plan.country = opening.certifier_country;
  plan.organisation = opening.certifier_names.at("en");
  plan.now = ledger::MachineClock().now();
  return certs::create_pki(world.ledger().folder() / "pki", plan, keys);
}

}  // namespace

Result<std::unique_ptr<DemoPrinter>> DemoPrinter::set_up(DemoWorld& world) {
  auto painter = certs::Painter::make();
  if (!painter) return tl::unexpected(painter.error());
  auto build = certs::renderer();
  if (!build) return tl::unexpected(build.error());
  if (auto said = world.say("registrar", build->description); !said) return tl::unexpected(said.error());
  KeyRing& ring = world.session().keys();
  const auto passphrase = ring.passphrase();
  if (!passphrase) return tl::unexpected(passphrase.error());
  const certs::KeyPlace keys{ring.path_of("seal").parent_path(), *passphrase};
  const auto pki = make_pki(world, keys);
  if (!pki) return tl::unexpected(pki.error());

  std::unique_ptr<DemoPrinter> printer(new DemoPrinter(std::move(*painter), std::move(*build)));
  const ledger::UnixMillis now = ledger::MachineClock().now();
  LedgerOptions options;
  options.folder = world.ledger().folder();
  auto seal = seal_key_for(options, ring, now);
  if (!seal) return tl::unexpected(seal.error());
  const auto paper = ring.get("paper");
  const auto issuer = ring.get("issuer");
  for (const auto* key : {&paper, &issuer}) {
    if (!*key) return tl::unexpected(key->error());
  }
  auto authority = certs::timestamp_key_in_force(*pki, keys, now);
  if (!authority) return tl::unexpected(authority.error());
  printer->authority_ = std::move(*authority);
  printer->request_.paper = certs::CredentialKey{std::string(kDemoDid) + "#paper", *paper};
  printer->request_.seal = std::move(*seal);
  printer->request_.timestamps = certs::timestamp_source(
      {certs::own_timestamp_service(*printer->authority_, [] { return ledger::MachineClock().now(); })});
  printer->request_.issuer = *issuer;
  return printer;
}

Result<void> DemoPrinter::print(DemoWorld& world, const certs::Bundle& bundle, const std::filesystem::path& folder) {
  request_.sealed_at = ledger::MachineClock().now();
  const auto made = certs::make_certificate_pdf(world.ledger(), painter_, build_, bundle, request_);
  if (!made) return tl::unexpected(made.error());
  const auto kept = certs::kept_folder(world.ledger(), folder.filename().string()) / "certificate.pdf";
  if (auto done = write_file(kept, made->pdf); !done) return done;
  return write_file(folder / "certificate.pdf", made->pdf);
}

}  // namespace cityledger

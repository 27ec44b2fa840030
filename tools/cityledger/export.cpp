// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/export.hpp"

#include <set>

#include "certs/certificate_report.hpp"
#include "certs/credential.hpp"
#include "certs/lookup.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/files.hpp"
#include "cityledger/pki_trust.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/trust_files.hpp"
#include "ledger/stored_tile.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

// Partial tiles of earlier sizes go; nothing else is in these folders.
Result<void> remove_others(const fs::path& folder, const std::set<fs::path>& wanted) {
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::recursive_directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    if (file->is_regular_file() && wanted.find(file->path()) == wanted.end()) old.push_back(file->path());
  }
  for (const fs::path& file : old) {
    fs::remove(file, error);
    fs::path parent = file.parent_path();
    if (fs::is_empty(parent, error)) fs::remove(parent, error);
  }
  return {};
}

Result<std::size_t> export_tiles(const attest::LedgerFolder& ledger, ledger::TreeSize size, const fs::path& folder,
                                 const ledger::Progress& progress) {
  std::set<fs::path> wanted;
  const std::vector<ledger::TilePath> tiles = ledger::tiles_of(size);
  for (const ledger::TilePath& path : tiles) {
    const auto content = ledger::stored_tile(ledger.store(), path);
    if (!content) return tl::unexpected(content.error());
    const fs::path file = folder / ledger::format_tile_path(path);
    if (const auto done = write_file(file, *content); !done) return tl::unexpected(done.error());
    wanted.insert(file);
    if (progress) progress(wanted.size(), tiles.size());
  }
  for (const char* name : {"tile", "times"}) {
    if (const auto done = remove_others(folder / name, wanted); !done) return tl::unexpected(done.error());
  }
  return tiles.size();
}

Result<void> export_status_lists(const attest::LedgerFolder& ledger, const std::string& base, const fs::path& folder) {
  for (const std::string purpose : {"revocation", "suspension"}) {
    const auto text = certs::kept_status_list(ledger, certs::status_list_address(base, purpose));
    if (!text) return tl::unexpected(text.error());
    if (!*text) continue;
    if (auto done = write_file(folder / (purpose + ".json"), **text); !done) return done;
  }
  return {};
}

Result<void> export_documents(const attest::LedgerFolder& ledger, const certs::DidDocument& document,
                              const fs::path& folder) {
  const auto base = certs::did_web_base(document.did);
  if (!base) return tl::unexpected(base.error());
  const std::string did = attest::canonical_json(certs::to_json(document));
  if (auto done = write_file(folder / "did.json", did); !done) return done;
  if (auto done = write_file(folder / "context.jsonld", certs::context_document(*base)); !done) return done;
  if (auto done = write_file(folder / "schema.json", certs::schema_document(*base)); !done) return done;
  return export_status_lists(ledger, *base, folder / "status");
}

// DID document, status lists and trust; false when no document is published yet.
Result<bool> export_identity(const attest::LedgerFolder& ledger, const std::string& did, const fs::path& out) {
  const auto published = attest::list_dids(ledger.store());
  if (!published) return tl::unexpected(published.error());
  if (published->empty() && did.empty()) return false;
  const auto document = certs::find_did(ledger.store(), did);
  if (!document) return tl::unexpected(document.error());
  if (const auto done = export_documents(ledger, *document, out / "public"); !done) return tl::unexpected(done.error());
  const auto trust = trust_of(ledger, document->did);
  if (!trust) return tl::unexpected(trust.error());
  if (const auto done = write_trust(*trust, out / "trust"); !done) return tl::unexpected(done.error());
  const auto pki = export_pki(ledger.folder() / "pki", out / "public");
  if (!pki) return tl::unexpected(pki.error());
  return true;
}

}  // namespace

Result<Exported> export_ledger(const attest::LedgerFolder& ledger, const std::string& did, const fs::path& out,
                               const ledger::Progress& progress) {
  const auto head = ledger.signed_head();
  if (!head) return tl::unexpected(head.error());
  Exported exported;
  exported.size = head->size;
  const auto tiles = export_tiles(ledger, head->size, out / "public", progress);
  if (!tiles) return tl::unexpected(tiles.error());
  exported.tiles = *tiles;
  const auto identity = export_identity(ledger, did, out);
  if (!identity) return tl::unexpected(identity.error());
  exported.trust = *identity;
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return tl::unexpected(numbers.error());
  for (const std::string& number : *numbers) {
    const auto done = export_certificate(ledger, number, out / "certificates" / number);
    if (!done) return tl::unexpected(done.error());
  }
  exported.certificates = numbers->size();
  const auto done = write_file(out / "public" / "checkpoint", head->checkpoint);
  if (!done) return tl::unexpected(done.error());
  return exported;
}

int run_export(const ExportOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const auto exported =
      export_ledger((*session)->ledger(), options.did, options.out, draw_progress(console, "exporting tiles"));
  if (!exported) return console.fail(exported.error());
  if (!exported->trust) console.warn("no DID document is published yet: trust/ and did.json are left out");
  console.print("exported " + with_thousands(exported->size.value) + " entries in " + with_thousands(exported->tiles) +
                " tiles and " + with_thousands(exported->certificates) + " certificate(s) to " + options.out.string());
  console.answer(Json::Object{{"out", options.out.string()},
                              {"size", exported->size.value},
                              {"tiles", std::uint64_t{exported->tiles}},
                              {"certificates", std::uint64_t{exported->certificates}},
                              {"trust", exported->trust}});
  return 0;
}

}  // namespace cityledger

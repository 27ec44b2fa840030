// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/versions.hpp"

#include <fontconfig/fontconfig.h>
#include <fribidi/fribidi.h>
#include <ft2build.h>
#include <harfbuzz/hb.h>
#include <pango/pangocairo.h>
#include <zlib.h>
#include FT_FREETYPE_H

#include <filesystem>
#include <qpdf/QPDF.hh>

#include "certs/render.hpp"
#include "ledger/durable_file.hpp"
#include "render/embedded.hpp"
#include "render/fonts.hpp"

namespace certs {
namespace {

constexpr std::size_t kFontBytesMax = 128U << 20U;

std::string freetype_version() {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return "unknown";
  int major = 0, minor = 0, patch = 0;
  FT_Library_Version(library, &major, &minor, &patch);
  FT_Done_FreeType(library);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::string fontconfig_version() {
  const int version = FcGetVersion();
  return std::to_string(version / 10000) + "." + std::to_string(version / 100 % 100) + "." +
         std::to_string(version % 100);
}

// The template's package: layout version and the digests of the files that are part of the program.
Digest package_digest() {
  Json::Object files;
  for (const EmbeddedFile& file : embedded_files())
    files.emplace(std::string(file.name), ledger::to_hex(ledger::sha256(file.bytes)));
  const std::string package =
      attest::canonical_json(Json::Object{{"files", std::move(files)}, {"layout", kLayoutVersion}});
  return ledger::sha256(ledger::view(package));
}

}  // namespace

std::vector<attest::TemplatePublished::Library> libraries() {
  return {{"cairo", cairo_version_string()},
          {"pango", pango_version_string()},
          {"harfbuzz", hb_version_string()},
          {"fribidi", FRIBIDI_VERSION},
          {"freetype", freetype_version()},
          {"fontconfig", fontconfig_version()},
          {"qpdf", QPDF::QPDFVersion()},
          {"qrcodegen", CITYLEDGER_QRCODEGEN_VERSION},
          {"zlib", zlibVersion()}};
}

std::string library_versions() {
  std::string out;
  for (const auto& library : libraries()) out += (out.empty() ? "" : ", ") + library.name + " " + library.version;
  return out;
}

std::string renderer_name() {
  return "cityledger certificate layout " + std::to_string(kLayoutVersion);
}

Result<Renderer> renderer() {
  Renderer out;
  out.name = renderer_name() + " (" + library_versions() + ")";
  out.description.id = "certificate";
  out.description.version = kLayoutVersion;
  out.description.digest = package_digest();
  out.description.libraries = libraries();
  const auto files = pinned_font_files();
  if (!files) return tl::unexpected(files.error());
  for (const std::string& file : *files) {
    const auto bytes = ledger::read_file(file, kFontBytesMax);
    if (!bytes) return tl::unexpected(bytes.error());
    out.description.fonts.push_back(
        {std::filesystem::path(file).filename().string(), ledger::sha256(ledger::view(*bytes))});
  }
  return out;
}

}  // namespace certs

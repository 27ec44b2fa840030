// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/fonts.hpp"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <set>

#include "ledger/bytes.hpp"
#include "render/embedded.hpp"

namespace certs {
namespace {

using ledger::Code;
using ledger::Result;

struct ConfigDestroy {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};
using Config = std::unique_ptr<FcConfig, ConfigDestroy>;

std::set<std::string> wanted_files(std::string_view conf) {
  constexpr std::string_view kOpen = "<glob>/", kClose = "</glob>";
  std::set<std::string> out;
  for (std::size_t at = conf.find(kOpen); at != std::string_view::npos; at = conf.find(kOpen, at)) {
    const std::size_t start = at + kOpen.size() - 1;
    at = conf.find(kClose, start);
    out.emplace(conf.substr(start, at - start));
  }
  return out;
}

std::set<std::string> found_files(FcConfig* config) {
  std::set<std::string> out;
  const FcFontSet* set = FcConfigGetFonts(config, FcSetSystem);
  for (int i = 0; set != nullptr && i < set->nfont; ++i) {
    FcChar8* file = nullptr;
    if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch)
      out.emplace(reinterpret_cast<const char*>(file));
  }
  return out;
}

Result<Config> load_config() {
  const std::string conf(ledger::text(embedded_file("fonts.conf")));
  Config config(FcConfigCreate());
  if (!config ||
      !FcConfigParseAndLoadFromMemory(config.get(), reinterpret_cast<const FcChar8*>(conf.c_str()), FcTrue) ||
      !FcConfigBuildFonts(config.get()))
    return ledger::fail(Code::kStorage, "the list of fonts cannot be loaded", "fonts.conf");
  const std::set<std::string> found = found_files(config.get());
  for (const std::string& file : wanted_files(conf)) {
    if (!found.contains(file))
      return ledger::fail(Code::kStorage,
                          "the font " + file + " is missing: install fonts-noto-core and fonts-noto-cjk", "fonts.conf");
  }
  return config;
}

// The Chinese, Japanese and Korean family whose shapes are usual there.
std::string_view han_family(std::string_view country) {
  if (country == "JP") return "Noto Serif CJK JP";
  if (country == "KR" || country == "KP") return "Noto Serif CJK KR";
  if (country == "TW" || country == "MO") return "Noto Serif CJK TC";
  if (country == "HK") return "Noto Serif CJK HK";
  return "Noto Serif CJK SC";
}

std::string_view han_language(std::string_view country) {
  if (country == "JP") return "ja";
  if (country == "KR" || country == "KP") return "ko";
  if (country == "TW" || country == "MO") return "zh-tw";
  if (country == "HK") return "zh-hk";
  return "zh-cn";
}

}  // namespace

Result<GOwned<PangoFontMap>> make_font_map() {
  auto config = load_config();
  if (!config) return tl::unexpected(config.error());
  GOwned<PangoFontMap> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!map) return ledger::fail(Code::kStorage, "Pango has no FreeType fonts", "fonts.conf");
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config->get());  // keeps a reference
  return map;
}

Result<std::vector<std::string>> pinned_font_files() {
  const auto config = load_config();
  if (!config) return tl::unexpected(config.error());
  const std::set<std::string> found = found_files(config->get());
  return std::vector<std::string>(found.begin(), found.end());
}

std::string families(Face face, std::string_view country) {
  std::string out = face == Face::kDisplay ? "Noto Serif Display,Noto Serif"
                    : face == Face::kSerif ? "Noto Serif"
                                           : "Noto Sans,Noto Serif";
  for (const char* script : {"Noto Naskh Arabic",     "Noto Serif Hebrew",
                             "Noto Serif Armenian",   "Noto Serif Georgian",
                             "Noto Serif Devanagari", "Noto Serif Bengali",
                             "Noto Serif Gujarati",   "Noto Serif Gurmukhi",
                             "Noto Sans Oriya",       "Noto Serif Tamil",
                             "Noto Serif Telugu",     "Noto Serif Kannada",
                             "Noto Serif Malayalam",  "Noto Serif Sinhala",
                             "Noto Serif Thai",       "Noto Serif Lao",
                             "Noto Serif Khmer",      "Noto Serif Myanmar",
                             "Noto Serif Tibetan",    "Noto Serif Ethiopic",
                             "Noto Sans Thaana",      "Noto Sans Canadian Aboriginal",
                             "Noto Sans Cherokee",    "Noto Sans Tifinagh",
                             "Noto Sans Mongolian"})
    out.append(",").append(script);
  return out.append(",").append(han_family(country));
}

std::string_view language_of(GUnicodeScript script, std::string_view country) {
  switch (script) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return han_language(country);
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return "ja";
    case G_UNICODE_SCRIPT_HANGUL:
      return "ko";
    case G_UNICODE_SCRIPT_GREEK:
      return "el";
    case G_UNICODE_SCRIPT_CYRILLIC:
      return country == "RS" || country == "ME" ? "sr" : country == "BG" ? "bg" : country == "MK" ? "mk" : "ru";
    case G_UNICODE_SCRIPT_ARABIC:
      return country == "IR" || country == "AF" ? "fa" : country == "PK" ? "ur" : "ar";
    case G_UNICODE_SCRIPT_HEBREW:
      return "he";
    case G_UNICODE_SCRIPT_ARMENIAN:
      return "hy";
    case G_UNICODE_SCRIPT_GEORGIAN:
      return "ka";
    case G_UNICODE_SCRIPT_DEVANAGARI:
      return country == "NP" ? "ne" : "hi";
    case G_UNICODE_SCRIPT_BENGALI:
      return "bn";
    case G_UNICODE_SCRIPT_GUJARATI:
      return "gu";
    case G_UNICODE_SCRIPT_GURMUKHI:
      return "pa";
    case G_UNICODE_SCRIPT_ORIYA:
      return "or";
    case G_UNICODE_SCRIPT_TAMIL:
      return "ta";
    case G_UNICODE_SCRIPT_TELUGU:
      return "te";
    case G_UNICODE_SCRIPT_KANNADA:
      return "kn";
    case G_UNICODE_SCRIPT_MALAYALAM:
      return "ml";
    case G_UNICODE_SCRIPT_SINHALA:
      return "si";
    case G_UNICODE_SCRIPT_THAI:
      return "th";
    case G_UNICODE_SCRIPT_LAO:
      return "lo";
    case G_UNICODE_SCRIPT_KHMER:
      return "km";
    case G_UNICODE_SCRIPT_MYANMAR:
      return "my";
    case G_UNICODE_SCRIPT_TIBETAN:
      return country == "BT" ? "dz" : "bo";
    case G_UNICODE_SCRIPT_ETHIOPIC:
      return country == "ER" ? "ti" : "am";
    case G_UNICODE_SCRIPT_THAANA:
      return "dv";
    case G_UNICODE_SCRIPT_MONGOLIAN:
      return "mn";
    case G_UNICODE_SCRIPT_TIFINAGH:
      return "ber-ma";
    case G_UNICODE_SCRIPT_CANADIAN_ABORIGINAL:
      return "iu";
    case G_UNICODE_SCRIPT_CHEROKEE:
      return "chr";
    default:
      return {};
  }
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/badge.hpp"

#include "certs/xml_text.hpp"
#include "render/printable.hpp"
#include "render/texts.hpp"

namespace certs {
namespace {

constexpr std::size_t kTextBytesMax = 256;
constexpr int kTextWidth = 250;  // of the 320; the sign stands to the left

struct Sign {
  const char* text;    // key of texts/
  const char* colour;  // at least 4.5 : 1 on white
  const char* path;    // in a square of 32
};

Sign sign_of(Outcome outcome) {
  constexpr const char* kTick = "M8 17l6 6 11-13";
  constexpr const char* kPause = "M12 9v14M20 9v14";
  constexpr const char* kCross = "M10 10l12 12M22 10L10 22";
  constexpr const char* kClock = "M16 8v9l6 4";
  constexpr const char* kArrow = "M8 16h15M17 10l6 6-6 6";
  constexpr const char* kQuestion = "M12 12a4 4 0 1 1 5 4c-1 .4-1 1-1 3M16 23v1";
  switch (outcome) {
    case Outcome::kInForce:
      return {"status_in_force", "#1a6b3c", kTick};
    case Outcome::kNotYetInForce:
      return {"status_not_yet", "#2a5d8f", kClock};
    case Outcome::kExpired:
      return {"status_expired", "#5a6470", kClock};
    case Outcome::kSuspended:
      return {"status_suspended", "#8a5a00", kPause};
    case Outcome::kRevoked:
      return {"status_revoked", "#9b1b1b", kCross};
    case Outcome::kSuperseded:
      return {"status_superseded", "#5a6470", kArrow};
    case Outcome::kDisputed:
      return {"status_disputed", "#8a5a00", kQuestion};
    default:
      return {"status_unknown", "#5a6470", kQuestion};
  }
}

// Of a letter's size, rather too much: what fits by this fits in Noto Sans and Arial. Bytes within a letter have none.
double estimated_width(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  if ((byte & 0xC0U) == 0x80) return 0;
  if (byte >= 0xE3) return 1.0;   // Chinese, Japanese, Korean
  if (byte >= 0xE0) return 0.6;   // scripts of India and South-East Asia, with their marks
  if (byte >= 0xD6) return 0.5;   // Hebrew, Arabic
  if (byte >= 0xC0) return 0.64;  // Latin with accents, Greek, Cyrillic
  if (std::string_view(" iljI.,:;'|!()[]/").find(letter) != std::string_view::npos) return 0.32;
  if (std::string_view("ftr-").find(letter) != std::string_view::npos) return 0.4;
  if (std::string_view("mwMW%@").find(letter) != std::string_view::npos) return 0.93;
  return letter >= 'A' && letter <= 'Z' ? 0.68 : 0.58;
}

double estimated_width(std::string_view text, double size, bool bold) {
  constexpr double kBold = 1.06;
  double width = 0;
  for (const char c : text) width += estimated_width(c);
  return width * size * (bold ? kBold : 1);
}

// One line. What may be wider than the box is squeezed into it by the reader.
std::string line(int y, int size, const char* more, const std::string& text) {
  std::string out = "<text x=\"58\" y=\"" + std::to_string(y) + "\" font-size=\"" + std::to_string(size) + "\"" + more;
  const bool bold = std::string_view(more).find("bold") != std::string_view::npos;
  if (estimated_width(text, size, bold) > kTextWidth)
    out += " textLength=\"" + std::to_string(kTextWidth) + "\" lengthAdjust=\"spacingAndGlyphs\"";
  return out + ">" + xml_text(text) + "</text>\n";
}

Result<void> check(const Badge& badge) {
  if (!badge.address.starts_with("https://"))
    return ledger::fail(Code::kInvalid, "must begin with https://", "address");
  if (badge.status == Outcome::kNotGenuine)
    return ledger::fail(Code::kRefused, "a certificate that is not genuine has no badge", "status");
  for (const auto& [member, text] : {std::pair<const char*, const std::string&>{"city_name", badge.city_name},
                                     {"standard", badge.standard},
                                     {"level", badge.level},
                                     {"address", badge.address}}) {
    const std::size_t bytes_max = std::string_view(member) == "address" ? 2 * kTextBytesMax : kTextBytesMax;
    if (text.empty() || text.size() > bytes_max)
      return ledger::fail(Code::kInvalid, "has no text or more than " + std::to_string(bytes_max) + " bytes", member);
    if (auto good = check_printable(text, member); !good) return good;
  }
  return {};
}

}  // namespace

Result<std::string> status_badge(const Badge& badge) {
  if (auto good = check(badge); !good) return tl::unexpected(good.error());
  const auto texts = Texts::load(badge.language);
  if (!texts) return tl::unexpected(texts.error());
  const Sign sign = sign_of(badge.status);
  const std::string status = (*texts)(sign.text);
  const std::string year = std::to_string(badge.data_year);
  const std::string day = texts->day(badge.as_of);
  std::string title = (*texts)("badge_title", {{"city", badge.city_name},
                                               {"standard", badge.standard},
                                               {"level", badge.level},
                                               {"year", year},
                                               {"status", status},
                                               {"day", day}});
  if (badge.made_up) title += " " + (*texts)("badge_made_up") + ".";

  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"320\" "
      "height=\"104\" viewBox=\"0 0 320 104\" role=\"img\" xml:lang=\"" +
      xml_text(badge.language) + "\" aria-label=\"" + xml_text(title) + "\">\n<title>" + xml_text(title) +
      "</title>\n<a xlink:href=\"" + xml_text(badge.address) + "\" target=\"_blank\">\n";
  out +=
      "<rect x=\"0.5\" y=\"0.5\" width=\"319\" height=\"103\" rx=\"5\" fill=\"#ffffff\" stroke=\"#122940\"/>\n"
      "<g font-family=\"Noto Sans, Arial, sans-serif\" fill=\"#122940\" unicode-bidi=\"plaintext\">\n";
  out += line(25, 16, " font-weight=\"bold\"", badge.city_name);
  out += line(44, 13, "", badge.standard + " · " + badge.level);
  out += line(61, 12, " fill=\"#5a6470\"", (*texts)("badge_year", {{"year", year}}));
  const std::string coloured = std::string(" font-weight=\"bold\" fill=\"") + sign.colour + "\"";
  out += line(81, 13, coloured.c_str(), (*texts)("badge_status", {{"status", status}, {"day", day}}));
  if (badge.made_up) out += line(97, 11, " font-weight=\"bold\" fill=\"#9b1b1b\"", (*texts)("badge_made_up"));
  out += "</g>\n<circle cx=\"31\" cy=\"52\" r=\"18\" fill=\"" + std::string(sign.colour) +
         "\"/>\n<path transform=\"translate(15 36)\" d=\"" + sign.path +
         "\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linecap=\"round\"/>\n</a>\n</svg>\n";
  return out;
}

}  // namespace certs

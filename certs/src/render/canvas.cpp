// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/canvas.hpp"

#include <cairo/cairo-pdf.h>

#include <algorithm>
#include <climits>
#include <cstdio>

namespace certs {
namespace {

using ledger::Code;
using ledger::Result;

constexpr double kShrink = 0.95;  // from one size tried to the next
constexpr int kBalanceSteps = 6;

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned int size) {
  ledger::append(*static_cast<ledger::Bytes*>(closure), {data, size});
  return CAIRO_STATUS_SUCCESS;
}

int to_pango(double points) {
  return static_cast<int>(points * PANGO_SCALE);
}
double from_pango(int units) {
  return static_cast<double>(units) / PANGO_SCALE;
}

struct Extent {
  double width, height;
  int lines;
};
Extent extent_of(PangoLayout* layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  return {from_pango(logical.width), from_pango(logical.height), pango_layout_get_line_count(layout)};
}

std::string code_point(gunichar c) {
  char text[16];
  std::snprintf(text, sizeof text, "U+%04X", c);
  return text;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out += "'";
}

// Narrows the box as long as no line is added, so that the last line is not one lonely word; the box's width.
double balance(PangoLayout* layout, double width) {
  const Extent wide = extent_of(layout);
  if (wide.lines < 2) return width;
  double low = width / 3, high = width;
  for (int i = 0; i < kBalanceSteps; ++i) {
    const double middle = (low + high) / 2;
    pango_layout_set_width(layout, to_pango(middle));
    const Extent now = extent_of(layout);
    (now.lines > wide.lines || now.width > middle ? low : high) = middle;
  }
  pango_layout_set_width(layout, to_pango(high));
  return high;
}

}  // namespace

Canvas::Canvas(PangoFontMap& fonts, std::string language, bool right_to_left, std::string country)
    : language_(std::move(language)),
      right_to_left_(right_to_left),
      country_(std::move(country)),
      surface_(cairo_pdf_surface_create_for_stream(append_bytes, &pages_.pdf, kPageWidth, kPageHeight)),
      cairo_(cairo_create(surface_)),
      context_(pango_font_map_create_context(&fonts)) {
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  pango_context_set_language(context_.get(), pango_language_from_string(language_.c_str()));
  pango_context_set_base_dir(context_.get(), right_to_left_ ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
}

Canvas::~Canvas() {
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

Canvas::Tag::Tag(cairo_t* cairo, const char* name, const std::string& attributes) : cairo_(cairo), name_(name) {
  cairo_tag_begin(cairo_, name_, attributes.empty() ? nullptr : attributes.c_str());
}
Canvas::Tag::~Tag() {
  cairo_tag_end(cairo_, name_);
}

void Canvas::open(const char* name) {
  cairo_tag_begin(cairo_, name, nullptr);
}
void Canvas::close(const char* name) {
  cairo_tag_end(cairo_, name);
}

Canvas::Tag Canvas::figure(std::string alternative) {
  pages_.alternatives.push_back(std::move(alternative));
  return {cairo_, "Figure"};
}

Canvas::Tag Canvas::link(const std::string& address, std::string description) {
  pages_.links.push_back(std::move(description));
  return {cairo_, CAIRO_TAG_LINK, "uri=" + quoted(address)};
}

void Canvas::fault(ledger::Error error) {
  if (!fault_) fault_ = std::move(error);
}

void Canvas::set_languages(PangoLayout* layout, std::string_view text) {
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga 0, clig 0, dlig 0"));
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));  // a name has its own hyphens only
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    const std::string language(language_of(g_unichar_get_script(c), country_));
    if (language.empty()) continue;
    PangoAttribute* attribute = pango_attr_language_new(pango_language_from_string(language.c_str()));
    attribute->start_index = static_cast<guint>(at - text.data());
    attribute->end_index = static_cast<guint>(g_utf8_next_char(at) - text.data());
    pango_attr_list_change(attributes, attribute);
  }
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

GOwned<PangoLayout> Canvas::layout_of(std::string_view text, const Style& style, double size, double width) {
  GOwned<PangoLayout> layout(pango_layout_new(context_.get()));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, families(style.face, country_).c_str());
  pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  set_languages(layout.get(), text);
  pango_layout_set_width(layout.get(), to_pango(width));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout.get(), TRUE);
  pango_layout_set_alignment(layout.get(), style.align == Align::kCentre ? PANGO_ALIGN_CENTER
                                           : style.align == Align::kEnd  ? PANGO_ALIGN_RIGHT
                                                                         : PANGO_ALIGN_LEFT);
  return layout;
}

void Canvas::look_for_missing_glyphs(PangoLayout* layout) {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return;
  std::string missing;
  for (GSList* line = pango_layout_get_lines_readonly(layout); line != nullptr; line = line->next) {
    for (GSList* run = static_cast<PangoLayoutLine*>(line->data)->runs; run != nullptr; run = run->next) {
      const PangoGlyphString* glyphs = static_cast<PangoLayoutRun*>(run->data)->glyphs;
      for (int i = 0; i < glyphs->num_glyphs; ++i) {
        const PangoGlyph glyph = glyphs->glyphs[i].glyph;
        if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && missing.empty())
          missing = code_point(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
      }
    }
  }
  fault({Code::kInvalid, "no pinned font has the character " + missing, pango_layout_get_text(layout)});
}

Laid Canvas::lay(std::string_view text, const Style& style, double width) {
  Laid laid{layout_of(text, style, style.size, width), width, 0, style.colour};
  laid.height = extent_of(laid.layout.get()).height;
  look_for_missing_glyphs(laid.layout.get());
  return laid;
}

std::optional<Laid> Canvas::try_fit(std::string_view text, const Style& style, double width, double height,
                                    double size_min, Break breaks) {
  const auto within = [&](double smallest, int lines_most) -> std::optional<Laid> {
    for (double size = style.size;; size = std::max(size * kShrink, smallest)) {
      Laid laid{layout_of(text, style, size, width), width, 0, style.colour};
      if (breaks == Break::kWords) pango_layout_set_wrap(laid.layout.get(), PANGO_WRAP_WORD);
      const Extent extent = extent_of(laid.layout.get());
      if (extent.height <= height && extent.width <= width && extent.lines <= lines_most) {
        if (style.align == Align::kCentre) laid.width = balance(laid.layout.get(), width);
        laid.height = extent_of(laid.layout.get()).height;
        look_for_missing_glyphs(laid.layout.get());
        return laid;
      }
      if (size <= smallest) return std::nullopt;
    }
  };
  if (style.face == Face::kDisplay) {
    if (auto laid = within(std::max(size_min, style.size * kOneLine), 1)) return laid;
  }
  return within(size_min, INT_MAX);
}

Laid Canvas::fit(std::string_view text, const Style& style, double width, double height, double size_min) {
  for (const Break breaks : {Break::kWords, Break::kAnywhere}) {
    if (auto laid = try_fit(text, style, width, height, size_min, breaks)) return std::move(*laid);
  }
  fault({Code::kTooLarge, "is too long for its place on the page", std::string(text)});
  return lay(text, style, width);
}

void Canvas::draw(const Laid& laid, double x, double y) {
  cairo_set_source_rgb(cairo_, laid.colour.red, laid.colour.green, laid.colour.blue);
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, laid.layout.get());
}

double Canvas::paragraph(std::string_view text, const Style& style, double x, double y, double width) {
  const Tag p = tag("P");
  const Laid laid = lay(text, style, width);
  draw(laid, x, y);
  return laid.height;
}

void Canvas::fill(double x, double y, double width, double height, Colour colour) {
  cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_fill(cairo_);
}

void Canvas::frame(double x, double y, double width, double height, double line, Colour colour) {
  cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue);
  cairo_set_line_width(cairo_, line);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_stroke(cairo_);
}

void Canvas::squares(const std::vector<std::vector<bool>>& rows, double x, double y, double side, Colour colour) {
  cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size();) {
      std::size_t end = c;
      while (end < rows[r].size() && rows[r][end]) ++end;
      if (end > c)
        cairo_rectangle(cairo_, x + static_cast<double>(c) * side, y + static_cast<double>(r) * side,
                        static_cast<double>(end - c) * side, side);
      c = end + 1;
    }
  }
  cairo_fill(cairo_);
}

void Canvas::next_page() {
  cairo_show_page(cairo_);
}

Result<Canvas::Pages> Canvas::finish() {
  cairo_show_page(cairo_);
  cairo_surface_finish(surface_);
  if (fault_) return tl::unexpected(*fault_);
  for (const cairo_status_t status : {cairo_status(cairo_), cairo_surface_status(surface_)}) {
    if (status != CAIRO_STATUS_SUCCESS)
      return ledger::fail(Code::kStorage, std::string("Cairo cannot draw the page: ") + cairo_status_to_string(status));
  }
  return std::move(pages_);
}

}  // namespace certs

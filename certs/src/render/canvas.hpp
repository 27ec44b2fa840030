// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A tagged PDF of A4 pages, drawn with Cairo; text is laid out by Pango in the pinned faces. Lengths are points from
// the page's upper left corner. The first fault is kept and comes out of finish().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.hpp"
#include "render/fonts.hpp"

namespace certs {

inline constexpr double kPageWidth = 595.276;
inline constexpr double kPageHeight = 841.89;

struct Colour {
  double red = 0, green = 0, blue = 0;
};

inline constexpr double kOneLine = 0.62;

enum class Align : std::uint8_t { kStart, kCentre, kEnd };

struct Style {
  Face face = Face::kSans;
  double size = 10;
  bool bold = false;
  bool italic = false;
  Colour colour{};
  Align align = Align::kStart;
};

// Text with its line breaks, ready to be drawn.
struct Laid {
  GOwned<PangoLayout> layout;
  double width = 0;  // of the box it was laid in
  double height = 0;
  Colour colour{};
};

class Canvas {
 public:
  // `fonts` outlives the canvas. The country decides the shape of letters that several languages share.
  Canvas(PangoFontMap& fonts, std::string language, bool right_to_left, std::string country);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  // A structure element, open until its end of scope.
  class Tag {
   public:
    Tag(cairo_t* cairo, const char* name, const std::string& attributes = {});
    ~Tag();
    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;

   private:
    cairo_t* cairo_;
    const char* name_;
  };
  [[nodiscard]] Tag tag(const char* name) { return {cairo_, name}; }
  void open(const char* name);  // the same over several calls
  void close(const char* name);
  [[nodiscard]] Tag figure(std::string alternative);
  [[nodiscard]] Tag link(const std::string& address, std::string description);

  [[nodiscard]] Laid lay(std::string_view text, const Style& style, double width);
  // The largest size from style.size down to `size_min` at which the text stands in the box, in lines of like length;
  // in the display face on one line while that takes no less than kOneLine of the size. Nothing when there is no such.
  enum class Break : std::uint8_t { kWords, kAnywhere };
  [[nodiscard]] std::optional<Laid> try_fit(std::string_view text, const Style& style, double width, double height,
                                            double size_min, Break breaks = Break::kWords);
  // The same, breaking words where they do not fit whole; a text that does not fit is a fault (kTooLarge).
  [[nodiscard]] Laid fit(std::string_view text, const Style& style, double width, double height, double size_min);
  void draw(const Laid& laid, double x, double y);
  // lay() and draw() in a P; returns the height.
  double paragraph(std::string_view text, const Style& style, double x, double y, double width);

  void fill(double x, double y, double width, double height, Colour colour);
  void frame(double x, double y, double width, double height, double line, Colour colour);
  // Squares of `side` for every true bit, as one shape.
  void squares(const std::vector<std::vector<bool>>& rows, double x, double y, double side, Colour colour);
  void next_page();

  void fault(ledger::Error error);
  struct Pages {
    ledger::Bytes pdf;
    std::vector<std::string> alternatives;  // of the figures, in the order of the structure
    std::vector<std::string> links;         // descriptions, in the order of the pages
  };
  [[nodiscard]] ledger::Result<Pages> finish();

 private:
  [[nodiscard]] GOwned<PangoLayout> layout_of(std::string_view text, const Style& style, double size, double width);
  void set_languages(PangoLayout* layout, std::string_view text);
  void look_for_missing_glyphs(PangoLayout* layout);

  std::string language_;
  bool right_to_left_;
  std::string country_;
  Pages pages_;
  std::optional<ledger::Error> fault_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
  GOwned<PangoContext> context_;
};

}  // namespace certs

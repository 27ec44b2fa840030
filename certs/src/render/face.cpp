// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Page 1. The lower part (table, people, codes) has its place at the foot of the page; the upper part (who, what, which
// level) shares the room above it, the city's name taking what is left.
#include <algorithm>
#include <functional>

#include "render/foot.hpp"

namespace certs {
namespace {

using namespace ink;

constexpr double kFrame = 26;  // from the page's edge
constexpr double kSkylineMost = 48;
constexpr double kSkylineLeast = 14;  // without room for that there is none
constexpr double kCityMost = 112;
constexpr double kAir = 16;           // room that the city's name leaves to the gaps
constexpr double kDisplayLeast = 26;  // below this size the display face is too thin
constexpr double kMargin = kFaceMargin;
constexpr double kWidth = kPageWidth - 2 * kMargin;

Style centred(Face face, double size, Colour colour = kInk) {
  return {face, size, false, false, colour, Align::kCentre};
}

// Colour and word together; a name that is not known here is printed in ink.
Colour colour_of(std::string_view level) {
  if (level == "Platinum") return {0.290, 0.353, 0.420};
  if (level == "Gold") return {0.545, 0.412, 0.078};
  if (level == "Silver") return {0.404, 0.427, 0.455};
  if (level == "Bronze") return {0.557, 0.341, 0.180};
  if (level == "Aspirational") return {0.114, 0.420, 0.475};
  return kInk;
}

Colour tinted(Colour colour, double strength) {
  const auto mixed = [strength](double value) { return 1 - strength * (1 - value); };
  return {mixed(colour.red), mixed(colour.green), mixed(colour.blue)};
}

// One piece of the upper part, in the order of reading.
struct Piece {
  double height = 0;
  double gap = 0;      // least room before it
  double stretch = 0;  // its share of what is left over
  std::function<void(double y)> draw;
};

class FacePage {
 public:
  FacePage(Canvas& canvas, const Content& content)
      : canvas_(canvas), content_(content), facts_(content.facts), texts_(content.texts) {}

  void draw() {
    draw_frame();
    Foot foot(canvas_, content_);
    const double foot_top = kFaceBottom - foot.height();
    collect(foot_top - kFaceTop);
    const auto all = canvas_.tag("Sect");
    draw_pieces(foot_top);
    foot.draw(foot_top);
    draw_continued();
  }

 private:
  void draw_continued() {
    const auto p = canvas_.tag("P");
    const Laid laid = canvas_.fit(texts_("continued"), centred(Face::kSans, 6.5, kGrey), kWidth, 10, 4);
    canvas_.draw(laid, kMargin, kFaceBottom + 2.5);
  }

  void draw_frame() {
    canvas_.frame(kFrame, kFrame, kPageWidth - 2 * kFrame, kPageHeight - 2 * kFrame, 1.1, kInk);
    canvas_.frame(kFrame + 3.5, kFrame + 3.5, kPageWidth - 2 * kFrame - 7, kPageHeight - 2 * kFrame - 7, 0.4, kInk);
  }

  // A row of houses whose heights are the digits of the fingerprint, in the level's colour: each certificate has its
  // own. Decoration.
  void draw_skyline(double y, double height) {
    const Colour colour = colour_of(facts_.certificate.level);
    const double step = kWidth / static_cast<double>(facts_.fingerprint.size());
    for (std::size_t i = 0; i < facts_.fingerprint.size(); ++i) {
      const char digit = facts_.fingerprint[i];
      const int value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
      const double tall = height * (0.16 + 0.84 * value / 15.0);
      const double strength = i % 3 == 0 ? 0.30 : i % 3 == 1 ? 0.12 : 0.18;
      canvas_.fill(kMargin + static_cast<double>(i) * step, y + height - tall, step * 0.84, tall,
                   tinted(colour, strength));
    }
    canvas_.fill(kMargin, y + height, kWidth, 0.8, kInk);
  }

  // A text in the upper part: laid out now, drawn when its place is known.
  void add(std::string_view tag, Laid laid, double gap, double stretch) {
    auto kept = std::make_shared<Laid>(std::move(laid));
    pieces_.push_back({kept->height, gap, stretch, [this, kept, name = std::string(tag)](double y) {
                         const auto tag_open = canvas_.tag(name.c_str());
                         canvas_.draw(*kept, kMargin + (kWidth - kept->width) / 2, y);
                       }});
  }

  // At the page's present scale; what does not fit even so is tried again at a smaller one.
  Laid fitted(const std::string& text, Style style, double width, double height, double size_min) {
    style.size *= scale_;
    for (const auto breaks : {Canvas::Break::kWords, Canvas::Break::kAnywhere}) {
      if (auto laid = canvas_.try_fit(text, style, width, height, size_min * scale_, breaks)) return std::move(*laid);
    }
    all_fits_ = false;
    return canvas_.lay(text, style, width);
  }

  // What a reader must know first, in one box.
  void add_notice() {
    const Certificate& c = facts_.certificate;
    std::vector<std::string> sentences;
    if (content_.specimen) sentences.push_back(texts_("specimen"));
    if (!c.notice.empty()) sentences.push_back(c.notice);
    if (c.simulated_clock) sentences.push_back(texts_("notice_clock"));
    if (sentences.empty()) return;
    Style style = centred(Face::kSans, 9, kWarning);
    style.bold = true;
    std::vector<std::shared_ptr<Laid>> lines;
    double height = 10;
    for (const std::string& sentence : sentences) {
      lines.push_back(std::make_shared<Laid>(fitted(sentence, style, kWidth - 20, 37, 6)));
      height += lines.back()->height;
    }
    pieces_.push_back({height, 0, 0, [this, lines, height](double y) {
                         canvas_.fill(kMargin, y, kWidth, height, kWarningPale);
                         canvas_.frame(kMargin, y, kWidth, height, 0.7, kWarning);
                         double line_y = y + 5;
                         for (const auto& line : lines) {
                           const auto p = canvas_.tag("P");
                           canvas_.draw(*line, kMargin + (kWidth - line->width) / 2, line_y);
                           line_y += line->height;
                         }
                       }});
  }

  void add_level() {
    const Certificate& c = facts_.certificate;
    const Colour colour = colour_of(c.level);
    Style style = centred(Face::kDisplay, 34, colour);
    style.bold = true;
    auto kept = std::make_shared<Laid>(fitted(c.level, style, kWidth - 60, 50, 5));
    const double height = kept->height + 10;
    pieces_.push_back({height, 10, 2, [this, kept, colour, height](double y) {
                         canvas_.fill(kPageWidth / 2 - 110, y, 220, 1.6, colour);
                         canvas_.fill(kPageWidth / 2 - 110, y + height - 1.6, 220, 1.6, colour);
                         const auto p = canvas_.tag("H2");
                         canvas_.draw(*kept, kMargin + (kWidth - kept->width) / 2, y + 5);
                       }});
    const std::string scheme = texts_("scheme", {{"scheme", c.scheme}, {"version", std::to_string(c.scheme_version)}});
    add("P", fitted(scheme, centred(Face::kSans, 9, kGrey), kWidth, 24, 5), 5, 0);
    if (c.scheme_assumed)
      add("P", fitted(texts_("scheme_assumed"), centred(Face::kSans, 9, kGrey), kWidth, 24, 6), 1, 0);
    if (c.level != c.computed_level) {
      const std::string text = texts_("early_adopter", {{"level", c.level}, {"computed", c.computed_level}});
      add("P", fitted(text, centred(Face::kSans, 9), kWidth - 40, 36, 4.5), 4, 0);
    }
  }

  [[nodiscard]] double needed() const {
    double sum = 0;
    for (const Piece& piece : pieces_) sum += piece.gap + piece.height;
    return sum;
  }

  // Very long texts everywhere need a smaller scale; ordinary ones never do.
  void collect(double room) {
    for (const double scale : {1.0, 0.85, 0.72, 0.6, 0.5, 0.42}) {
      scale_ = scale;
      all_fits_ = true;
      pieces_.clear();
      collect_scaled(room);
      if (all_fits_) return;
    }
    canvas_.fault(
        {ledger::Code::kTooLarge, "the texts of this certificate are too long for one page", "certification"});
  }

  void collect_scaled(double room) {
    const Certificate& c = facts_.certificate;
    add_notice();
    Style issuer = centred(Face::kSerif, 14);
    issuer.bold = true;
    add("P", fitted(c.issuer_name, issuer, kWidth, 36, 6), pieces_.empty() ? 6 : 10, 0.5);
    const std::size_t skyline = pieces_.size();
    pieces_.push_back({0, 0, 0, [](double) {}});
    add("H1", fitted(texts_("title"), centred(Face::kDisplay, 29), kWidth, 44, 16), 10, 1);
    Style quiet = centred(Face::kSerif, 11.5, kGrey);
    quiet.italic = true;
    add("P", fitted(texts_("certifies"), quiet, kWidth, 30, 5), 6, 1.2);
    const std::size_t city = pieces_.size();
    pieces_.push_back({0, 2, 0.4, {}});
    add("P", fitted(texts_.country(c.country), centred(Face::kSerif, 13), kWidth, 30, 6), 1, 0.2);
    add("P", fitted(texts_("reported"), quiet, kWidth, 30, 5), 6, 1.2);
    Style standard = centred(Face::kDisplay, 21);
    standard.bold = true;
    add("P", fitted(facts_.standard, standard, kWidth, 34, 8), 2, 0.3);
    add("P", fitted(facts_.standard_title, centred(Face::kSerif, 10, kGrey), kWidth, 28, 6), 1, 0);
    add_level();
    set_city(city, std::min(kCityMost, room - needed() - kAir));
    set_skyline(skyline, room - needed() - kAir);
  }

  // The largest text of the page, as large as the rest leaves room for.
  void set_city(std::size_t place, double height) {
    const std::string& name = facts_.certificate.city_name;
    Style style = centred(Face::kDisplay, 46);
    style.bold = true;
    std::optional<Laid> laid;
    if (scale_ == 1.0) laid = canvas_.try_fit(name, style, kWidth, height, kDisplayLeast);
    if (!laid) {
      style.face = Face::kSerif;
      style.size = kDisplayLeast;
      laid = fitted(name, style, kWidth, height, 8);
    }
    auto kept = std::make_shared<Laid>(std::move(*laid));
    pieces_[place].height = kept->height;
    pieces_[place].draw = [this, kept](double y) {
      const auto h2 = canvas_.tag("H2");
      canvas_.draw(*kept, kMargin + (kWidth - kept->width) / 2, y);
    };
  }

  void set_skyline(std::size_t place, double room) {
    const double height = std::min(kSkylineMost, room * 0.7);
    if (height < kSkylineLeast) return;
    pieces_[place] = {height, 4, 0.3, [this, height](double y) { draw_skyline(y, height); }};
  }

  void draw_pieces(double bottom) {
    double stretch = 1.5;  // of the room below the last piece
    for (const Piece& piece : pieces_) stretch += piece.stretch;
    const double left = std::max(0.0, bottom - kFaceTop - needed());
    double y = kFaceTop;
    for (const Piece& piece : pieces_) {
      y += piece.gap + left * piece.stretch / stretch;
      piece.draw(y);
      y += piece.height;
    }
  }

  Canvas& canvas_;
  const Content& content_;
  const Facts& facts_;
  const Texts& texts_;
  std::vector<Piece> pieces_;
  double scale_ = 1;
  bool all_fits_ = true;
};

}  // namespace

void draw_face(Canvas& canvas, const Content& content) {
  FacePage(canvas, content).draw();
}

}  // namespace certs

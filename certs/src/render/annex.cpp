// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From page 2 on. Pages are planned first, so that each can say how many there are.
#include <array>
#include <functional>

#include "render/pages.hpp"

namespace certs {
namespace {

using namespace ink;

constexpr double kLeft = 58;
constexpr double kWidth = kPageWidth - 2 * kLeft;
constexpr double kTop = 54;
constexpr double kBottom = kPageHeight - 60;
constexpr double kRowGap = 3.4;
constexpr std::array<double, 5> kColumns = {42, 265, 62, 56, 54};  // with the space behind them

Style body(double size = 8.5, Colour colour = kInk) {
  return {Face::kSans, size, false, false, colour, Align::kStart, 1.05};
}
Style heading(double size) {
  return {Face::kSerif, size, true, false, kInk, Align::kStart, 1.0};
}

// A name in a sentence of the other direction stays in its own.
std::string isolated(const std::string& text) {
  return "\u2068" + text + "\u2069";
}

class Annex {
 public:
  Annex(Canvas& canvas, const Content& content)
      : canvas_(canvas), content_(content), facts_(content.facts), texts_(content.texts) {}

  void draw() {
    plan();
    for (std::size_t page = 0; page < pages_.size(); ++page) {
      canvas_.next_page();
      draw_running_head(page + 2);
      for (const auto& [y, draw_block] : pages_[page]) draw_block(y);
    }
  }

 private:
  using Draw = std::function<void(double y)>;

  // Puts a block on this page or, when there is no room, on the next.
  bool place(double height, Draw draw_block) {
    const bool turned = y_ + height > kBottom;
    if (turned) turn();
    pages_.back().emplace_back(y_, std::move(draw_block));
    y_ += height;
    return turned;
  }
  void turn() {
    pages_.emplace_back();
    y_ = kTop;
  }

  void text(const std::string& words, const Style& style, double gap, const char* name = "P") {
    y_ += gap;
    auto kept = std::make_shared<Laid>(canvas_.lay(words, style, kWidth));
    place(kept->height, [this, kept, name](double y) {
      const auto tag = canvas_.tag(name);
      canvas_.draw(*kept, kLeft, y);
    });
  }

  void plan() {
    const Certificate& c = facts_.certificate;
    turn();
    text(texts_("annex"), heading(18), 0, "H2");
    text(texts_("annex_intro", {{"city", isolated(c.city_name)},
                                {"standard", facts_.standard},
                                {"year", std::to_string(c.data_year)},
                                {"number", c.number},
                                {"origin", c.origin}}),
         body(), 4);
    plan_table();
    if (!facts_.verifiers.empty()) {
      text(texts_("verified_by"), heading(12), 14, "H2");
      for (const std::string& name : facts_.verifiers) text(name, body(), 2);
    }
    text(texts_("signatures"), heading(12), 14, "H2");
    for (const Signatory& s : facts_.signatories)
      text(texts_(s.is_seal ? "role_seal" : "role_signatory") + ": " + s.method + ", " +
               texts_("key", {{"id", s.key_id}}),
           body(), 2);
    plan_how();
  }

  void plan_how() {
    const Certificate& c = facts_.certificate;
    text(texts_("how"), heading(12), 14, "H2");
    text(texts_("how_online", {{"address", facts_.address}, {"base", c.base}}), body(), 3);
    text(texts_("how_file") + (content_.short_code.empty() ? "" : " " + texts_("how_short")), body(), 3);
    text(texts_("how_compare"), body(), 3);
    text(texts_("how_ledger", {{"entry", std::to_string(facts_.issuance.value)},
                               {"origin", c.origin},
                               {"genesis", ledger::to_hex(c.genesis)}}),
         body(), 3);
    text(texts_("how_limits"), body(), 3);
  }

  using Row = std::array<std::string, 5>;

  void row(const Row& cells, bool head) {
    struct Cells {
      std::array<Laid, 5> laid;
    };
    auto kept = std::make_shared<Cells>();
    double height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      Style style = body(head ? 7.5 : 8, head ? kGrey : kInk);
      style.bold = head;
      if (i >= 3) style.align = Align::kEnd;
      kept->laid[i] = canvas_.lay(cells[i], style, kColumns[i] - 8);
      height = std::max(height, kept->laid[i].height);
    }
    place(height + kRowGap, [this, kept, head, height](double y) {
      const auto tr = canvas_.tag("TR");
      double x = kLeft;
      for (std::size_t i = 0; i < kept->laid.size(); ++i) {
        const auto cell = canvas_.tag(head ? "TH" : "TD");
        canvas_.draw(kept->laid[i], x, y);
        x += kColumns[i];
      }
      canvas_.fill(kLeft, y + height + kRowGap / 2, kWidth, head ? 0.8 : 0.3, head ? kInk : kRule);
    });
  }

  void plan_table() {
    const Row head = {texts_("column_code"), texts_("column_indicator"), texts_("column_kind"),
                      texts_("column_submission"), texts_("column_decision")};
    y_ += 10;
    open_table();
    row(head, true);
    for (const CertifiedIndicator& indicator : facts_.indicators) {
      if (y_ + kRowMost > kBottom) {
        close_table();
        turn();
        open_table();
        row(head, true);
      }
      row({indicator.code, indicator.name, texts_("kind_" + indicator.kind), std::to_string(indicator.submission.value),
           std::to_string(indicator.decision.value)},
          false);
    }
    close_table();
  }
  void open_table() {
    place(0, [this](double) { canvas_.open("Table"); });
  }
  void close_table() {
    place(0, [this](double) { canvas_.close("Table"); });
  }

  void draw_running_head(std::size_t page) {
    const Certificate& c = facts_.certificate;
    canvas_.fill(kLeft, kPageHeight - 50, kWidth, 0.5, kRule);
    const std::string words = texts_(
        "page", {{"number", c.number}, {"page", std::to_string(page)}, {"pages", std::to_string(pages_.size() + 1)}});
    canvas_.paragraph(words, body(7.5, kGrey), kLeft, kPageHeight - 46, kWidth);
    std::string notice = content_.specimen ? texts_("specimen") + " " : "";
    if (!c.notice.empty()) notice += c.notice + " ";
    if (c.simulated_clock) notice += texts_("notice_clock");
    if (notice.empty()) return;
    const auto p = canvas_.tag("P");
    canvas_.draw(canvas_.fit(notice, body(7.5, kWarning), kWidth, 22, 4), kLeft, 28);
  }

  static constexpr double kRowMost = 48;  // room asked for before a row: four lines

  Canvas& canvas_;
  const Content& content_;
  const Facts& facts_;
  const Texts& texts_;
  std::vector<std::vector<std::pair<double, Draw>>> pages_;
  double y_ = 0;
};

}  // namespace

void draw_annex(Canvas& canvas, const Content& content) {
  Annex(canvas, content).draw();
}

}  // namespace certs

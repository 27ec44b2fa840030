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
constexpr std::array<double, 5> kColumns = {36, 259, 72, 58, 54};  // with the space behind them

Style body(double size = 8.5, Colour colour = kInk) {
  return {Face::kSans, size, false, false, colour, Align::kStart};
}
Style heading(double size) {
  return {Face::kSerif, size, true, false, kInk, Align::kStart};
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

  // Puts a block on this page or, when there is no room for it and what must follow, on the next.
  void place(double height, Draw draw_block, double follows = 0) {
    if (y_ + height + follows > kBottom) turn();
    pages_.back().emplace_back(y_, std::move(draw_block));
    y_ += height;
  }
  void turn() {
    pages_.emplace_back();
    y_ = kTop;
  }

  void text(const std::string& words, const Style& style, double gap, const char* name = "P") {
    y_ += gap;
    auto kept = std::make_shared<Laid>(canvas_.lay(words, style, kWidth));
    const bool is_heading = std::string_view(name) != "P";
    place(
        kept->height,
        [this, kept, name](double y) {
          const auto tag = canvas_.tag(name);
          canvas_.draw(*kept, kLeft, y);
        },
        is_heading ? 30 : 0);
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

  struct LaidRow {
    std::array<Laid, 5> cells;
    double height = 0;
    bool head = false;
  };

  std::shared_ptr<LaidRow> lay_row(const Row& cells, bool head) {
    auto row = std::make_shared<LaidRow>();
    row->head = head;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      Style style = body(head ? 7.5 : 8, head ? kGrey : kInk);
      style.bold = head;
      if (i >= 3) style.align = Align::kEnd;
      row->cells[i] = canvas_.lay(cells[i], style, kColumns[i] - (i < 4 ? 8 : 0));
      row->height = std::max(row->height, row->cells[i].height);
    }
    row->height += kRowGap;
    return row;
  }

  void place_row(std::shared_ptr<LaidRow> row) {
    const double height = row->height;
    place(height, [this, kept = std::move(row)](double y) {
      const auto tr = canvas_.tag("TR");
      double x = kLeft;
      for (std::size_t i = 0; i < kept->cells.size(); ++i) {
        const auto cell = canvas_.tag(kept->head ? "TH" : "TD");
        canvas_.draw(kept->cells[i], x, y);
        x += kColumns[i];
      }
      canvas_.fill(kLeft, y + kept->height - kRowGap / 2, kWidth, kept->head ? 0.8 : 0.3, kept->head ? kInk : kRule);
    });
  }

  void plan_table() {
    const Row head = {texts_("column_code"), texts_("column_indicator"), texts_("column_kind"),
                      texts_("column_submission"), texts_("column_decision")};
    y_ += 10;
    open_table();
    place_row(lay_row(head, true));
    for (const CertifiedIndicator& indicator : facts_.indicators) {
      auto row = lay_row({indicator.code, indicator.name, texts_("kind_" + indicator.kind),
                          std::to_string(indicator.submission.value), std::to_string(indicator.decision.value)},
                         false);
      if (y_ + row->height > kBottom) {
        close_table();
        turn();
        open_table();
        place_row(lay_row(head, true));
      }
      place_row(std::move(row));
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
    canvas_.draw(canvas_.fit(notice, body(7.5, kWarning), kWidth, 30, 3), kLeft, 20);
  }

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

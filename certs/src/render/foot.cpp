// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/foot.hpp"

#include <algorithm>

namespace certs {
namespace {

using namespace ink;

constexpr double kLeft = kFaceMargin;
constexpr double kWidth = kPageWidth - 2 * kFaceMargin;
constexpr double kGutter = 14;
constexpr double kCodeSide = 92;         // 32 mm, quiet zone not counted
constexpr double kShortModule = 1.2;     // 0.42 mm: legible in a scan of 150 dpi
constexpr double kShortSideLeast = 104;  // 37 mm

Style label_style() {
  return {Face::kSans, 7.5, false, false, kGrey, Align::kStart};
}
Style main_style() {
  return {Face::kSans, 11, true, false, kInk, Align::kStart};
}
Style small_style(Colour colour = kInk) {
  return {Face::kSans, 8, false, false, colour, Align::kStart};
}

using Shared = std::shared_ptr<Laid>;

}  // namespace

Foot::Foot(Canvas& canvas, const Content& content)
    : canvas_(canvas), content_(content), facts_(content.facts), texts_(content.texts) {
  add_table();
  add_verifiers();
  add_signatories();
  add_codes();
  add_attested();
}

void Foot::draw(double y) const {
  for (const auto& [offset, draw_part] : parts_) draw_part(y + offset);
}

void Foot::part(double gap, double height, Draw draw) {
  parts_.emplace_back(height_ + gap, std::move(draw));
  height_ += gap + height;
}

Foot::Cell Foot::moment(const char* key, ledger::UnixMillis time) const {
  return {texts_(key), {{texts_.day(time), true}, {texts_.time(time), false}}};
}

// Two rows of the structure's table: names, then values.
void Foot::add_row(const std::vector<Cell>& cells) {
  const double column = (kWidth - 2 * kGutter) / 3;
  std::vector<Shared> labels;
  std::vector<std::vector<Shared>> values;
  double label_height = 0, value_height = 0;
  for (const Cell& cell : cells) {
    labels.push_back(std::make_shared<Laid>(canvas_.fit(cell.label, label_style(), column, 11, 5)));
    label_height = std::max(label_height, labels.back()->height);
    double height = 0;
    values.emplace_back();
    for (const auto& [text, main] : cell.lines) {
      const Style style = main ? main_style() : small_style(kGrey);
      values.back().push_back(std::make_shared<Laid>(canvas_.fit(text, style, column, main ? 16 : 12, 5)));
      height += values.back().back()->height;
    }
    value_height = std::max(value_height, height);
  }
  const auto draw_row = [this, labels, values, column, label_height](double y) {
    canvas_.fill(kLeft, y, kWidth, 0.5, kRule);
    double x = kLeft;
    {
      const auto tr = canvas_.tag("TR");
      for (const Shared& label : labels) {
        const auto th = canvas_.tag("TH");
        canvas_.draw(*label, x, y + 4);
        x += column + kGutter;
      }
    }
    const auto tr = canvas_.tag("TR");
    x = kLeft;
    for (const auto& lines : values) {
      const auto td = canvas_.tag("TD");
      double line_y = y + 4 + label_height;
      for (const Shared& line : lines) {
        canvas_.draw(*line, x, line_y);
        line_y += line->height;
      }
      x += column + kGutter;
    }
  };
  part(3, label_height + value_height + 5, draw_row);
}

void Foot::add_table() {
  const Certificate& c = facts_.certificate;
  std::string kinds;
  for (const KindCount& count : facts_.counts) {
    kinds += (kinds.empty() ? "" : ", ") + texts_("count_of_kind", {{"n", std::to_string(count.verified)},
                                                                    {"m", std::to_string(count.in_standard)},
                                                                    {"kind", texts_("kind_" + count.kind)}});
  }
  const std::string counted =
      texts_("count_of", {{"n", std::to_string(c.counts.total)}, {"m", std::to_string(c.totals.total)}});
  part(0, 0, [this](double) { canvas_.open("Table"); });
  add_row({{texts_("data_year"), {{std::to_string(c.data_year), true}}},
           {texts_("indicators"), {{counted, true}, {kinds, false}}},
           {texts_("number"), {{c.number, true}}}});
  add_row({moment("valid_from", facts_.valid_from), moment("valid_until", facts_.valid_until),
           moment("issued", facts_.issued)});
  if (facts_.supersedes) add_row({{texts_("supersedes"), {{*facts_.supersedes, true}}}});
  part(0, 0, [this](double) { canvas_.close("Table"); });
}

// As many names as have room at a legible size, one at least.
Laid Foot::verifier_names() {
  const std::vector<std::string>& all = facts_.verifiers;
  Style style = main_style();
  style.size = 10;
  for (std::size_t shown = std::min(all.size(), kOnFaceMax);; --shown) {
    std::string names;
    for (std::size_t i = 0; i < shown; ++i) names += (i == 0 ? "" : " · ") + all[i];
    if (shown < all.size()) names += " · " + texts_("more", {{"n", std::to_string(all.size() - shown)}});
    if (shown == 1) return canvas_.fit(names, style, kWidth, 36, 3.5);
    if (auto laid = canvas_.try_fit(names, style, kWidth, 28, 7)) return std::move(*laid);
  }
}

void Foot::add_verifiers() {
  if (facts_.verifiers.empty()) return;
  const auto label = std::make_shared<Laid>(canvas_.lay(texts_("verified_by"), label_style(), kWidth));
  const auto value = std::make_shared<Laid>(verifier_names());
  part(3, 5 + label->height + value->height, [this, label, value](double y) {
    canvas_.fill(kLeft, y, kWidth, 0.5, kRule);
    const auto p = canvas_.tag("P");
    canvas_.draw(*label, kLeft, y + 4);
    canvas_.draw(*value, kLeft, y + 4 + label->height);
  });
}

void Foot::add_signatories() {
  const std::size_t shown = std::min(facts_.signatories.size(), kOnFaceMax);
  const double column = (kWidth - 2 * kGutter) / 3;
  struct Entry {
    Shared role, method, key;
  };
  std::vector<Entry> entries;
  double height = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const Signatory& signatory = facts_.signatories[i];
    Style role = small_style();
    role.bold = true;
    entries.push_back({std::make_shared<Laid>(canvas_.fit(texts_(signatory.is_seal ? "role_seal" : "role_signatory"),
                                                          role, column, 12, 5)),
                       std::make_shared<Laid>(canvas_.fit(signatory.method, small_style(), column, 22, 4)),
                       std::make_shared<Laid>(
                           canvas_.fit(texts_("key", {{"id", signatory.key_id}}), small_style(kGrey), column, 12, 5))});
    const Entry& entry = entries.back();
    height = std::max(height, entry.role->height + entry.method->height + entry.key->height);
  }
  Shared more;
  if (facts_.signatories.size() > shown) {
    more = std::make_shared<Laid>(canvas_.lay(
        texts_("more", {{"n", std::to_string(facts_.signatories.size() - shown)}}), small_style(kGrey), kWidth));
    height += more->height;
  }
  part(14, height + 4, [this, entries, column, more, height](double y) {
    double x = kLeft;
    for (const Entry& entry : entries) {
      canvas_.fill(x, y, column, 0.8, kInk);
      const auto p = canvas_.tag("P");
      canvas_.draw(*entry.role, x, y + 3);
      canvas_.draw(*entry.method, x, y + 3 + entry.role->height);
      canvas_.draw(*entry.key, x, y + 3 + entry.role->height + entry.method->height);
      x += column + kGutter;
    }
    if (!more) return;
    const auto p = canvas_.tag("P");
    canvas_.draw(*more, kLeft, y + 3 + height - more->height);
  });
}

void Foot::draw_code(const Modules& modules, double side, double x, double y, const std::string& alternative) const {
  const auto figure = canvas_.figure(alternative);
  canvas_.squares(modules, x, y, side / static_cast<double>(modules.size()), {});
}

void Foot::add_codes() {
  const bool has_short = !content_.short_code.empty();
  const auto quiet = [](const Modules& modules, double side) {
    return kQuietModules * side / static_cast<double>(modules.size());
  };
  const double short_side = std::max(kShortSideLeast, kShortModule * static_cast<double>(content_.short_code.size()));
  const double left_quiet = quiet(content_.address_code, kCodeSide);
  const double right_quiet = has_short ? quiet(content_.short_code, short_side) : 0;
  const double text_x = kLeft + kCodeSide + left_quiet + 4;
  const double text_end = kLeft + kWidth - (has_short ? short_side + right_quiet + 4 : 0);
  const double text_width = text_end - text_x;
  Style heading{Face::kSerif, 11, true, false, kInk, Align::kStart};
  Style bold = small_style();
  bold.bold = true;
  const auto shared = [&](const std::string& text, const Style& style, double height, double least) {
    return std::make_shared<Laid>(canvas_.fit(text, style, text_width, height, least));
  };
  const auto title = shared(texts_("check"), heading, 16, 7);
  const auto how = shared(texts_("check_address", {{"base", facts_.certificate.base}}), small_style(), 34, 4);
  const auto address = shared(facts_.address, bold, 24, 3.5);
  const auto print_label = shared(texts_("fingerprint"), label_style(), 11, 5);
  const auto print = shared(in_groups_of_four(facts_.fingerprint), small_style(), 46, 5);
  const auto offline = has_short ? shared(texts_("check_offline"), small_style(kGrey), 22, 5) : Shared();
  const double height = std::max(kCodeSide + 2 * left_quiet, has_short ? short_side + right_quiet : 0.0);
  part(8, height, [=, this](double y) {
    const double top = y + left_quiet;
    draw_code(content_.address_code, kCodeSide, kLeft, top, texts_("alt_qr", {{"address", facts_.code}}));
    double text_y = y + 4;
    const auto line = [&](const Shared& laid, double gap) {
      const auto p = canvas_.tag("P");
      canvas_.draw(*laid, text_x, text_y);
      text_y += laid->height + gap;
    };
    line(title, 1);
    line(how, 0);
    {
      const auto p = canvas_.tag("P");
      const auto link = canvas_.link(facts_.address, texts_("alt_link", {{"number", facts_.certificate.number}}));
      canvas_.draw(*address, text_x, text_y);
      text_y += address->height + 3;
    }
    line(print_label, 0);
    line(print, 3);
    if (!has_short) return;
    line(offline, 0);
    draw_code(content_.short_code, short_side, kLeft + kWidth - short_side, y + right_quiet / 2,
              texts_("alt_short", {{"number", facts_.certificate.number}}));
  });
}

void Foot::add_attested() {
  const auto text = std::make_shared<Laid>(canvas_.fit(texts_("attests"), small_style(kGrey), kWidth, 36, 6));
  part(6, text->height, [this, text](double y) {
    const auto p = canvas_.tag("P");
    canvas_.draw(*text, kLeft, y);
  });
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The lower part of page 1: the table of facts, who verified and signed, how to check, what is attested.
#pragma once

#include <functional>
#include <memory>

#include "render/pages.hpp"

namespace certs {

class Foot {
 public:
  // Lays everything out; canvas and content outlive it.
  Foot(Canvas& canvas, const Content& content);
  [[nodiscard]] double height() const { return height_; }
  void draw(double y) const;

 private:
  struct Cell {
    std::string label;
    std::vector<std::pair<std::string, bool>> lines;  // text; whether it is the main one
  };
  using Draw = std::function<void(double y)>;
  void part(double gap, double height, Draw draw);
  void add_row(const std::vector<Cell>& cells);
  void add_table();
  [[nodiscard]] Laid verifier_names();
  void add_verifiers();
  void add_signatories();
  void add_codes();
  void add_attested();
  void draw_code(const Modules& modules, double side, double x, double y, const std::string& alternative) const;
  [[nodiscard]] Cell moment(const char* key, ledger::UnixMillis time) const;

  Canvas& canvas_;
  const Content& content_;
  const Facts& facts_;
  const Texts& texts_;
  std::vector<std::pair<double, Draw>> parts_;  // offset from the top
  double height_ = 0;
};

}  // namespace certs

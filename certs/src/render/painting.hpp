// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The steps of Painter::draw, one after the other.
#pragma once

#include "certs/render.hpp"
#include "render/canvas.hpp"
#include "render/facts.hpp"
#include "render/fonts.hpp"
#include "render/qr.hpp"
#include "render/texts.hpp"

namespace certs {

// What is drawn: facts, words, codes.
struct Painting {
  Texts texts;
  Facts facts;
  Modules address_code;
  Modules short_code;  // empty: none
};
// Errors: those of Painter::draw.
[[nodiscard]] Result<Painting> prepare_painting(const Drawing& drawing);
[[nodiscard]] Result<Canvas::Pages> draw_pages(PangoFontMap& fonts, const Painting& painting, bool specimen);
// The unsealed PDF: PDF/A-3b, attachments, the seal's field.
[[nodiscard]] Result<Bytes> finish_pages(const Canvas::Pages& pages, const Painting& painting, const Drawing& drawing);

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The certificate's design: its face on page 1, and from page 2 on what was verified and how to check.
#pragma once

#include "render/canvas.hpp"
#include "render/facts.hpp"
#include "render/qr.hpp"
#include "render/texts.hpp"

namespace certs {

namespace ink {
inline constexpr Colour kInk{0.071, 0.161, 0.251};
inline constexpr Colour kGrey{0.345, 0.392, 0.443};
inline constexpr Colour kRule{0.784, 0.808, 0.831};
inline constexpr Colour kTint{0.886, 0.910, 0.929};
inline constexpr Colour kPale{0.953, 0.961, 0.969};
inline constexpr Colour kWarning{0.608, 0.106, 0.106};
inline constexpr Colour kWarningPale{0.992, 0.945, 0.937};
}  // namespace ink

struct Content {
  const Facts& facts;
  const Texts& texts;
  Modules address_code;
  Modules short_code;  // empty: none
  bool specimen = false;
};

inline constexpr double kFaceMargin = 58;
inline constexpr double kFaceTop = 42;
inline constexpr double kFaceBottom = kPageHeight - 43;

void draw_face(Canvas& canvas, const Content& content);
void draw_annex(Canvas& canvas, const Content& content);

// Verifiers and signatories that the face has room for; the annex has all.
inline constexpr std::size_t kOnFaceMax = 3;

}  // namespace certs

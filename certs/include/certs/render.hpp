// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The certificate as people see it: a PDF made to PDF/A-3b rules, drawn from the bundle alone, so that anybody with the
// same build can draw it again and compare. CERTIFICATE.md, "The PDF", has what stands on it and in it.
#pragma once

#include <memory>
#include <string>

#include "attest/statement_types.hpp"
#include "certs/bundle.hpp"
#include "certs/credential.hpp"
#include "certs/short_form.hpp"

namespace certs {

struct Drawing {
  const Bundle& bundle;
  ByteView short_form;          // the COSE short form for the second code; empty: no second code
  std::string language = "en";  // one of texts/
  bool specimen = false;        // says on its face that it is not sealed and certifies nothing
};

// Holds texts and fonts, which cost more than a drawing. Not for two threads at once; each thread may have its own.
class Painter {
 public:
  // Errors: kStorage when a pinned font is missing.
  [[nodiscard]] static Result<Painter> make();
  Painter(Painter&&) noexcept;
  Painter& operator=(Painter&&) noexcept;
  ~Painter();

  // Out: the unsealed PDF; the same bytes for the same drawing, however much was drawn before.
  // Errors: kInvalid, naming the member: a language without texts, a bundle that cannot be read, a character that no
  // pinned font has or that would turn the text around; kTooLarge: a short form over kShortFormBytesMax.
  [[nodiscard]] Result<Bytes> draw(const Drawing& drawing);
  // Whether the names on a certificate that is not issued yet can be drawn. Errors: kInvalid as of draw().
  [[nodiscard]] Result<void> can_draw(const Certificate& certificate);

 private:
  struct Parts;
  explicit Painter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// A painter for one drawing. Any thread.
[[nodiscard]] Result<Bytes> draw_certificate(const Drawing& drawing);

inline constexpr int kLayoutVersion = 1;  // raised with every change of what is drawn

// This build, as statements name it.
struct Renderer {
  std::string name;                       // for certificate.rendered: name, layout and the libraries' versions
  attest::TemplatePublished description;  // for template.published: id "certificate", version kLayoutVersion
};
// Reads the fonts' files. Errors: kStorage.
[[nodiscard]] Result<Renderer> renderer();

// Languages that there are texts for, sorted.
[[nodiscard]] std::vector<std::string> certificate_languages();

}  // namespace certs

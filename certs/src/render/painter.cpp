// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From a bundle to an unsealed PDF: facts, codes, pages, finish.
#include "attest/date.hpp"
#include "certs/render.hpp"
#include "render/finish.hpp"
#include "render/pages.hpp"
#include "render/versions.hpp"
#include "verify/base45.hpp"

namespace certs {

struct Painter::Parts {
  GOwned<PangoFontMap> fonts;
};

namespace {

Result<Modules> short_code_of(ByteView short_form) {
  if (short_form.empty()) return Modules();
  if (short_form.size() > kShortFormBytesMax)
    return ledger::fail(Code::kTooLarge, "has more than " + std::to_string(kShortFormBytesMax) + " bytes",
                        "short_form");
  return qr_of_alphanumerics(base45_encode(short_form));
}

Result<Canvas::Pages> draw_pages(PangoFontMap& fonts, const Content& content) {
  Canvas canvas(fonts, content.texts.language(), content.texts.right_to_left(), content.facts.certificate.country);
  canvas.open("Document");
  draw_face(canvas, content);
  draw_annex(canvas, content);
  canvas.close("Document");
  return canvas.finish();
}

}  // namespace

Painter::Painter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Painter::Painter(Painter&&) noexcept = default;
Painter& Painter::operator=(Painter&&) noexcept = default;
Painter::~Painter() = default;

Result<Painter> Painter::make() {
  auto fonts = make_font_map();
  if (!fonts) return tl::unexpected(fonts.error());
  return Painter(std::make_unique<Parts>(Parts{std::move(*fonts)}));
}

Result<Bytes> Painter::draw(const Drawing& drawing) {
  const auto texts = Texts::load(drawing.language);
  if (!texts) return tl::unexpected(texts.error());
  const auto facts = read_facts(drawing.bundle);
  if (!facts) return tl::unexpected(facts.error());
  auto address_code = qr_of_address(facts->code);
  if (!address_code) return tl::unexpected(address_code.error());
  auto short_code = short_code_of(drawing.short_form);
  if (!short_code) return tl::unexpected(short_code.error());
  const auto pages =
      draw_pages(*parts_->fonts, {*facts, *texts, std::move(*address_code), std::move(*short_code), drawing.specimen});
  if (!pages) return tl::unexpected(pages.error());

  const std::string credential = attest::canonical_json(drawing.bundle.credential);
  const std::string bundle = encode_bundle(drawing.bundle);
  const Certificate& c = facts->certificate;
  FinishRequest request;
  request.language = texts->language();
  request.title = (*texts)("title") + " " + c.number + ": " + c.city_name + ", " + facts->standard;
  request.creator = renderer_name();
  request.producer = library_versions();
  request.moment = attest::format_moment(facts->issued);
  request.attachments = {
      {"credential.json", "application/vc", (*texts)("attachment_credential"), "Source", ledger::view(credential)},
      {"bundle.json", "application/json", (*texts)("attachment_bundle"), "Supplement", ledger::view(bundle)}};
  if (!drawing.short_form.empty())
    request.attachments.push_back(
        {"certificate.cose", "application/cose", (*texts)("attachment_short"), "Supplement", drawing.short_form});
  return finish_pdf(*pages, request);
}

Result<void> Painter::can_draw(const Certificate& certificate) {
  constexpr double kMargin = 40;
  constexpr double kWidth = 500;
  Facts facts;
  facts.certificate = certificate;
  facts.verifiers = certificate.verifiers;
  if (auto good = check_texts(facts); !good) return good;
  Canvas canvas(*parts_->fonts, "en", false, certificate.country);
  canvas.open("Document");
  double y = kMargin;
  for (const std::string* text : {&certificate.city_name, &certificate.issuer_name, &certificate.notice,
                                  &certificate.level, &certificate.computed_level, &certificate.scheme})
    y += canvas.paragraph(*text, Style{}, kMargin, y, kWidth);
  for (const std::string& name : certificate.verifiers) y += canvas.paragraph(name, Style{}, kMargin, y, kWidth);
  canvas.close("Document");
  const auto pages = canvas.finish();
  return pages ? Result<void>() : tl::unexpected(pages.error());
}

Result<Bytes> draw_certificate(const Drawing& drawing) {
  auto painter = Painter::make();
  if (!painter) return tl::unexpected(painter.error());
  return painter->draw(drawing);
}

}  // namespace certs

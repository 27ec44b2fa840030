// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From a bundle to an unsealed PDF: facts, codes, pages, finish.
#include "attest/date.hpp"
#include "certs/render.hpp"
#include "render/finish.hpp"
#include "render/pages.hpp"
#include "render/painting.hpp"
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

}  // namespace

Result<Painting> prepare_painting(const Drawing& drawing) {
  auto texts = Texts::load(drawing.language);
  if (!texts) return tl::unexpected(texts.error());
  auto facts = read_facts(drawing.bundle);
  if (!facts) return tl::unexpected(facts.error());
  auto address_code = qr_of_address(facts->code);
  if (!address_code) return tl::unexpected(address_code.error());
  auto short_code = short_code_of(drawing.short_form);
  if (!short_code) return tl::unexpected(short_code.error());
  return Painting{std::move(*texts), std::move(*facts), std::move(*address_code), std::move(*short_code)};
}

Result<Canvas::Pages> draw_pages(PangoFontMap& fonts, const Painting& painting, bool specimen) {
  const Content content{painting.facts, painting.texts, painting.address_code, painting.short_code, specimen};
  Canvas canvas(fonts, content.texts.language(), content.texts.right_to_left(), content.facts.certificate.country);
  canvas.open("Document");
  draw_face(canvas, content);
  draw_annex(canvas, content);
  canvas.close("Document");
  return canvas.finish();
}

Result<Bytes> finish_pages(const Canvas::Pages& pages, const Painting& painting, const Drawing& drawing) {
  const Texts& texts = painting.texts;
  const Certificate& c = painting.facts.certificate;
  const std::string credential = attest::canonical_json(drawing.bundle.credential);
  const std::string bundle = encode_bundle(drawing.bundle);
  FinishRequest request;
  request.language = texts.language();
  request.title = texts("title") + " " + c.number + ": " + c.city_name + ", " + painting.facts.standard;
  request.creator = renderer_name();
  request.producer = library_versions();
  request.moment = attest::format_moment(painting.facts.issued);
  request.attachments = {
      {"credential.json", "application/vc", texts("attachment_credential"), "Source", ledger::view(credential)},
      {"bundle.json", "application/json", texts("attachment_bundle"), "Supplement", ledger::view(bundle)}};
  if (!drawing.short_form.empty())
    request.attachments.push_back(
        {"certificate.cose", "application/cose", texts("attachment_short"), "Supplement", drawing.short_form});
  return finish_pdf(pages, request);
}

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
  const auto painting = prepare_painting(drawing);
  if (!painting) return tl::unexpected(painting.error());
  const auto pages = draw_pages(*parts_->fonts, *painting, drawing.specimen);
  if (!pages) return tl::unexpected(pages.error());
  return finish_pages(*pages, *painting, drawing);
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

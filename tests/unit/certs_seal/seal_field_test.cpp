// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "seal/seal_field.hpp"

#include <gtest/gtest.h>

#include <qpdf/QPDFPageDocumentHelper.hh>
#include <string>

#include "support/sample_pdf.hpp"

namespace {

// A document with one empty page.
void make_page(QPDF& pdf) {
  pdf.emptyPDF();
  const auto page = QPDFObjectHandle::parse(&pdf, "<< /Type /Page /MediaBox [0 0 200 100] /Resources << >> >>");
  QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)), false);
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(SealField, LeavesEachPlaceholderOnceAsItWillBeFilled) {
  QPDF pdf;
  make_page(pdf);
  ASSERT_TRUE(certs::add_seal_field(pdf));
  const std::string file = certs_test::written_pdf(pdf);
  EXPECT_EQ(count_of(file, certs::kByteRangePlaceholder), 1U);
  EXPECT_EQ(count_of(file, certs::kMomentPlaceholder), 1U);
  const std::string hole = std::string(certs::kContentsBefore) + std::string(2 * certs::kSealHoleBytes, '0') + ">";
  EXPECT_EQ(count_of(file, hole), 1U);
}

TEST(SealField, HasAWidgetOnThePageTheFormAndThePermissionPointToTheSameSignature) {
  QPDF pdf;
  make_page(pdf);
  ASSERT_TRUE(certs::add_seal_field(pdf, {.rectangle = std::array<double, 4>{10, 20, 90, 60}}));
  auto root = pdf.getRoot();
  auto widget = QPDFPageDocumentHelper(pdf).getAllPages()[0].getObjectHandle().getKey("/Annots").getArrayItem(0);
  EXPECT_EQ(widget.getObjGen(), root.getKey("/AcroForm").getKey("/Fields").getArrayItem(0).getObjGen());
  EXPECT_EQ(widget.getKey("/V").getObjGen(), root.getKey("/Perms").getKey("/DocMDP").getObjGen());
  EXPECT_EQ(root.getKey("/AcroForm").getKey("/SigFlags").getIntValue(), 3);
  EXPECT_EQ(widget.getKey("/Rect").getArrayAsRectangle().urx, 90);
  EXPECT_EQ(
      widget.getKey("/V").getKey("/Reference").getArrayItem(0).getKey("/TransformParams").getKey("/P").getIntValue(),
      2);
}

TEST(SealField, IsRefusedTwiceOnAMissingPageAndWithAnEmptyRectangle) {
  QPDF pdf;
  make_page(pdf);
  EXPECT_EQ(certs::add_seal_field(pdf, {.page = 1}).error().field, "page");
  EXPECT_EQ(certs::add_seal_field(pdf, {.page = -1}).error().field, "page");
  EXPECT_EQ(certs::add_seal_field(pdf, {.rectangle = std::array<double, 4>{10, 20, 10, 60}}).error().field,
            "rectangle");
  ASSERT_TRUE(certs::add_seal_field(pdf));
  EXPECT_EQ(certs::add_seal_field(pdf).error().field, "AcroForm");
}

}  // namespace

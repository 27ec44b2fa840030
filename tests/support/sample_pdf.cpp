// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_pdf.hpp"

#include <cstdlib>
#include <iostream>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "seal/seal_field.hpp"

namespace certs_test {

std::string written_pdf(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setDeterministicID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string unsealed_pdf(const PdfRecipe& recipe) {
  QPDF pdf;
  pdf.emptyPDF();
  auto content = pdf.newStream("BT /F 12 Tf 10 50 Td (" + recipe.text + ") Tj ET\n");
  auto page = QPDFObjectHandle::parse(
      &pdf,
      std::string("<< /Type /Page /MediaBox [0 0 300 100] /Resources << /Font << /F << /Type /Font /Subtype /Type1 ") +
          "/BaseFont /Helvetica >> >> >> " + recipe.page_more + " >>");
  page.replaceKey("/Contents", content);
  QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)), false);
  QPDFEmbeddedFileDocumentHelper files(pdf);
  for (const auto& [name, bytes] : recipe.attached) {
    auto stream = QPDFEFStreamObjectHelper::createEFStream(pdf, bytes);
    auto specification = QPDFFileSpecObjectHelper::createFileSpec(pdf, name, stream);
    files.replaceEmbeddedFile(name, specification);
  }
  if (auto done = certs::add_seal_field(pdf, {.rectangle = recipe.rectangle}); !done) {
    std::cerr << "sample_pdf: " << done.error().message << "\n";
    std::abort();
  }
  return written_pdf(pdf);
}

}  // namespace certs_test

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/finish.hpp"

#include <exception>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "render/embedded.hpp"
#include "seal/seal_field.hpp"

namespace certs {
namespace {

using ledger::Code;
using ledger::Result;
using Object = QPDFObjectHandle;

constexpr int kPrintFlag = 4;           // ISO 32000-1, 12.5.3, bit 3
constexpr int kStructureDepthMax = 32;  // ours has 6 levels

// 2018-11-09T10:00:00Z -> D:20181109100000Z
std::string pdf_date(std::string_view moment) {
  std::string digits = "D:";
  for (const char c : moment) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits + "Z";
}

Object text_object(const std::string& text) {
  return Object::newUnicodeString(text);
}

void set_catalog(QPDF& pdf, const FinishRequest& request) {
  Object root = pdf.getRoot();
  root.replaceKey("/Lang", text_object(request.language));
  root.replaceKey("/ViewerPreferences", Object::parse("<< /DisplayDocTitle true >>"));
  root.replaceKey("/MarkInfo", Object::parse("<< /Marked true >>"));

  Object metadata = Object::newStream(&pdf, xmp_packet(request));
  metadata.getDict().replaceKey("/Type", Object::newName("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", Object::newName("/XML"));
  root.replaceKey("/Metadata", metadata);

  Object profile = Object::newStream(&pdf, ledger::to_string(embedded_file("sRGB.icc")));
  profile.getDict().replaceKey("/N", Object::newInteger(3));
  Object intent = Object::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) >>");
  intent.replaceKey("/DestOutputProfile", profile);
  root.replaceKey("/OutputIntents", Object::newArray({pdf.makeIndirectObject(intent)}));

  Object info = Object::newDictionary();
  info.replaceKey("/Title", text_object(request.title));
  info.replaceKey("/Creator", text_object(request.creator));
  info.replaceKey("/Producer", text_object(request.producer));
  info.replaceKey("/CreationDate", Object::newString(pdf_date(request.moment)));
  info.replaceKey("/ModDate", Object::newString(pdf_date(request.moment)));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

void attach(QPDF& pdf, const FinishRequest& request) {
  QPDFEmbeddedFileDocumentHelper files(pdf);
  Object associated = Object::newArray();
  const std::string date = pdf_date(request.moment);
  for (const Attachment& attachment : request.attachments) {
    auto stream = QPDFEFStreamObjectHelper::createEFStream(pdf, ledger::to_string(attachment.bytes));
    stream.setCreationDate(date).setModDate(date).setSubtype(attachment.media_type);
    auto spec = QPDFFileSpecObjectHelper::createFileSpec(pdf, attachment.name, stream);
    spec.setDescription(attachment.description);
    spec.getObjectHandle().replaceKey("/AFRelationship", Object::newName("/" + attachment.relationship));
    files.replaceEmbeddedFile(attachment.name, spec);
    associated.appendItem(spec.getObjectHandle());
  }
  pdf.getRoot().replaceKey("/AF", associated);
}

// Figures in the order of the structure get their alternative texts.
class Figures {
 public:
  explicit Figures(const std::vector<std::string>& alternatives) : alternatives_(alternatives) {}
  void visit(Object element, int depth = 0) {
    if (depth > kStructureDepthMax) return;
    if (element.isArray()) {
      for (int i = 0; i < element.getArrayNItems(); ++i) visit(element.getArrayItem(i), depth + 1);
      return;
    }
    if (!element.isDictionary()) return;
    if (element.getKey("/S").isNameAndEquals("/Figure") && next_ < alternatives_.size())
      element.replaceKey("/Alt", text_object(alternatives_[next_++]));
    if (element.hasKey("/K")) visit(element.getKey("/K"), depth + 1);
  }
  [[nodiscard]] bool all() const { return next_ == alternatives_.size(); }

 private:
  const std::vector<std::string>& alternatives_;
  std::size_t next_ = 0;
};

bool describe_links(QPDF& pdf, const std::vector<std::string>& descriptions) {
  std::size_t next = 0;
  for (Object page : pdf.getAllPages()) {
    Object annotations = page.getKey("/Annots");
    if (!annotations.isArray()) continue;
    for (Object annotation : annotations.getArrayAsVector()) {
      if (!annotation.getKey("/Subtype").isNameAndEquals("/Link")) continue;
      annotation.replaceKey("/F", Object::newInteger(kPrintFlag));
      if (next < descriptions.size()) annotation.replaceKey("/Contents", text_object(descriptions[next++]));
    }
  }
  return next == descriptions.size();
}

// Cairo makes each page a transparency group; nothing of ours is transparent.
void make_opaque(QPDF& pdf) {
  for (Object page : pdf.getAllPages()) page.removeKey("/Group");
}

// ISO 19005-3, 6.2.11.3.2: an embedded CIDFontType2 says how its glyphs are found.
void complete_fonts(QPDF& pdf) {
  for (Object& object : pdf.getAllObjects()) {
    if (object.isDictionary() && object.getKey("/Subtype").isNameAndEquals("/CIDFontType2") &&
        !object.hasKey("/CIDToGIDMap"))
      object.replaceKey("/CIDToGIDMap", Object::newName("/Identity"));
  }
}

ledger::Bytes write(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setDeterministicID(true);
  writer.setNewlineBeforeEndstream(true);
  writer.forcePDFVersion("1.7");
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

}  // namespace

Result<ledger::Bytes> finish_pdf(const Canvas::Pages& pages, const FinishRequest& request) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    const std::string_view drawn = ledger::text(pages.pdf);
    pdf.processMemoryFile("drawn certificate", drawn.data(), drawn.size());
    set_catalog(pdf, request);
    attach(pdf, request);
    complete_fonts(pdf);
    make_opaque(pdf);
    Figures figures(pages.alternatives);
    figures.visit(pdf.getRoot().getKey("/StructTreeRoot").getKey("/K"));
    if (!figures.all() || !describe_links(pdf, pages.links))
      return ledger::fail(Code::kCorrupt, "the drawn page lost a figure or a link on its way");
    if (auto added = add_seal_field(pdf); !added) return tl::unexpected(added.error());
    return write(pdf);
  } catch (const std::exception& e) {
    return ledger::fail(Code::kCorrupt, std::string("the drawn page cannot be finished: ") + e.what());
  }
}

}  // namespace certs

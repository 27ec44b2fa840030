// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "seal_field.hpp"

#include <exception>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <string>

namespace certs {
namespace {

using ledger::Code;
using Object = QPDFObjectHandle;

constexpr int kSignaturesExistAppendOnly = 3;  // SigFlags
constexpr int kPrintLocked = 4 + 128;          // annotation flags
constexpr int kTenDigits = 1'000'000'000;      // room for any offset below 32 MiB

// ISO 32000-1, 12.8.2.2: what may change after the seal.
Object doc_mdp_reference() {
  const Object parameters = Object::newDictionary(
      {{"/Type", Object::newName("/TransformParams")}, {"/P", Object::newInteger(2)}, {"/V", Object::newName("/1.2")}});
  return Object::newDictionary({{"/Type", Object::newName("/SigRef")},
                                {"/TransformMethod", Object::newName("/DocMDP")},
                                {"/TransformParams", parameters}});
}

Object signature_dictionary() {
  Object range = Object::newArray({Object::newInteger(0)});
  for (int i = 0; i < 3; ++i) range.appendItem(Object::newInteger(kTenDigits));
  return Object::newDictionary({{"/Type", Object::newName("/Sig")},
                                {"/Filter", Object::newName("/Adobe.PPKLite")},
                                {"/SubFilter", Object::newName("/ETSI.CAdES.detached")},
                                {"/ByteRange", range},
                                {"/Contents", Object::newString(std::string(kSealHoleBytes, '\0'))},
                                {"/M", Object::newString("D:00000000000000Z")},
                                {"/Reference", Object::newArray({doc_mdp_reference()})}});
}

Object empty_appearance(QPDF& pdf, const std::array<double, 4>& rectangle) {
  Object stream = pdf.newStream("");
  stream.replaceDict(Object::newDictionary(
      {{"/Type", Object::newName("/XObject")},
       {"/Subtype", Object::newName("/Form")},
       {"/BBox", Object::newArray(Object::Rectangle(0, 0, rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]))},
       {"/Resources", Object::newDictionary()}}));
  return stream;
}

// Field and widget in one dictionary, as a field with one widget may be.
Object field_with_widget(QPDF& pdf, Object page, const Object& signature, const SealField& field) {
  const std::array<double, 4> place = field.rectangle.value_or(std::array<double, 4>{});
  const Object appearance = field.appearance ? *field.appearance : empty_appearance(pdf, place);
  return pdf.makeIndirectObject(
      Object::newDictionary({{"/Type", Object::newName("/Annot")},
                             {"/Subtype", Object::newName("/Widget")},
                             {"/FT", Object::newName("/Sig")},
                             {"/T", Object::newString("Seal")},
                             {"/V", signature},
                             {"/P", page},
                             {"/F", Object::newInteger(kPrintLocked)},
                             {"/Rect", Object::newArray(Object::Rectangle(place[0], place[1], place[2], place[3]))},
                             {"/AP", Object::newDictionary({{"/N", appearance}})}}));
}

void add_annotation(Object page, const Object& widget) {
  Object annotations = page.getKey("/Annots");
  if (!annotations.isArray()) annotations = Object::newArray();
  annotations.appendItem(widget);
  page.replaceKey("/Annots", annotations);
}

ledger::Result<void> add(QPDF& pdf, const SealField& field) {
  Object root = pdf.getRoot();
  if (root.hasKey("/AcroForm") || root.hasKey("/Perms"))
    return ledger::fail(Code::kInvalid, "the document has a form or a signature already; seal a new one", "AcroForm");
  auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  if (field.page < 0 || static_cast<std::size_t>(field.page) >= pages.size())
    return ledger::fail(Code::kInvalid, "the document has no page of that number; pages count from 0", "page");
  if (field.rectangle &&
      ((*field.rectangle)[2] <= (*field.rectangle)[0] || (*field.rectangle)[3] <= (*field.rectangle)[1]))
    return ledger::fail(Code::kInvalid, "the seal's rectangle is empty; leave it out for an invisible seal",
                        "rectangle");
  const Object page = pages[static_cast<std::size_t>(field.page)].getObjectHandle();
  const Object signature = pdf.makeIndirectObject(signature_dictionary());
  const Object widget = field_with_widget(pdf, page, signature, field);
  add_annotation(page, widget);
  root.replaceKey(
      "/AcroForm",
      pdf.makeIndirectObject(Object::newDictionary(
          {{"/Fields", Object::newArray({widget})}, {"/SigFlags", Object::newInteger(kSignaturesExistAppendOnly)}})));
  root.replaceKey("/Perms", Object::newDictionary({{"/DocMDP", signature}}));
  return {};
}

}  // namespace

ledger::Result<void> add_seal_field(QPDF& pdf, const SealField& field) {
  try {
    return add(pdf, field);
  } catch (const std::exception& error) {
    return ledger::fail(Code::kInvalid, std::string("the document cannot be given a seal's field: ") + error.what());
  }
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// More attacks on signed PDF files: shadows (hide, replace, hide-and-replace), time-stamps that vouch for a change,
// second signatures, seals in other encodings, files under two names. Where it takes the issuer's own key, the file is
// sealed with it: then one reader of PDF files could see another document in it than the next.
#include <gtest/gtest.h>
#include <openssl/cms.h>

#include "attack.hpp"
#include "ledger/encoding.hpp"
#include "pdf/check_seal.hpp"
#include "pdf/der.hpp"
#include "pdf/pdf_attachments.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Outcome;
using certs::PdfObjects;
using certs::PdfUpdate;
using certs::PdfValue;
namespace der = certs::der;

void repeat_catalog(PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
  update.put(root, certs::written(objects.at(root)->value));
}

void turn_page(PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
  update.put(page_of(objects), with_member(objects, page_of(objects), "/Rotate", "180"));
}

void add_field(PdfUpdate& update, const PdfObjects& objects, std::uint32_t root, const std::string& dictionary,
               const std::string& more = "/Rect [ 0 0 0 0 ]") {
  const std::uint32_t signature = update.new_number();
  const std::uint32_t field = update.new_number();
  update.put(signature, dictionary);
  update.put(field, "<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 " + more + " /T (Second) /V " +
                        certs::reference_to(signature) + " >>");
  const std::uint32_t form = reference_in(objects, root, "/AcroForm");
  PdfValue changed = objects.at(form)->value;
  changed.members["/Fields"].items.push_back(PdfValue{certs::PdfKind::kReference, {}, field});
  update.put(form, certs::written(changed));
}

constexpr std::string_view kRange = "/ByteRange [ 0 1000000000 1000000000 1000000000 ]";
constexpr std::size_t kHoleDigits = 32'768;

std::string signature_dictionary(const std::string& kind) {
  return "<< " + kind + " /Filter /Adobe.PPKLite " + std::string(kRange) + " /Contents <" +
         std::string(kHoleDigits, '0') + "> >>";
}

std::string digits_at(std::string file, std::size_t at, ledger::ByteView bytes) {
  std::string digits = ledger::hex_encode(bytes);
  digits.resize(kHoleDigits, '0');
  return file.replace(at, kHoleDigits, digits);
}

// A revision with `change` and a time-stamp of all of it, by the authority that is trusted.
std::string stamped_with(const std::string& before, const Change& change,
                         const std::string& more = "/Rect [ 0 0 0 0 ]") {
  std::string file = with_update(before, [&](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
    if (change) change(update, objects, root);
    add_field(update, objects, root, signature_dictionary("/Type /DocTimeStamp /SubFilter /ETSI.RFC3161"), more);
  });
  const std::size_t hole = file.find("/Contents <", before.size()) + 10;
  const std::size_t end = hole + kHoleDigits + 2;
  std::string range =
      "/ByteRange [ 0 " + std::to_string(hole) + " " + std::to_string(end) + " " + std::to_string(file.size() - end);
  range.resize(kRange.size() - 1, ' ');
  file.replace(file.find(kRange, before.size()), range.size(), range);
  const std::string covered = file.substr(0, hole) + file.substr(end);
  return digits_at(file, hole + 1, *sample().pki().timestamps(kArchivedAt)(ledger::sha256(ledger::view(covered))));
}

// ---- Later revisions.

TEST(PdfShadow, ATimeStampVouchesForNoChange) {
  EXPECT_EQ(sample().verify(stamped_with(sample().stamped(), {})).outcome, Outcome::kInForce);
  expect_refused(stamped_with(sample().stamped(), turn_page), "pdf_revisions", "changed after it was sealed");
  const std::string changed = with_update(sample().stamped(), turn_page);
  expect_refused(stamped_with(changed, {}), "pdf_revisions", "changed after it was sealed");
  expect_refused(with_update(sample().archived(), turn_page), "pdf_revisions", "changed after it was sealed");
  expect_refused(stamped_with(with_update(sample().archived(), turn_page), {}), "pdf_revisions",
                 "changed after it was sealed");
}

TEST(PdfShadow, ATimeStampsFieldShowsNothing) {
  expect_refused(stamped_with(sample().stamped(), {}, "/Rect [ 0 0 300 100 ]"), "pdf_revisions", "a field was put in");
  expect_refused(stamped_with(sample().stamped(), {}, "/Rect [ 0 0 0 0 ] /AP << /N 4 0 R >>"), "pdf_revisions",
                 "a field was put in");
}

TEST(PdfShadow, ASecondSignatureIsRefused) {
  for (const char* kind : {"/Type /Sig /SubFilter /ETSI.CAdES.detached", "/Type /Sig /SubFilter /adbe.pkcs7.detached",
                           "/Type /Sig /SubFilter /ETSI.CAdES.detached /Reference [ << /Type /SigRef /TransformMethod "
                           "/DocMDP /TransformParams << /Type /TransformParams /P 3 /V /1.2 >> >> ]"}) {
    SCOPED_TRACE(kind);
    const Change change = [&](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
      add_field(update, objects, root, signature_dictionary(kind));
    };
    expect_refused(with_update(sample().stamped(), change), "pdf_revisions", "no document time-stamp");
  }
}

TEST(PdfShadow, TheCatalogKeepsWhatItNames) {
  for (const char* name : {"/AF", "/Names", "/Pages", "/Metadata", "/Outlines", "/AA", "/Extensions", "/#50ages"}) {
    SCOPED_TRACE(name);
    for (const std::string value : {"[ ]", "<< >>", "1 0 R"}) {
      const Change change = [&](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
        update.put(root, with_member(objects, root, name, value));
      };
      const bool escaped = std::string_view(name).find('#') != std::string_view::npos;
      const std::string file = with_update(sample().stamped(), change);
      if (escaped)
        expect_refused(file, "well_formed", "spelled with #");
      else
        expect_refused(file, "pdf_revisions", "the catalog was changed");
    }
  }
}

// Hide-and-replace: nothing is put in, the last table makes the page of something that is sealed already.
TEST(PdfShadow, ATableNamesNoObjectOfAnEarlierRevision) {
  const std::string file = with_update(sample().stamped(), repeat_catalog);
  const auto revisions = *certs::read_revisions(file);
  const PdfObjects objects = certs::objects_after(revisions, 1);
  const std::string shadow = std::to_string(object_of_type(objects, "/EmbeddedFile")) + " 0 obj";
  std::string offset = std::to_string(file.find("\n" + shadow) + 1);
  offset.insert(0, 10 - offset.size(), '0');
  const std::size_t table = revisions.back().xref;
  const std::string section = std::to_string(page_of(objects)) + " 1\n" + offset + " 00000 n \n";
  const std::string forged = file.substr(0, table) + replaced(file.substr(table), "trailer", section + "trailer");
  expect_refused(forged, "well_formed", "stands something that is none");
}

TEST(PdfShadow, NoRevisionIsPassedOver) {
  const std::string two = with_update(sample().stamped(), repeat_catalog);
  const std::string three = with_update(two, repeat_catalog);
  const auto revisions = *certs::read_revisions(three);
  ASSERT_EQ(revisions.size(), 3U);
  const std::size_t last = revisions[2].xref;
  const auto prev = [](std::size_t place) { return "/Prev " + std::to_string(place); };
  const std::string forged =
      three.substr(0, last) + replaced(three.substr(last), prev(revisions[1].xref), prev(revisions[0].xref));
  expect_refused(forged, "well_formed", "stands something that is none");
}

TEST(PdfShadow, StreamsOfObjectsAndOfReferencesAreNotRead) {
  const std::string& good = sample().stamped();
  const auto first = certs::read_revisions(good)->front();
  const std::string number = std::to_string(first.size);
  // A table as a stream, which lists an object that lies in a stream of objects.
  const std::string objects =
      number + " 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 9 >>\nstream\n3 0 << >>\nendstream\nendobj\n";
  const std::string table =
      std::to_string(first.size + 1) + " 0 obj\n<< /Type /XRef /Size " + std::to_string(first.size + 2) +
      " /W [ 1 2 1 ] /Index [ 3 1 ] /Root " + certs::reference_to(first.root) + " /Prev " + std::to_string(first.xref) +
      " /Length 4 >>\nstream\n\x02" + std::string(1, '\0') + "\x01" + std::string(1, '\0') + "\nendstream\nendobj\n";
  expect_refused(good + objects + table + "startxref\n" + std::to_string(good.size() + objects.size()) + "\n%%EOF\n",
                 "well_formed", "streams of them are not read");
  const Change hidden = [](PdfUpdate& update, const PdfObjects& before, std::uint32_t root) {
    repeat_catalog(update, before, root);
    update.put(update.new_number(), "<< /Type /ObjStm /N 1 /First 4 /Length 9 >>\nstream\n3 0 << >>\nendstream");
  };
  expect_refused(with_update(good, hidden), "pdf_revisions", "was changed or put in");
}

// ---- Before the seal: what was prepared for later, or reads in two ways.

std::string sealed_with(const std::string& page_more) {
  PdfRecipe pages = sample().pages();
  pages.page_more = page_more;
  return seal_by_hand(unsealed_pdf(pages), {.key = sample().pki().seal_key()});
}

// The text of `file` before it is sealed, with one place rewritten at its length.
std::string sealed_after(const std::string& from, const std::string& to) {
  return seal_by_hand(replaced_padded(sample().unsealed(), from, to), {.key = sample().pki().seal_key()});
}

TEST(PdfShadow, NoNameIsSpelledInAnotherWay) {
  EXPECT_EQ(sample().verify(sealed_with("/Rotate 0")).outcome, Outcome::kInForce);
  // As other readers take it, a second signature and a hidden file.
  expect_refused(sealed_after("/MediaBox [ 0 0 300 100 ]", "/#4dediaBox [ 0 0 3 1 ]"), "well_formed", "spelled with #");
}

TEST(PdfShadow, NothingSealedWaitsForAnObjectToCome) {
  const auto first = certs::read_revisions(sample().unsealed())->front();
  const auto waiting = [&](std::uint64_t number) {
    std::string reference = std::to_string(number) + " 0 R";
    return sealed_after("/MediaBox [ 0 0 300 100 ]", "/MediaBox " + reference);
  };
  expect_refused(waiting(first.size), "well_formed", "beyond the trailer's Size");
  expect_refused(waiting(4'000'000'000), "well_formed", "beyond the trailer's Size");
  EXPECT_EQ(check_of(sample().verify(waiting(first.size - 1)), "well_formed").state, CheckState::kPassed);
}

TEST(PdfShadow, AFileHasOneContentUnderAllItsNames) {
  const std::string good = sample().unsealed();
  const auto objects = [&] {
    static const auto revisions = *certs::read_revisions(good);
    return certs::objects_after(revisions, 1);
  }();
  const std::uint32_t specification = object_of_type(objects, "/Filespec");
  const PdfValue& files = *objects.at(specification)->value.find("/EF");
  const std::string stream = certs::reference_to(files.find("/F")->reference);
  const std::string both = "/F " + stream + " /UF " + stream;
  ASSERT_NE(good.find(both), std::string::npos);
  const std::string other = certs::reference_to(page_of(objects));
  for (const std::string& forged : {"/F " + stream + " /UF " + other, "/F " + stream + " /DOS " + other,
                                    "/F " + stream + " /Mac 1 0 R", "/UF " + stream})
    expect_refused(sealed_after(both, forged), "pdf_attachments", "is not there, or has two names");
  expect_refused(sealed_after("/UF (bundle.json)", "/UF (bundel.json)"), "pdf_attachments", "two names");
  expect_refused(sealed_after("/UF (bundle.json)", "/XX (bundle.json)"), "pdf_attachments", "two names");
}

TEST(PdfShadow, AnAttachedFileIsInTheFile) {
  const std::string good = sample().unsealed();
  const std::size_t params = good.find("/Params <<");
  ASSERT_NE(params, std::string::npos);
  const std::string member = good.substr(params, good.find(">>", params) + 2 - params);
  expect_refused(sealed_after(member, "/F (elsewhere)"), "pdf_attachments", "in a form that a certificate has not");
  expect_refused(sealed_after(member, "/DecodeParms null"), "pdf_attachments", "in a form that a certificate has not");
}

// ---- The seal's CMS: what the digest does not cover has one form.

ledger::Bytes seal_of(const std::string& file) {
  const auto revisions = *certs::read_revisions(file);
  return ledger::to_bytes(
      ledger::text(*certs::element_in_hole(certs::find_seal(file, revisions.front())->signature.contents)));
}

std::string with_seal(const std::string& file, ledger::ByteView cms) {
  return digits_at(file, file.find("/Contents <") + 11, cms);
}

using FreeCms = std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)>;

ledger::Bytes changed_by_openssl(const ledger::Bytes& cms, const std::function<int(CMS_ContentInfo*)>& change) {
  const unsigned char* at = cms.data();
  const FreeCms read(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(cms.size())), CMS_ContentInfo_free);
  if (read == nullptr || change(read.get()) != 1) return {};
  unsigned char* out = nullptr;
  const int size = i2d_CMS_ContentInfo(read.get(), &out);
  if (size <= 0) return {};
  ledger::Bytes bytes(out, out + size);
  OPENSSL_free(out);
  return bytes;
}

TEST(PdfShadow, TheSealHasOneEncoding) {
  const ledger::Bytes cms = seal_of(sample().stamped());
  EXPECT_EQ(sample().verify(with_seal(sample().stamped(), cms)).outcome, Outcome::kInForce);
  // Of indefinite length (BER), and in a longer form than needed.
  const auto content = der::Reader(cms).content(der::kSequence);
  ASSERT_TRUE(content);
  ledger::Bytes indefinite{0x30, 0x80};
  ledger::append(indefinite, *content);
  ledger::append(indefinite, ledger::Bytes{0, 0});
  expect_refused(with_seal(sample().stamped(), indefinite), "pdf_seal", "no DER");
  ledger::Bytes longer{0x30, 0x83, 0x00, static_cast<std::uint8_t>(content->size() >> 8U),
                       static_cast<std::uint8_t>(content->size() & 0xFFU)};
  ledger::append(longer, *content);
  expect_refused(with_seal(sample().stamped(), longer), "pdf_seal", "no DER");
}

TEST(PdfShadow, NothingIsPutIntoTheSeal) {
  const ledger::Bytes cms = seal_of(sample().stamped());
  const auto refused = [&](const char* what, const ledger::Bytes& forged) {
    SCOPED_TRACE(what);
    ASSERT_FALSE(forged.empty());
    ASSERT_NE(forged, cms);
    expect_refused(with_seal(sample().stamped(), forged), "pdf_seal", "not a CMS of the one form");
  };
  const auto signer = [](CMS_ContentInfo* info) { return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(info), 0); };
  refused("unsigned attribute", changed_by_openssl(cms, [&](CMS_ContentInfo* info) {
            return CMS_unsigned_add1_attr_by_NID(signer(info), NID_pkcs9_unstructuredName, V_ASN1_UTF8STRING, "x", 1);
          }));
  refused("time-stamp taken out and put in twice", changed_by_openssl(cms, [&](CMS_ContentInfo* info) {
            const X509_ATTRIBUTE* token = CMS_unsigned_get_attr(signer(info), 0);
            return CMS_unsigned_add1_attr(signer(info), const_cast<X509_ATTRIBUTE*>(token));
          }));
  refused("revocation list", changed_by_openssl(cms, [&](CMS_ContentInfo* info) {
            const ledger::Bytes list = sample().pki().crls(kListsAt)[1];
            const unsigned char* at = list.data();
            X509_CRL* crl = d2i_X509_CRL(nullptr, &at, static_cast<long>(list.size()));
            return CMS_add0_crl(info, crl);
          }));
  refused("content", changed_by_openssl(cms, [](CMS_ContentInfo* info) {
            ASN1_OCTET_STRING** place = CMS_get0_content(info);
            if (place == nullptr) return 0;
            *place = ASN1_OCTET_STRING_new();
            return ASN1_OCTET_STRING_set(*place, reinterpret_cast<const unsigned char*>("x"), 1);
          }));
}

TEST(PdfShadow, ATimeStampWithAnUnsignedAttributeIsRefused) {
  const std::string& good = sample().archived();
  const auto revisions = *certs::read_revisions(good);
  const auto later = *certs::read_later_revisions(good, revisions);
  const certs::PdfSignature& stamp = later.timestamps.front();
  const ledger::Bytes token = ledger::to_bytes(ledger::text(*certs::element_in_hole(stamp.contents)));
  const ledger::Bytes forged = changed_by_openssl(token, [](CMS_ContentInfo* info) {
    return CMS_unsigned_add1_attr_by_NID(sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(info), 0),
                                         NID_pkcs9_unstructuredName, V_ASN1_UTF8STRING, "x", 1);
  });
  ASSERT_FALSE(forged.empty());
  expect_refused(digits_at(good, stamp.hole_begin + 1, forged), "pdf_timestamp", "");
  const auto content = der::Reader(token).content(der::kSequence);
  ASSERT_TRUE(content);
  ledger::Bytes indefinite{0x30, 0x80};
  ledger::append(indefinite, *content);
  ledger::append(indefinite, ledger::Bytes{0, 0});
  expect_refused(digits_at(good, stamp.hole_begin + 1, indefinite), "pdf_timestamp", "no DER");
}

}  // namespace
}  // namespace certs_test

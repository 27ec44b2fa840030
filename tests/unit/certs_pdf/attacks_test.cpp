// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Known attacks on signed PDF files: incremental saving, universal forgery, signature wrapping. Every one must end in
// "not genuine", and by the check that is there for it. More of them, and shadows: shadow_test.cpp.
#include <gtest/gtest.h>

#include "attack.hpp"
#include "certs/data_integrity.hpp"
#include "certs/short_form.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Outcome;
using certs::PdfObjects;
using certs::PdfUpdate;
using certs::PdfValue;
using certs::Verdict;

// ---- Incremental saving, shadows: a later revision changes the document.

struct LaterChange {
  const char* name;
  Change change;
};

std::string without_member(const PdfObjects& objects, std::uint32_t number, const char* name) {
  PdfValue value = objects.at(number)->value;
  value.members.erase(name);
  return certs::written(value);
}

const std::vector<LaterChange>& later_changes() {
  static const std::vector<LaterChange> changes{
      {"page content",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         update.put_stream(reference_in(objects, page_of(objects), "/Contents"), ledger::view("BT ET"));
       }},
      {"page to other content",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         const std::uint32_t content = update.new_number();
         update.put_stream(content, ledger::view("BT ET"));
         PdfValue page = objects.at(page_of(objects))->value;
         page.members["/Contents"].reference = content;
         update.put(page_of(objects), certs::written(page));
       }},
      {"annotation over the page",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         const std::uint32_t note = update.new_number();
         update.put(note, "<< /Type /Annot /Subtype /FreeText /Rect [ 0 0 300 100 ] /Contents (Platinum) >>");
         PdfValue page = objects.at(page_of(objects))->value;
         page.members["/Annots"].items.push_back(PdfValue{certs::PdfKind::kReference, {}, note});
         update.put(page_of(objects), certs::written(page));
       }},
      {"font",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         const std::uint32_t page = page_of(objects);
         update.put(page, with_member(objects, page, "/Rotate", "180"));
       }},
      {"pages replaced in the catalog",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         const std::uint32_t pages = update.new_number();
         update.put(pages, "<< /Type /Pages /Count 0 /Kids [ ] >>");
         PdfValue catalog = objects.at(root)->value;
         catalog.members["/Pages"].reference = pages;
         update.put(root, certs::written(catalog));
       }},
      {"action in the catalog",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         update.put(root, with_member(objects, root, "/OpenAction", "<< /S /URI /URI (http://evil.example) >>"));
       }},
      {"permissions taken away", [](PdfUpdate& update, const PdfObjects& objects,
                                    std::uint32_t root) { update.put(root, without_member(objects, root, "/Perms")); }},
      {"seal's field without its seal",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         const std::uint32_t field = object_of_type(objects, "/Annot");
         update.put(field, without_member(objects, field, "/V"));
       }},
      {"signature dictionary",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         const std::uint32_t seal = object_of_type(objects, "/Sig");
         update.put(seal, certs::written(objects.at(seal)->value));
       }},
      {"form flags",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         const std::uint32_t form = reference_in(objects, root, "/AcroForm");
         update.put(form, with_member(objects, form, "/NeedAppearances", "true"));
       }},
      {"form emptied",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         PdfValue form = objects.at(reference_in(objects, root, "/AcroForm"))->value;
         form.members["/Fields"].items.clear();
         update.put(reference_in(objects, root, "/AcroForm"), certs::written(form));
       }},
      {"text field",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         const std::uint32_t field = update.new_number();
         update.put(field, "<< /Type /Annot /Subtype /Widget /FT /Tx /F 132 /Rect [ 0 0 0 0 ] /T (X) /V (Platinum) >>");
         PdfValue form = objects.at(reference_in(objects, root, "/AcroForm"))->value;
         form.members["/Fields"].items.push_back(PdfValue{certs::PdfKind::kReference, {}, field});
         update.put(reference_in(objects, root, "/AcroForm"), certs::written(form));
       }},
      {"attached file",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) {
         update.put_stream(object_of_type(objects, "/EmbeddedFile"), ledger::view("{}"));
       }},
      {"list of attached files",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         PdfValue catalog = objects.at(root)->value;
         catalog.members.erase("/Names");
         update.put(root, certs::written(catalog));
       }},
      {"object that nothing names",
       [](PdfUpdate& update, const PdfObjects&, std::uint32_t) { update.put(update.new_number(), "<< /A (b) >>"); }},
      {"object of another type",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t) { update.put(page_of(objects), "[ ]"); }},
      {"catalog that is a stream",
       [](PdfUpdate& update, const PdfObjects&, std::uint32_t root) { update.put_stream(root, ledger::view("")); }},
      {"store with another member",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         const std::uint32_t store = update.new_number();
         update.put(store, "<< /Type /DSS /JS (app.alert(1)) >>");
         update.put(root, with_member(objects, root, "/DSS", certs::reference_to(store)));
       }},
      {"store with a page in it",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         const std::uint32_t store = update.new_number();
         const std::uint32_t page = update.new_number();
         update.put(page, "<< /Type /Page >>");
         update.put(store, "<< /Type /DSS /Certs [ " + certs::reference_to(page) + " ] >>");
         update.put(root, with_member(objects, root, "/DSS", certs::reference_to(store)));
       }},
      {"store that is the page",
       [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
         update.put(page_of(objects), "<< /Type /DSS >>");
         update.put(root, with_member(objects, root, "/DSS", certs::reference_to(page_of(objects))));
       }},
  };
  return changes;
}

TEST(PdfAttack, ALaterRevisionThatChangesTheDocumentIsSeen) {
  for (const LaterChange& one : later_changes()) {
    SCOPED_TRACE(one.name);
    expect_refused(with_update(sample().stamped(), one.change), "pdf_revisions", "changed after it was sealed");
    expect_refused(with_update(sample().archived(), one.change), "pdf_revisions", "");
  }
}

TEST(PdfAttack, ARevisionThatRepeatsTheCatalogChangesNothing) {
  const std::string file =
      with_update(sample().stamped(), [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
        update.put(root, certs::written(objects.at(root)->value));
      });
  EXPECT_EQ(sample().verify(file).outcome, Outcome::kInForce);
}

TEST(PdfAttack, ASecondCatalogByTheTrailerIsSeen) {
  const std::string file =
      with_update(sample().stamped(), [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
        update.put(update.new_number(), certs::written(objects.at(root)->value));
      });
  const auto last = certs::read_revisions(file)->back();
  const std::size_t trailer = file.rfind("/Root ");
  const std::string forged =
      file.substr(0, trailer) + replaced(file.substr(trailer), "/Root " + certs::reference_to(last.root),
                                         "/Root " + certs::reference_to(last.objects.begin()->first));
  expect_refused(forged, "pdf_revisions", "leads to another document");
}

TEST(PdfAttack, TheTrailersInfoAndIdStayAsTheyAre) {
  const Change nothing = [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
    update.put(root, certs::written(objects.at(root)->value));
  };
  const std::string file = with_update(sample().stamped(), nothing);
  const std::size_t trailer = file.rfind("/ID ");
  std::string forged = file;
  forged[forged.find('<', trailer) + 1] ^= 1;  // the first digit
  expect_refused(forged, "pdf_revisions", "/ID was changed");
  const std::string with_info =
      file.substr(0, file.rfind(" /Prev")) + " /Info 1 0 R" + file.substr(file.rfind(" /Prev"));
  expect_refused(with_info, "pdf_revisions", "/Info was changed");
}

// ---- Bytes that no reader of ours would look at, and others might.

TEST(PdfAttack, NoByteLiesOutsideOfObjectsAndTables) {
  const std::string& good = sample().stamped();
  expect_refused(good + "\n", "well_formed", "goes on behind its end");
  expect_refused(good + "5 0 obj\n<< >>\nendobj\n", "well_formed", "");
  expect_refused("\n" + good, "well_formed", "");
  const Change nothing = [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
    update.put(root, certs::written(objects.at(root)->value));
  };
  const std::string longer = with_update(good, nothing);
  const std::string tail = longer.substr(good.size());
  // Between the revisions; offsets of the later one moved with it.
  std::string hidden = good + "1 0 obj\n<< /Type /Catalog >>\nendobj\n";
  hidden = with_update(good, [&](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
    update.put(root, certs::written(objects.at(root)->value) + "\nendobj\n1 0 obj\n<< /Type /Catalog >>");
  });
  expect_refused(hidden, "well_formed", "stands something that is no");
  expect_refused(replaced(longer, "%%EOF\n1 0 obj", "%%EOF\n% x\n1 0 obj"), "well_formed", "");
}

TEST(PdfAttack, TablesOfOtherFormsAreNotRead) {
  const Change nothing = [](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
    update.put(root, certs::written(objects.at(root)->value));
  };
  const std::string file = with_update(sample().stamped(), nothing);
  const std::size_t table = file.rfind("xref\n", file.rfind("startxref") - 1);
  const auto in_table = [&](const std::string& from, const std::string& to) {
    return file.substr(0, table) + replaced(file.substr(table), from, to);
  };
  expect_refused(in_table(" 00000 n \n", " 00000 f \n"), "well_formed", "no object in use");
  expect_refused(in_table(" 00000 n \n", " 00001 n \n"), "well_formed", "no object in use");
  expect_refused(in_table("/Size", "/XRefStm 15 /Size"), "well_formed", "/XRefStm");
  expect_refused(in_table("/Size", "/Encrypt 1 0 R /Size"), "well_formed", "/Encrypt");
  expect_refused(in_table("/Prev ", "/Prev 9"), "well_formed", "");
  expect_refused(in_table("xref\n", "4 0 o"), "well_formed", "no cross-reference table");
  const auto prev = std::to_string(certs::read_revisions(file)->front().xref);
  expect_refused(in_table("/Prev " + prev, "/Prev " + std::to_string(table)), "well_formed", "a later one");
  expect_refused(in_table("startxref\n", "startxref\n0"), "well_formed", "");
}

// ---- Universal forgery, signature wrapping: the seal itself.

TEST(PdfAttack, ABrokenByteRangeIsNoReasonToSkipTheSignature) {
  const std::string& good = sample().stamped();
  const std::size_t at = good.find("/ByteRange");
  const std::string range = good.substr(at, good.find(']', at) + 1 - at);
  for (const char* forged :
       {"/ByteRange [ ]", "/ByteRange null", "/ByteRange [ 0 -1 0 1 ]", "/ByteRange [ 0 0 0 0 ]",
        "/ByteRange [ 0 1 1 ]", "/ByteRange [ 0 400 300 100 ]", "/ByteRange 7", "/Byterange [ 0 1 ]"}) {
    SCOPED_TRACE(forged);
    const Verdict verdict = sample().verify(replaced_padded(good, range, forged));
    EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
    EXPECT_EQ(check_of(verdict, "pdf_seal").state, CheckState::kFailed);
  }
}

TEST(PdfAttack, AnEmptyOrMissingSignatureIsNoReasonToSkipIt) {
  const std::string& good = sample().plain();
  const std::size_t begin = good.find("/Contents <") + 11;
  std::string zeros = good;
  zeros.replace(begin, 32'768, std::string(32'768, '0'));
  expect_refused(zeros, "pdf_seal", "no DER");
  expect_refused(replaced(good, "/Contents <", "/Contentz <"), "pdf_seal", "");
  expect_refused(replaced(good, "/SubFilter /ETSI.CAdES.detached", "/SubFilter /adbe.pkcs7.detached"), "pdf_seal", "");
  expect_refused(sample().unsealed(), "pdf_seal", "");
}

// Signed by the right key, so that the digest is right and the range alone is wrong.
TEST(PdfAttack, ARangeThatLeavesOutMoreThanTheHoleIsRefused) {
  const auto range = [](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    return "[ " + std::to_string(a) + " " + std::to_string(b) + " " + std::to_string(c) + " " + std::to_string(d) +
           " ]";
  };
  struct Case {
    const char* name;
    std::size_t from, before, after, end;  // of the file, relative: see below
  };
  for (const Case& one :
       {Case{"good", 0, 0, 0, 0}, Case{"not from the first byte", 1, 0, 0, 0}, Case{"more before the hole", 0, 1, 0, 0},
        Case{"more behind the hole", 0, 0, 10, 0}, Case{"not to the last byte", 0, 0, 0, 1}}) {
    SCOPED_TRACE(one.name);
    std::size_t begin = 0;
    std::size_t end = 0;
    HandRecipe recipe{sample().pki().seal_key()};
    recipe.range = [&](std::size_t hole, std::size_t behind, std::size_t size) {
      begin = hole;
      end = behind;
      return range(one.from, hole - one.before - one.from, behind + one.after, size - behind - one.after - one.end);
    };
    recipe.signed_part = [&](const std::string& file) {
      return file.substr(one.from, begin - one.before - one.from) +
             file.substr(end + one.after, file.size() - end - one.after - one.end);
    };
    const std::string file = seal_by_hand(sample().unsealed(), recipe);
    if (one.name == std::string_view("good")) {
      EXPECT_EQ(sample().verify(file).outcome, Outcome::kInForce);
    } else {
      expect_refused(file, "pdf_seal", "ByteRange is not all");
    }
  }
}

TEST(PdfAttack, NothingMayStandBehindTheSignatureInItsHole) {
  HandRecipe recipe{sample().pki().seal_key()};
  recipe.behind = {0x00, 0x01};
  expect_refused(seal_by_hand(sample().unsealed(), recipe), "pdf_seal", "something else than zeros");
}

TEST(PdfAttack, ASealOfAnotherPdfDoesNotFit) {
  PdfRecipe pages = sample().pages();
  pages.text = "This certifies everything: it is a forgery";
  std::string other = sample().seal(unsealed_pdf(pages));
  const std::string& good = sample().stamped();
  const std::size_t hole = good.find("/Contents <") + 11;
  other.replace(other.find("/Contents <") + 11, 32'768, good.substr(hole, 32'768));
  expect_refused(other, "pdf_seal", "its digest is not the sealed one");
}

TEST(PdfAttack, ASignatureByAnotherKeyUnderTheSealsCertificateIsWrong) {
  const auto stranger = *attest::generate_signer(attest::Algorithm::kEs256);
  HandRecipe recipe{sample().pki().seal_key()};
  recipe.key.key = stranger.get();
  expect_refused(seal_by_hand(sample().unsealed(), recipe), "pdf_seal", "signature is wrong");
}

TEST(PdfAttack, OtherCertificatesOfTheSameAuthorityDoNotSeal) {
  const auto by = [](const CertificateRecipe& certificate) {
    return seal_by_hand(sample().unsealed(), {.key = sample().pki().seal_key(certificate)});
  };
  EXPECT_EQ(sample().verify(by({.name = "Good"})).outcome, Outcome::kInForce);
  expect_refused(by({.name = "Mail", .extended_usage = "emailProtection"}), "pdf_seal", "not for signing documents");
  expect_refused(by({.name = "Server", .extended_usage = "serverAuth"}), "pdf_seal", "not for signing documents");
  expect_refused(by({.name = "Usage", .key_usage = "critical,digitalSignature"}), "pdf_seal", "cannot be denied");
  expect_refused(by({.name = "Expired", .until = "2018-11-09T09:59:59Z"}), "pdf_seal", "expired");
  expect_refused(by({.name = "Later", .from = "2018-11-09T10:00:01Z"}), "pdf_seal", "not yet valid");
  expect_refused(by({.name = "Weak", .sha1 = true}), "pdf_seal", "not good");
}

TEST(PdfAttack, ACertificateThatIsNotOfThePathIsSeen) {
  HandRecipe recipe{sample().pki().seal_key()};
  recipe.key.chain.push_back(TestPki().root());
  expect_refused(seal_by_hand(sample().unsealed(), recipe), "pdf_seal", "not of its signer's path");
}

TEST(PdfAttack, TwoSignaturesAtOnceAreRefused) {
  PdfRecipe pages = sample().pages();
  pages.page_more = "/Second << /ByteRange [ 0 1 2 3 ] >>";
  expect_refused(seal_by_hand(unsealed_pdf(pages), {.key = sample().pki().seal_key()}), "pdf_seal", "2 signatures");
}

// ---- Revocation.

Verdict verify_with(const std::string& file, const std::vector<ledger::Bytes>& crls) {
  return certs::verify_pdf(file, sample().trust(), {moment("2018-11-10T00:00:00Z"), {}, crls});
}

TEST(PdfAttack, ASealByARevokedCertificateIsRefused) {
  const auto lists = [](const char* at) { return sample().pki().crls(kListsAt, {kSealSerial}, at); };
  const Verdict before = verify_with(sample().stamped(), lists("2018-11-09T10:00:00Z"));
  EXPECT_EQ(before.outcome, Outcome::kNotGenuine);
  EXPECT_NE(before.sentence.find("revoked"), std::string::npos);
  const Verdict after = verify_with(sample().stamped(), lists("2018-11-10T10:00:00Z"));
  EXPECT_EQ(after.outcome, Outcome::kInForce);
  EXPECT_NE(check_of(after, "pdf_seal").detail.find("after that moment"), std::string::npos);
  // Without a time-stamp nothing shows that the seal is older than the revocation.
  EXPECT_EQ(verify_with(sample().plain(), lists("2018-11-10T10:00:00Z")).outcome, Outcome::kNotGenuine);
}

TEST(PdfAttack, AListOfAnotherAuthorityRevokesNothing) {
  const TestPki other;
  EXPECT_EQ(verify_with(sample().plain(), other.crls(kListsAt, {kSealSerial})).outcome, Outcome::kInForce);
}

TEST(PdfAttack, ATimeStampByARevokedAuthorityIsRefused) {
  const Verdict verdict =
      verify_with(sample().stamped(), sample().pki().crls(kListsAt, {kTsaSerial}, "2018-11-01T00:00:00Z"));
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
  EXPECT_EQ(check_of(verdict, "pdf_timestamp").state, CheckState::kFailed);
}

// ---- Time-stamps.

TEST(PdfAttack, ATimeStampOfAnotherSignatureIsRefused) {
  HandRecipe recipe{sample().pki().seal_key()};
  recipe.timestamps = [](const ledger::Digest&) { return sample().pki().timestamps(kStampedAt)(ledger::Digest{}); };
  expect_refused(seal_by_hand(sample().unsealed(), recipe), "pdf_timestamp", "of something else");
}

TEST(PdfAttack, ATimeStampByACertificateThatIsNotForItIsRefused) {
  const auto by = [](const CertificateRecipe& certificate) {
    return seal_by_hand(sample().unsealed(), {.key = sample().pki().seal_key(),
                                              .timestamps = sample().pki().timestamps(kStampedAt, certificate)});
  };
  CertificateRecipe tsa{
      .name = "Authority", .key_usage = "critical,digitalSignature", .extended_usage = "critical,timeStamping"};
  EXPECT_EQ(sample().verify(by(tsa)).outcome, Outcome::kInForce);
  tsa.until = "2018-11-09T00:00:00Z";
  expect_refused(by(tsa), "pdf_timestamp", "expired");
}

TEST(PdfAttack, ADocumentTimeStampThatDoesNotCoverAllIsRefused) {
  const std::string good = sample().archived();
  const std::size_t at = good.rfind("/ByteRange");
  std::string range = good.substr(at, good.find(']', at) + 1 - at);
  std::string forged = good;
  forged.replace(at, range.size(), replaced_padded(range, "[ 0 ", "[ 1 "));
  expect_refused(forged, "pdf_revisions", "ByteRange is not all");
}

TEST(PdfAttack, ADocumentTimeStampOfAnotherStateIsRefused) {
  std::string forged = sample().archived();
  const std::size_t hole = forged.rfind("/Contents <") + 11;
  const auto token = *sample().pki().timestamps(kArchivedAt)(ledger::Digest{});
  std::string digits;
  for (const auto byte : token) {
    constexpr const char* kHex = "0123456789abcdef";
    digits += {kHex[byte >> 4U], kHex[byte & 15U]};
  }
  forged.replace(hole, 32'768, digits + std::string(32'768 - digits.size(), '0'));
  expect_refused(forged, "pdf_timestamp", "of something else");
}

// ---- Validation data.

TEST(PdfAttack, ValidationDataOfNoSignatureAreRefused) {
  const auto with_store = [](const std::string& name, const ledger::Bytes& content) {
    return with_update(sample().stamped(), [&](PdfUpdate& update, const PdfObjects& objects, std::uint32_t root) {
      const std::uint32_t stream = update.new_number();
      const std::uint32_t store = update.new_number();
      update.put_stream(stream, content);
      update.put(store, "<< /Type /DSS " + name + " [ " + certs::reference_to(stream) + " ] >>");
      update.put(root, with_member(objects, root, "/DSS", certs::reference_to(store)));
    });
  };
  EXPECT_EQ(sample().verify(with_store("/Certs", sample().pki().root())).outcome, Outcome::kInForce);
  expect_refused(with_store("/Certs", TestPki().root()), "pdf_revisions", "belongs to no signature");
  expect_refused(with_store("/CRLs", TestPki().crls(kListsAt)[1]), "pdf_revisions", "of no signature's authority");
  expect_refused(with_store("/CRLs", {0x30, 0x00}), "pdf_revisions", "of no signature's authority");
}

// ---- Attached files; sealed by the right key, so that they alone are wrong.

TEST(PdfAttack, AttachedFilesAreTheCertificatesAndNoOther) {
  const auto with = [](std::vector<std::pair<std::string, std::string>> files) {
    return sample().seal(unsealed_pdf({.attached = std::move(files)}), false);
  };
  const auto& bundle = sample().sample().file;
  const auto& credential = sample().sample().credential;
  expect_refused(with({}), "pdf_attachments", "no list");
  expect_refused(with({{"bundle.json", bundle}}), "pdf_attachments", "must have");
  expect_refused(with({{"credential.json", credential}}), "pdf_attachments", "must have");
  expect_refused(with({{"credential.json", credential}, {"bundle.json", bundle}, {"more.txt", "x"}}), "pdf_attachments",
                 "has not");
  expect_refused(with({{"credential.json", replaced(credential, "Silver", "Golden")}, {"bundle.json", bundle}}),
                 "pdf_attachments", "not the bundle's");
  expect_refused(with({{"credential.json", "no JSON"}, {"bundle.json", bundle}}), "pdf_attachments", "not well formed");
  PdfRecipe hidden = sample().pages();
  hidden.page_more = "/Hidden << /EF << >> >>";
  expect_refused(sample().seal(unsealed_pdf(hidden), false), "pdf_attachments", "does not name");
  expect_refused(with({{"credential.json", credential}, {"bundle.json", bundle}, {"certificate.cose", "short"}}),
                 "pdf_attachments", "short form is not this certificate's");
}

TEST(PdfAttack, TheShortFormSaysWhatTheCredentialSays) {
  constexpr const char* kPaperMethod = "did:web:attest.example#p1";
  const auto key = seed_key(0x08);
  const auto with = [&](const certs::ShortForm& form, const attest::Signer& signer) {
    PdfRecipe pages = sample().pages();
    pages.attached.emplace_back("certificate.cose",
                                std::string(ledger::text(*certs::sign_short_form(form, kPaperMethod, signer))));
    return sample().seal(unsealed_pdf(pages), false);
  };
  const auto& credential = sample().sample().bundle.credential;
  const auto good = certs::short_form_of(*certs::parse_certificate(credential), certs::fingerprint(credential));
  certs::Trust trust = sample().trust();
  trust.did.paper_keys.push_back({kPaperMethod, attest::as_ed25519(key->public_key()), {}, {}});
  const auto attachments = [&](const std::string& file) {
    return check_of(certs::verify_pdf(file, trust, {moment("2018-11-10T00:00:00Z"), {}, {}}), "pdf_attachments");
  };
  EXPECT_NE(attachments(with(good, *key)).detail.find("by the issuer's key for paper"), std::string::npos)
      << attachments(with(good, *key)).detail;
  certs::ShortForm other = good;
  other.level = "Platinum";
  EXPECT_EQ(attachments(with(other, *key)).state, CheckState::kFailed);
  EXPECT_EQ(attachments(with(good, *seed_key(0x09))).state, CheckState::kFailed);
}

TEST(PdfAttack, AForgedBundleInAGoodSealIsForged) {
  const auto& bundle = sample().sample().file;
  const auto& credential = sample().sample().credential;
  const auto file =
      sample().seal(unsealed_pdf({.attached = {{"credential.json", replaced(credential, "Silver", "Golden")},
                                               {"bundle.json", replaced(bundle, "Silver", "Golden")}}}));
  const Verdict verdict = sample().verify(file);
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
  EXPECT_EQ(check_of(verdict, "pdf_seal").state, CheckState::kPassed);
}

}  // namespace
}  // namespace certs_test

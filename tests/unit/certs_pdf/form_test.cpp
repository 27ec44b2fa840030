// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The readers below the checks: what they take, and where their limits are.
#include <gtest/gtest.h>

#include "certs/gzip.hpp"
#include "certs/pem.hpp"
#include "pdf/pdf_attachments.hpp"
#include "pdf/pdf_signature.hpp"
#include "pdf/seal_cms.hpp"
#include "support/sealed_sample.hpp"

namespace certs_test {
namespace {

using ledger::Code;

bool reads(std::string_view text, std::size_t values = 1'000) {
  certs::PdfReader reader(text, 0, values);
  const auto value = reader.value();
  return value && reader.at() == text.size();
}

TEST(PdfValue, TakesWhatOurWriterWrites) {
  for (const char* good : {"null", "true", "false", "0", "12", "-3", "4.5", "-.5", "/Name", "/", "(a(b)c)", "(a\\)b)",
                           "<>", "<00ff>", "[ ]", "[1 2 0 R 3]", "<< >>", "<< /A /B /C [ (d) ] >>", "7 0 R"})
    EXPECT_TRUE(reads(good)) << good;
}

TEST(PdfValue, RefusesWhatALenientReaderWouldMend) {
  for (const char* bad : {"",
                          "nul",
                          "True",
                          "1.2.3",
                          "--1",
                          "+1",
                          "(a",
                          "(a\\)",
                          "<0>",
                          "<0G>",
                          "<AB>",
                          "<0 0>",
                          "[",
                          "[ 1",
                          "<<",
                          "<< /A >>",
                          "<< /A 1 /A 2 >>",
                          "<< 1 2 >>",
                          "0 0 R",
                          "01 0 R",
                          "% x\n1",
                          "\t1",
                          "[\t]",
                          "{",
                          ")",
                          ">>",
                          "]"})
    EXPECT_FALSE(reads(bad)) << bad;
  EXPECT_FALSE(reads("7 1 R"));  // another generation: a number, and then something else
}

TEST(PdfValue, HasLimitsOfDepthAndNumber) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(reads(nested(certs::kPdfDepthMax + 1)));
  EXPECT_FALSE(reads(nested(certs::kPdfDepthMax + 2)));
  EXPECT_TRUE(reads("[ 1 2 ]", 3));
  EXPECT_FALSE(reads("[ 1 2 3 ]", 3));
}

// A file of one revision with these objects behind the catalog.
std::string file_with(const std::vector<std::string>& objects) {
  std::string file = "%PDF-1.7\n";
  std::string lines;
  std::uint32_t number = 0;
  for (const std::string& object : objects) {
    std::string offset = std::to_string(file.size());
    lines += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    file += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
  }
  const std::string xref = std::to_string(file.size());
  const std::string size = std::to_string(number + 1);
  return file + "xref\n0 " + size + "\n0000000000 65535 f \n" + lines + "trailer << /Root 1 0 R /Size " + size +
         " >>\nstartxref\n" + xref + "\n%%EOF\n";
}

TEST(PdfFile, ReadsObjectsAndStreams) {
  const std::string file = file_with({"<< /Type /Catalog >>", "<< /Length 3 >>\nstream\nabc\nendstream"});
  const auto revisions = certs::read_revisions(file);
  ASSERT_TRUE(revisions) << revisions.error().message;
  EXPECT_EQ(*revisions->front().objects.at(2).stream, "abc");
  EXPECT_FALSE(certs::read_revisions(file_with({"<< >>", "<< /Length 2 >>\nstream\nabc\nendstream"})));
  EXPECT_FALSE(certs::read_revisions(file_with({"<< >>", "<< /Length 99999 >>\nstream\nabc\nendstream"})));
  EXPECT_FALSE(certs::read_revisions(file_with({"<< >>", "<< /Length 3 0 R >>\nstream\nabc\nendstream"})));
  EXPECT_FALSE(certs::read_revisions(file_with({"<< >>", "<< >>\nstream\nabc\nendstream"})));
}

TEST(PdfFile, HasALimitOfObjects) {
  std::vector<std::string> objects(certs::kPdfObjectsMax - 1, "0");  // and object 0, which is none
  EXPECT_TRUE(certs::read_revisions(file_with(objects)));
  objects.emplace_back("0");
  const auto over = certs::read_revisions(file_with(objects));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::kTooLarge);
}

TEST(PdfFile, HasALimitOfValues) {
  const auto with = [](std::size_t count) {
    std::string many;
    for (std::size_t i = 0; i < count; ++i) many += "0 ";
    return certs::read_revisions(file_with({"[ " + many + "]"}));
  };
  const std::size_t of_trailer = 5;  // the dictionary, two names, two values
  EXPECT_TRUE(with(certs::kPdfValuesMax - of_trailer - 1));
  const auto over = with(certs::kPdfValuesMax - of_trailer);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::kTooLarge);
}

TEST(PdfFile, HasALimitOfRevisions) {
  std::string file = file_with({"<< >>"});
  std::size_t xref = file.rfind("xref\n", file.rfind("startxref") - 1);
  for (std::size_t revisions = 1; revisions < certs::kPdfRevisionsMax; ++revisions) {
    const std::size_t at = file.size();
    file += "xref\ntrailer << /Root 1 0 R /Size 2 /Prev " + std::to_string(xref) + " >>\nstartxref\n" +
            std::to_string(at) + "\n%%EOF\n";
    xref = at;
  }
  const auto full = certs::read_revisions(file);
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->size(), certs::kPdfRevisionsMax);
  const std::size_t at = file.size();
  const auto over = certs::read_revisions(file + "xref\ntrailer << /Root 1 0 R /Size 2 /Prev " + std::to_string(xref) +
                                          " >>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n");
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::kTooLarge);
}

TEST(PdfFile, AnAttachmentThatExpandsWithoutEndIsStopped) {
  EXPECT_EQ(certs::inflate_zlib({}, 10).error().code, Code::kInvalid);
  const std::string zeros(certs::kAttachedBytesMax + 1, '0');
  const std::string file = unsealed_pdf({.attached = {{"bundle.json", zeros}, {"credential.json", "{}"}}});
  ASSERT_LT(file.size(), 200'000U);
  const auto revisions = certs::read_revisions(file);
  ASSERT_TRUE(revisions) << revisions.error().message;
  const auto attachments = certs::read_attachments(revisions->front());
  ASSERT_FALSE(attachments);
  EXPECT_EQ(attachments.error().code, Code::kTooLarge);
  const std::string fits = unsealed_pdf({.attached = {{"bundle.json", zeros.substr(3)}, {"credential.json", "{}"}}});
  EXPECT_TRUE(certs::read_attachments(certs::read_revisions(fits)->front()));
  const std::string both = unsealed_pdf({.attached = {{"bundle.json", zeros.substr(2)}, {"credential.json", "{}"}}});
  EXPECT_FALSE(certs::read_attachments(certs::read_revisions(both)->front()));  // together one byte too many
}

TEST(PdfFile, AnAttachedCredentialHasALimitOfItsOwn) {
  const auto with = [](std::size_t size) {
    const std::string file =
        unsealed_pdf({.attached = {{"bundle.json", "{}"}, {"credential.json", std::string(size, '0')}}});
    return certs::read_attachments(certs::read_revisions(file)->front()).has_value();
  };
  EXPECT_TRUE(with(certs::kAttachedCredentialBytesMax));
  EXPECT_FALSE(with(certs::kAttachedCredentialBytesMax + 1));
}

TEST(PdfMoment, HasOneForm) {
  EXPECT_EQ(*certs::parse_pdf_moment("D:20181109100030Z"), moment("2018-11-09T10:00:30Z"));
  EXPECT_EQ(certs::format_pdf_moment(moment("2018-11-09T10:00:30Z")), "D:20181109100030Z");
  for (const char* bad :
       {"", "D:20181109100030", "D:20181109100030+00'00'", "20181109100030Z", "D:20181309100030Z", "D:2018110910003xZ"})
    EXPECT_FALSE(certs::parse_pdf_moment(bad)) << bad;
}

TEST(SealCms, IsReadBackAndNothingElseIs) {
  const TestPki pki;
  const ledger::Digest digest = ledger::sha256(ledger::view("x"));
  const certs::SealCms cms{{pki.seal_certificate(), pki.issuing(), pki.root()},
                           digest,
                           *pki.seal_signer().sign(ledger::view("y")),
                           std::nullopt};
  const ledger::Bytes bytes = *certs::encode_seal_cms(cms);
  const auto read = certs::parse_seal_cms(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->certificates.front(), pki.seal_certificate());
  EXPECT_EQ(read->signature, cms.signature);
  EXPECT_FALSE(certs::parse_seal_cms({}));
  EXPECT_FALSE(certs::parse_seal_cms(ledger::ByteView(bytes).first(bytes.size() - 1)));
  // Every bit changes what is read, or the form.
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 7) {
    ledger::Bytes changed = bytes;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << bit % 8));
    const auto other = certs::parse_seal_cms(changed);
    EXPECT_TRUE(!other || other->certificates != read->certificates || other->digest != digest ||
                other->signature != cms.signature)
        << bit;
  }
}

TEST(SealCms, HasAtMostEightCertificates) {
  const TestPki pki;
  certs::SealCms cms{{pki.seal_certificate()}, {}, ledger::Bytes(64, 1), std::nullopt};
  for (std::uint8_t i = 1; i < 8; ++i)
    cms.certificates.push_back(certs::der::element(certs::der::kSequence, {certs::der::unsigned_integer({&i, 1})}));
  const auto full = certs::encode_seal_cms(cms);
  ASSERT_TRUE(full);
  EXPECT_TRUE(certs::parse_seal_cms(*full));
  cms.certificates.push_back(pki.root());
  EXPECT_FALSE(certs::encode_seal_cms(cms));
}

TEST(Pem, TakesEveryItemAndRefusesAnotherKind) {
  const std::string one = "words before\n" + to_pem({1, 2, 3}, "CERTIFICATE");
  EXPECT_EQ(certs::parse_pem(one + to_pem({4}, "CERTIFICATE"), "CERTIFICATE")->size(), 2U);
  EXPECT_FALSE(certs::parse_pem("", "CERTIFICATE"));
  EXPECT_FALSE(certs::parse_pem(one + to_pem({4}, "PRIVATE KEY"), "CERTIFICATE"));
  EXPECT_FALSE(certs::parse_pem("-----BEGIN CERTIFICATE-----\nAQID\n", "CERTIFICATE"));
  EXPECT_FALSE(certs::parse_pem("-----BEGIN CERTIFICATE-----\nA*ID\n-----END CERTIFICATE-----\n", "CERTIFICATE"));
  std::string many;
  for (std::size_t i = 0; i < certs::kPemItemsMax; ++i) many += to_pem({1}, "CERTIFICATE");
  EXPECT_EQ(certs::parse_pem(many, "CERTIFICATE")->size(), certs::kPemItemsMax);
  EXPECT_EQ(certs::parse_pem(many + one, "CERTIFICATE").error().code, Code::kTooLarge);
  EXPECT_EQ(certs::parse_pem_or_der("\x30\x01", "X509 CRL")->front().size(), 2U);
}

}  // namespace
}  // namespace certs_test

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A file in, a verdict out: by the service's own trust folder, and nothing is kept. No address that stands in the file
// is used.
#include <array>
#include <memory>
#include <semaphore>

#include "attest/date.hpp"
#include "certs/render.hpp"
#include "certs/verify_pdf.hpp"
#include "ledger/clock.hpp"
#include "ledger/durable_file.hpp"
#include "routes/answers.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using ledger::fail;

constexpr std::array kForms = {Form{"json", "application/json"}, Form{"text", "text/plain"}};
constexpr std::size_t kTrustFileBytesMax = 1U << 20U;

// Read for every request, so that a renewed folder counts at once.
Result<certs::Trust> read_trust(const std::filesystem::path& folder) {
  const auto there = [&](std::string_view name) {
    std::error_code error;
    return std::filesystem::exists(folder / name, error);
  };
  const auto read = [&](std::string_view name) { return ledger::read_file(folder / name, kTrustFileBytesMax); };
  const auto files = certs::read_trust_files(there, read);
  const auto trust = files ? certs::parse_trust(*files) : Result<certs::Trust>(tl::unexpected(files.error()));
  // The operator's fault, not the client's.
  if (!trust) return fail(Code::kStorage, "the trust folder cannot be used: " + trust.error().message, "trust");
  return trust;
}

// Draws only what the issuer has signed and the ledger has logged: an unverified file draws nothing here.
certs::DrawAgain draw_genuine(const certs::Trust& trust, const certs::Question& question) {
  return [&trust, &question](const certs::DrawnFrom& from) -> Result<std::string> {
    const certs::Outcome outcome = certs::verify(from.bundle, trust, question).outcome;
    if (outcome == certs::Outcome::kNotGenuine || outcome == certs::Outcome::kCannotBeTold) {
      return fail(Code::kInvalid, "the certificate inside is not genuine, and only genuine ones are drawn");
    }
    const auto bundle = certs::parse_bundle(from.bundle);
    if (!bundle) return tl::unexpected(bundle.error());
    const auto pdf = certs::draw_certificate(
        {*bundle, ledger::view(from.short_form), std::string(from.language), /*specimen=*/false});
    if (!pdf) return tl::unexpected(pdf.error());
    return std::string(ledger::text(*pdf));
  };
}

Result<std::string> uploaded(const Request& request) {
  if (!request.body_file) return std::string(request.body_text());
  return ledger::read_file(*request.body_file, kFileBytesMax);
}

// A file takes several times its size while it is read, and seconds of a core when it was made to: a few at once, and
// the workers stay free for others.
using Places = std::counting_semaphore<kVerifiesMax>;

class Place {
 public:
  explicit Place(Places& places) : places_(places), taken_(places.try_acquire()) {}
  ~Place() {
    if (taken_) places_.release();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] bool taken() const { return taken_; }

 private:
  Places& places_;
  const bool taken_;
};

Answer verify(const Context& context, Places& places, const Request& request) {
  if (const auto known = only_query(request, {"at", "format"}); !known) return tl::unexpected(known.error());
  const auto form = form_of(request, kForms);
  if (!form) return not_acceptable(kForms);
  if (context.trust.empty()) {
    return to_response(Problem{"not_implemented", "This service has no trust folder; cityledger-verify does it.", {}});
  }
  certs::Question question{context.clock(), {}, {}};
  if (const auto day = request.query("at")) {
    const auto at = attest::parse_end_of_day_or_moment(*day);
    if (!at) return fail(at.error().code, at.error().message, "at");
    question.at = *at;
  }
  const Place place(places);
  if (!place.taken()) {
    Problem problem{"busy", "too many files are being verified", {}};
    problem.retry_after_s = 1;
    return to_response(problem);
  }
  const auto trust = read_trust(context.trust);
  if (!trust) return tl::unexpected(trust.error());
  const auto file = uploaded(request);
  if (!file) return tl::unexpected(file.error());
  if (file->empty()) return fail(Code::kInvalid, "send the file to verify as the body", "body");
  const certs::Verdict verdict = certs::verify_file(*file, *trust, question, draw_genuine(*trust, question));
  Response response = *form == "text/plain" ? reply(200, "text/plain; charset=utf-8", certs::verdict_text(verdict))
                                            : json_reply(certs::verdict_json(verdict));
  return std::move(response).with("Vary", "Accept");
}

}  // namespace

void add_verify_routes(Router& router, const Context& context) {
  const auto places = std::make_shared<Places>(kVerifiesMax);
  router.add({Method::kPost, "/api/v1/verify",
              answering([&context, places](const Request& request) { return verify(context, *places, request); }),
              Run::kWorker, BodyRule{BodyRule::Kind::kFile, kFileBytesMax}});
}

}  // namespace api

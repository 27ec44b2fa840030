// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The files behind registrations of evidence: sent whole, and given to those who may know their digest.
#include "routes/evidence.hpp"

#include <charconv>
#include <filesystem>

#include "api/limits.hpp"
#include "api/page.hpp"
#include "attest/limits.hpp"
#include "routes/rights_routes.hpp"

namespace api {

using ledger::EntryIndex;

namespace {

tl::unexpected<Problem> refuse(std::string_view name, std::string detail, std::string field) {
  return tl::unexpected<Problem>(Problem{name, std::move(detail), std::move(field)});
}

Answered<EntryIndex> entry_in(const Request& request) {
  const std::string& text = request.param("entry");
  EntryIndex index;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index.value);
  if (error != std::errc{} || end != text.data() + text.size() || std::to_string(index.value) != text) {
    return refuse("not_found", "this is no entry's number", "entry");
  }
  return index;
}

Response done(const Context& context, const EvidenceAsked& asked, bool is_new) {
  Response response =
      json_reply(attest::Json::Object{{"entry", asked.file.index.value}, {"size", asked.file.size}, {"new", is_new}},
                 is_new ? 201 : 200);
  response.for_any_origin = false;
  if (is_new) response.with("Location", context.base + "/api/v1/evidence/" + std::to_string(asked.file.index.value));
  return response;
}

Response give(const Context& context, Tokens& tokens, const Request& request) {
  if (auto known = only_query(request, {}); !known) return to_response(known.error());
  const auto asked = evidence_asked(context, tokens, request);
  if (!asked) return to_response(asked.error());
  if (!asked->file.readable) return to_response(not_for_you());
  if (asked->file.expired || !asked->file.digest) {
    return to_response(Problem{"not_found", "the file is not kept any more", "entry"});
  }
  const auto path = context.ledger.evidence().path_of(*asked->file.digest);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return to_response(Problem{"not_found", "the file was not sent yet", "entry"});
  }
  const bool head = request.method == Method::kHead;
  const auto logged = attest::log_evidence(context.ledger, asked->reader, asked->file,
                                           head ? attest::EvidenceShown::kDigest : attest::EvidenceShown::kFile);
  if (!logged) return to_response(logged.error());
  Response response = reply(200, asked->file.media_type, std::string());
  response.body = FileBody{path, asked->file.size, ledger::to_hex(*asked->file.digest)};
  response.for_any_origin = false;
  // Somebody else's file, under our name: never shown as a page of ours.
  response.with("Content-Disposition",
                "attachment; filename=\"evidence-" + std::to_string(asked->file.index.value) + "\"");
  response.with("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

Response take(const Context& context, Tokens& tokens, const Request& request) {
  if (auto known = only_query(request, {}); !known) return to_response(known.error());
  const auto asked = evidence_to_send(context, tokens, request);
  if (!asked) return to_response(asked.error());
  if (!request.body_file) {
    return to_response(Problem{"length_required", "send the file as the body", "content-length"});
  }
  return keep_evidence(context, *asked, *request.body_file);
}

}  // namespace

Problem not_for_you() {
  return {"forbidden", "the table of rights does not give this to your party", {}};
}

Answered<EvidenceAsked> evidence_asked(const Context& context, Tokens& tokens, const Request& request) {
  auto reader = tokens.known_reader(request);
  if (!reader) return tl::unexpected(std::move(reader.error()));
  const auto index = entry_in(request);
  if (!index) return tl::unexpected(index.error());
  auto file = attest::evidence_file(context.ledger, *reader, *index);
  if (!file) return tl::unexpected(problem_of(file.error()));
  return EvidenceAsked{std::move(*reader), std::move(*file)};
}

Answered<EvidenceAsked> evidence_to_send(const Context& context, Tokens& tokens, const Request& request) {
  auto asked = evidence_asked(context, tokens, request);
  if (!asked) return asked;
  if (!asked->file.sendable) return tl::unexpected(not_for_you());
  if (asked->file.expired) return refuse("conflict", "this evidence has expired; its file is not taken", "entry");
  if (!asked->file.digest) {
    return refuse("conflict", "its digest is erased: no file can be shown to be the one", "entry");
  }
  return asked;
}

Problem other_size(const EvidenceAsked& asked) {
  return {"not_as_registered", "the file was registered with " + std::to_string(asked.file.size) + " bytes", "body"};
}

Response keep_evidence(const Context& context, const EvidenceAsked& asked, const std::filesystem::path& file) {
  const auto adopted = context.ledger.evidence().adopt(file, {*asked.file.digest, asked.file.size});
  if (adopted) return done(context, asked, adopted->is_new);
  if (adopted.error().code == Code::kInvalid) {
    return to_response(Problem{"not_as_registered", adopted.error().message, "body"});
  }
  return to_response(adopted.error());
}

void add_evidence_routes(Router& router, const Context& context, Tokens& tokens) {
  const std::string pattern = "/api/v1/evidence/{entry}";
  router.add(
      {Method::kGet, pattern, [&context, &tokens](const Request& request) { return give(context, tokens, request); }});
  Route put{Method::kPut, pattern,
            [&context, &tokens](const Request& request) { return take(context, tokens, request); }};
  put.body = {BodyRule::Kind::kFile, attest::kEvidenceBytesMax};
  put.before_body = [&context, &tokens](const Request& request) -> std::optional<Problem> {
    const auto asked = evidence_to_send(context, tokens, request);
    if (!asked) return asked.error();
    const auto length = request.header("content-length");
    if (length && *length != std::to_string(asked->file.size)) return other_size(*asked);
    return std::nullopt;
  };
  router.add(std::move(put));
}

}  // namespace api

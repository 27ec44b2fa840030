// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A file of evidence in parts, as the IETF's draft on resumable uploads has it (draft-ietf-httpbis-resumable-upload).
#include "api/uploads.hpp"

#include <charconv>

#include "api/body.hpp"
#include "api/limits.hpp"
#include "api/page.hpp"
#include "routes/evidence.hpp"
#include "routes/rights_routes.hpp"

namespace api {
namespace {

constexpr const char* kPattern = "/api/v1/evidence/{entry}/uploads/{upload}";

struct Place {
  const Context& context;
  Tokens& tokens;
  Uploads& uploads;
};

// A number that a header holds (RFC 9651, no sign). Problems: invalid.
Answered<std::optional<std::uint64_t>> number_in(const Request& request, const char* name) {
  const auto text = request.header(name);
  if (!text) return std::optional<std::uint64_t>{};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return tl::unexpected(Problem{"invalid", "this header holds a number without sign", name});
  }
  return std::optional(number);
}

Answered<bool> completes(const Request& request) {
  const std::string_view text = request.header("upload-complete").value_or("");
  if (text == "?1") return true;
  if (text == "?0") return false;
  return tl::unexpected(Problem{"invalid", "say ?1 with the last part and ?0 with others", "upload-complete"});
}

Uploads::Name name_of(const EvidenceAsked& asked, const Request& request) {
  return {request.param("upload"), asked.reader.party, asked.file.index};
}

Response with_state(unsigned status, const Uploads::State& state, ledger::UnixMillis now) {
  Response response;
  response.status = status;
  response.for_any_origin = false;
  const std::uint64_t left_s = state.expires.value > now.value ? (state.expires.value - now.value) / 1000 : 0;
  response.with("Upload-Complete", "?0");
  response.with("Upload-Offset", std::to_string(state.offset));
  response.with("Upload-Length", std::to_string(state.length));
  response.with("Upload-Limit", "max-size=" + std::to_string(state.length) + ", max-append-size=" +
                                    std::to_string(kUploadPartBytesMax) + ", max-age=" + std::to_string(left_s));
  return response;
}

Response start(const Place& place, const Request& request) {
  const auto asked = evidence_to_send(place.context, place.tokens, request);
  if (!asked) return to_response(asked.error());
  const auto length = number_in(request, "upload-length");
  if (!length) return to_response(length.error());
  if (*length && **length != asked->file.size) return to_response(other_size(*asked));
  const auto complete = request.header("upload-complete");
  if (complete && *complete != "?0") {
    return to_response(Problem{"invalid", "parts are sent to the upload; here say ?0", "upload-complete"});
  }
  const auto id = place.uploads.start(asked->reader.party, asked->file.index, asked->file.size);
  if (!id) return to_response(id.error());
  const auto state = place.uploads.find({*id, asked->reader.party, asked->file.index});
  if (!state) return to_response(state.error());
  return with_state(201, *state, place.context.clock())
      .with("Location",
            place.context.base + "/api/v1/evidence/" + std::to_string(asked->file.index.value) + "/uploads/" + *id);
}

Response tell(const Place& place, const Request& request) {
  const auto asked = evidence_to_send(place.context, place.tokens, request);
  if (!asked) return to_response(asked.error());
  const auto state = place.uploads.find(name_of(*asked, request));
  return state ? with_state(204, *state, place.context.clock()) : to_response(state.error());
}

Response end(const Place& place, const Request& request) {
  const auto asked = evidence_to_send(place.context, place.tokens, request);
  if (!asked) return to_response(asked.error());
  if (const auto removed = place.uploads.remove(name_of(*asked, request)); !removed) {
    return to_response(removed.error());
  }
  Response response;
  response.status = 204;
  response.for_any_origin = false;
  return response;
}

// What a part's header must say. Problems: those of evidence_to_send(); unsupported_media_type, invalid, not_found,
// conflict.
struct Part {
  EvidenceAsked asked;
  std::uint64_t offset = 0;
  bool last = false;
};
Answered<Part> read_part(const Place& place, const Request& request) {
  auto asked = evidence_to_send(place.context, place.tokens, request);
  if (!asked) return tl::unexpected(std::move(asked.error()));
  if (auto problem = media_type_problem(request, {"application/partial-upload"})) {
    return tl::unexpected(std::move(*problem));
  }
  const auto offset = number_in(request, "upload-offset");
  if (!offset) return tl::unexpected(offset.error());
  if (!*offset) return tl::unexpected(Problem{"invalid", "say where the part goes on", "upload-offset"});
  const auto last = completes(request);
  if (!last) return tl::unexpected(last.error());
  const auto state = place.uploads.find(name_of(*asked, request));
  if (!state) return tl::unexpected(state.error());
  return Part{std::move(*asked), **offset, *last};
}

Response finish_upload(const Place& place, const Part& part, const Uploads::Name& name, const Uploads::State& state) {
  Response kept = state.offset == state.length ? keep_evidence(place.context, part.asked, state.file)
                                               : to_response(other_size(part.asked));
  static_cast<void>(place.uploads.remove(name));
  if (kept.status < 300) kept.with("Upload-Complete", "?1").with("Upload-Offset", std::to_string(state.offset));
  return kept;
}

Response append(const Place& place, const Request& request) {
  const auto part = read_part(place, request);
  if (!part) return to_response(part.error());
  if (!request.body_file) return to_response(Problem{"length_required", "send the part as the body", "content-length"});
  const Uploads::Name name = name_of(part->asked, request);
  const auto state = place.uploads.append(name, part->offset, *request.body_file, request.body_bytes);
  if (!state) return to_response(state.error());
  if (!part->last) return with_state(204, *state, place.context.clock());
  return finish_upload(place, *part, name, *state);
}

}  // namespace

void add_upload_routes(Router& router, const Context& context, Tokens& tokens, Uploads& uploads) {
  const Place place{context, tokens, uploads};
  router.add({Method::kPost, "/api/v1/evidence/{entry}/uploads",
              [place](const Request& request) { return start(place, request); }});
  router.add({Method::kHead, kPattern, [place](const Request& request) { return tell(place, request); }});
  router.add({Method::kDelete, kPattern, [place](const Request& request) { return end(place, request); }});
  Route patch{Method::kPatch, kPattern, [place](const Request& request) { return append(place, request); }};
  patch.body = {BodyRule::Kind::kFile, kUploadPartBytesMax};
  patch.before_body = [place](const Request& request) -> std::optional<Problem> {
    const auto part = read_part(place, request);
    if (!part) return part.error();
    return std::nullopt;
  };
  router.add(std::move(patch));
}

}  // namespace api

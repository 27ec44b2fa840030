// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files of evidence to a server. A large one goes in parts (draft-ietf-httpbis-resumable-upload): the
// server says where it stands, also to a later command.
#include <fstream>

#include "attest/limits.hpp"
#include "attest/statement.hpp"
#include "cityledger/files.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/server_answers.hpp"
#include "cityledger/server_link.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kPartBytes = 4U << 20U;    // a larger file goes in parts of so many
constexpr std::uint32_t kPartMillisMax = 300'000;  // for one part: 14 KB a second
constexpr int kRoundsWithoutProgressMax = 5;
constexpr unsigned kConflict = 409;
constexpr unsigned kNotFoundStatus = 404;

// The file's digest, when the submission registers evidence and says it.
std::optional<ledger::Digest> registered_digest(const attest::Submission& submission) {
  const auto statement = attest::parse_statement(submission.statement);
  if (!statement || !std::holds_alternative<attest::EvidenceRegistered>(statement->body)) return std::nullopt;
  for (const std::string& encoded : submission.disclosures) {
    const auto disclosure = attest::parse_disclosure(encoded);
    if (!disclosure || disclosure->name != "digest") continue;
    const auto digest = ledger::digest_from_hex(disclosure->value);
    return digest ? std::optional(*digest) : std::nullopt;
  }
  return std::nullopt;
}

Result<attest::Bytes> read_part(const fs::path& file, std::uint64_t offset, std::uint64_t bytes) {
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  std::string part(bytes, '\0');
  in.read(part.data(), static_cast<std::streamsize>(bytes));
  if (!in) return fail(Code::kStorage, "the file of evidence cannot be read", file.string());
  return ledger::to_bytes(std::string_view(part));
}

}  // namespace

void ServerLink::upload_evidence(const std::vector<attest::Submission>& submissions,
                                 const attest::Registered& registered) {
  const attest::EvidenceStore files(folder_ / "evidence");
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto digest = registered_digest(submissions[i]);
    if (!digest || !files.holds(*digest)) continue;
    const ledger::EntryIndex entry = registered.entries[i].ref.index;
    const auto sent = send_evidence(entry, files.path_of(*digest));
    if (sent) continue;
    console_.warn("entry " + std::to_string(entry.value) +
                  " is appended, but its file is not at the server: " + sent.error().message +
                  "; send it later: cityledger evidence send " + files.path_of(*digest).string() + " --signer KEY");
  }
}

Result<void> ServerLink::send_evidence(ledger::EntryIndex entry, const fs::path& file) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(file, error);
  if (error) return fail(Code::kNotFound, "the file of evidence is not there", file.string());
  const std::string name = std::to_string(entry.value);
  auto sent = size <= kPartBytes ? put_whole(name, file, size) : send_parts(name, file, size);
  console_.progress({});
  return sent;
}

Result<void> ServerLink::put_whole(const std::string& entry, const fs::path& file, std::uint64_t size) {
  HttpRequest request;
  request.method = HttpMethod::kPut;
  request.target = "/api/v1/evidence/" + entry;
  request.headers = {{"Content-Type", "application/octet-stream"}, {"Accept", "application/json"}};
  request.body_file = file;
  request.deadline_ms = 60'000;
  if (const auto progress = draw_progress(console_, "sending bytes of evidence")) {  // none where nobody looks
    request.sent = [progress, size](std::uint64_t done) { progress(std::min(done, size), size); };
  }
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (is_success(*answer)) return {};
  return tl::unexpected(problem_of(*answer));
}

Result<std::string> ServerLink::start_upload(const std::string& entry, std::uint64_t size) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = "/api/v1/evidence/" + entry + "/uploads";
  request.headers = {
      {"Accept", "application/json"}, {"Upload-Length", std::to_string(size)}, {"Upload-Complete", "?0"}};
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (!is_success(*answer)) return tl::unexpected(problem_of(*answer));
  const auto id = parse_upload_id(answer->location);
  if (!id) return fail(Code::kInvalid, "the server's answer is not understood: it names no upload", "server");
  return *id;
}

// Nothing when the server does not know it any more: it has ended, or is finished.
Result<std::optional<std::uint64_t>> ServerLink::upload_stands_at(const std::string& target) {
  HttpRequest request;
  request.method = HttpMethod::kHead;
  request.target = target;
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == kNotFoundStatus) return std::optional<std::uint64_t>{};
  if (!is_success(*answer)) return tl::unexpected(problem_of(*answer));
  const auto offset = parse_upload_offset(answer->upload_offset);
  if (!offset) return fail(Code::kInvalid, "the server's answer is not understood: no Upload-Offset", "server");
  return offset;
}

Result<bool> ServerLink::server_has(const std::string& entry) {
  HttpRequest request;
  request.method = HttpMethod::kHead;
  request.target = "/api/v1/evidence/" + entry;
  request.answer_bytes_max = attest::kEvidenceBytesMax;
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  return is_success(*answer);
}

// One upload, and how far it is.
struct ServerLink::Upload {
  std::string entry;
  fs::path file;
  std::uint64_t size = 0;
  fs::path kept;  // the upload's name, beside the mirror until it is finished: another command finds it
  std::optional<std::string> id{};    // none: to be started
  std::optional<std::uint64_t> at{};  // none: the server is to be asked
  [[nodiscard]] std::string target() const { return "/api/v1/evidence/" + entry + "/uploads/" + id.value_or(""); }
  void forget() {
    std::error_code ignored;
    fs::remove(kept, ignored);
    id.reset();
    at.reset();
  }
};

// Afterwards `at` is none only when the server does not know the upload any more.
Result<void> ServerLink::find_place(Upload& upload) {
  if (!upload.id) {
    auto started = start_upload(upload.entry, upload.size);
    if (!started) return tl::unexpected(started.error());
    upload.id = std::move(*started);
    upload.at = 0;
    return write_file(upload.kept, *upload.id);
  }
  if (upload.at) return {};
  const auto stands = upload_stands_at(upload.target());
  if (!stands) return tl::unexpected(stands.error());
  upload.at = *stands;
  if (upload.at && *upload.at > 0) {
    console_.say("going on with " + with_thousands(*upload.at) + " of " + with_thousands(upload.size) +
                 " bytes that the server has");
  }
  return {};
}

// False when the server stands elsewhere: it took the part and its answer was lost, or another command sends too.
Result<bool> ServerLink::send_part(Upload& upload) {
  const std::uint64_t bytes = std::min(kPartBytes, upload.size - *upload.at);
  auto part = read_part(upload.file, *upload.at, bytes);
  if (!part) return tl::unexpected(part.error());
  HttpRequest request;
  request.method = HttpMethod::kPatch;
  request.target = upload.target();
  request.headers = {{"Content-Type", "application/partial-upload"},
                     {"Accept", "application/json"},
                     {"Upload-Offset", std::to_string(*upload.at)},
                     {"Upload-Complete", *upload.at + bytes == upload.size ? "?1" : "?0"}};
  request.body = std::move(*part);
  request.deadline_ms = kPartMillisMax;
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (is_success(*answer)) {
    *upload.at += bytes;
    return true;
  }
  if (answer->status == kConflict || answer->status == kNotFoundStatus) return false;
  upload.forget();
  return tl::unexpected(problem_of(*answer));
}

Result<void> ServerLink::send_parts(const std::string& entry, const fs::path& file, std::uint64_t size) {
  Upload upload{entry, file, size, folder_ / "uploads" / entry};
  if (const auto known = read_file(upload.kept, kUploadIdBytesMax)) upload.id = parse_upload_id(*known);
  const auto progress = draw_progress(console_, "sending bytes of evidence");
  for (int idle = 0; idle < kRoundsWithoutProgressMax; ++idle) {
    if (auto found = find_place(upload); !found) return found;
    if (!upload.at || *upload.at >= size) {
      upload.forget();
      const auto has = server_has(entry);  // the answer to the last part may have been lost
      if (!has) return tl::unexpected(has.error());
      if (*has) return {};
      continue;
    }
    if (progress) progress(*upload.at, size);
    const auto taken = send_part(upload);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken) {
      upload.at.reset();
      continue;
    }
    if (*upload.at == size) {
      upload.forget();
      return {};
    }
    idle = -1;  // it moves
  }
  return fail(Code::kBusy, "the upload makes no progress", "server");
}

}  // namespace cityledger

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_link.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "attest/records.hpp"
#include "attest/screen_text.hpp"
#include "cityledger/files.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/server_answers.hpp"
#include "cityledger/server_commands.hpp"
#include "cityledger/trust_files.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "ledger/lmdb_store.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kCreated = 201;

// Of a duplicate the first one is in the ledger: the same words under the same key, perhaps with another signature.
bool says_the_same(const ledger::Store& mirror, ledger::EntryIndex index, const attest::Bytes& sent) {
  const auto entry = mirror.entry(index);
  const auto first = entry ? attest::parse_statement(entry->body) : tl::unexpected(entry.error());
  const auto again = attest::parse_statement(sent);
  return first && again && first->cose.header.kid == again->cose.header.kid &&
         attest::statement_identity(first->cose) == attest::statement_identity(again->cose);
}

}  // namespace

Result<fs::path> usual_mirror_folder(const std::string& url) {
  const auto address = parse_address(url);
  if (!address) return fail(address.error().code, address.error().message, "server");
  std::string name = address->host + "_" + address->port + address->target;
  while (name.back() == '/') name.pop_back();
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-';
      },
      '_');
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
    return fs::path(data) / "cityledger" / name;
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    return fail(Code::kInvalid, "there is no home folder for the mirror: name one with --ledger", "ledger");
  }
  return fs::path(home) / ".local" / "share" / "cityledger" / name;
}

// What was trusted at first is trusted until somebody hands over something else about the same ledger.
Result<void> ServerLink::read_trust_folder(const fs::path& given) {
  const fs::path kept = folder_ / "trust";
  std::error_code error;
  if (given.empty() && !fs::exists(kept / "log.vkey", error)) {
    return fail(Code::kInvalid,
                "nothing says yet which ledger this server must show: name the trust folder that you were given, "
                "--trust DIR",
                "trust");
  }
  const auto files = read_trust(given.empty() ? kept : given);
  if (!files) return tl::unexpected(files.error());
  auto parsed = certs::parse_trust(*files);
  if (!parsed) return tl::unexpected(parsed.error());
  trust_ = std::move(*parsed);
  if (auto made = attest::make_mirror(folder_, trust_.genesis); !made) return made;
  if (!given.empty()) handed_over_ = std::move(*files);
  return {};
}

// After the log was followed by it: a folder that this server's log does not fit takes no other's place.
Result<void> ServerLink::keep_trust() {
  if (!handed_over_) return {};
  const fs::path kept = folder_ / "trust";
  std::error_code error;
  if (fs::exists(kept / "log.vkey", error)) {
    if (const auto before = read_trust(kept); before && *before != *handed_over_) {
      console_.warn("the mirror now trusts what the folder of --trust says, which is not what it trusted before");
    }
  }
  return write_trust(*handed_over_, kept);
}

// The trusted keys, and the one that a trusted part of the entries names: so a mirror follows a change of the key.
attest::MirrorTrust ServerLink::mirror_trust(const ledger::StateReader* mirror) const {
  certs::LogKeys keys{trust_.log, trust_.earlier_logs};
  const auto config = attest::get_config(*mirror);
  std::optional<ledger::NoteKey> named;
  if (config && *config) {
    named =
        ledger::NoteKey{(*config)->origin, ledger::NoteKeyType::kEd25519, attest::as_ed25519((*config)->ledger_key)};
  }
  return {trust_.genesis, [keys = std::move(keys), named, policy = trust_.policy](std::string_view note) {
            auto checkpoint = certs::open_checkpoint(note, keys);
            if (!checkpoint && named) checkpoint = ledger::open_checkpoint(note, *named);
            if (!checkpoint) return checkpoint;
            const auto parsed = ledger::parse_note(note);
            if (!parsed) return Result<ledger::Checkpoint>(tl::unexpected(parsed.error()));
            const auto quorum = ledger::check_quorum(policy, *parsed);
            if (!quorum) return Result<ledger::Checkpoint>(tl::unexpected(quorum.error()));
            if (!quorum->satisfied) {
              return Result<ledger::Checkpoint>(
                  fail(Code::kInvalid, "the witnesses that the trust folder asks for have not cosigned it", "policy"));
            }
            return checkpoint;
          }};
}

Result<void> ServerLink::follow_to(ledger::Store& mirror, std::string checkpoint) {
  const auto followed = attest::bring_forward(folder_, mirror, client_, mirror_trust(&mirror), std::move(checkpoint),
                                              draw_progress(console_, "following the ledger"));
  console_.progress({});
  if (followed) return {};
  Error error = followed.error();
  if (error.code == Code::kCorrupt || error.code == Code::kStale) {
    error.message += "; nothing of it was taken, and the checkpoints are in " + (folder_ / "contradictions").string();
  }
  return tl::unexpected(std::move(error));
}

void ServerLink::wait_for_other(int tries) const {
  constexpr int kSoon = 5;
  if (tries == kSoon) console_.progress("waiting: another command has this mirror");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

Result<void> ServerLink::follow_present() {
  const auto store = when_free([this] { return ledger::open_lmdb_store(folder_ / "store", ledger::OpenMode::kWrite); });
  if (!store) return tl::unexpected(store.error());
  return follow_present(**store);
}

Result<void> ServerLink::follow_present(ledger::Store& mirror) {
  auto checkpoint = client_.get("checkpoint", ledger::kNoteBytesMax);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  return follow_to(mirror, ledger::to_string(*checkpoint));
}

Result<std::shared_ptr<ServerLink>> ServerLink::connect(const std::string& url, const fs::path& folder,
                                                        const fs::path& trust, Console& console) {
  auto client = ServerClient::make(url);
  if (!client) return tl::unexpected(client.error());
  std::shared_ptr<ServerLink> link(new ServerLink(std::move(*client), folder, console));
  link->client_.tell_waiting([&console](std::uint32_t ms, const std::string& why) {
    constexpr std::uint32_t kLongMillis = 5'000;  // worth a word also where no progress is drawn
    const std::string words = "waiting " + std::to_string((ms + 999) / 1'000) + " s: " + attest::printable(why);
    if (console.terminal() || ms < kLongMillis) return console.progress(words);
    console.warn(words);
  });
  if (auto read = link->read_trust_folder(trust); !read) return tl::unexpected(read.error());
  if (auto followed = link->follow_present(); !followed) return tl::unexpected(followed.error());
  if (auto kept = link->keep_trust(); !kept) return tl::unexpected(kept.error());
  return link;
}

Result<HttpAnswer> ServerLink::post(const std::vector<attest::Submission>& submissions) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  const bool one = submissions.size() == 1;
  request.target = one ? "/api/v1/statements" : "/api/v1/statements?atomic=true";
  request.headers = {{"Content-Type", one ? "application/vnd.cityledger.submission+cbor" : "application/cbor-seq"},
                     {"Accept", "application/json"}};
  for (const attest::Submission& submission : submissions) {
    const auto bytes = attest::encode_submission(submission);
    request.body.insert(request.body.end(), bytes.begin(), bytes.end());
  }
  request.answer_bytes_max = kServerAnswerBytesMax;
  request.deadline_ms = 60'000;
  return client_.ask(std::move(request));
}

// The same bytes may be sent again with `append`: the ledger keeps the first and answers with it.
std::string ServerLink::keep_unsent(const std::vector<attest::Submission>& submissions) const {
  std::string names;
  for (const attest::Submission& submission : submissions) {
    const std::string name = ledger::to_hex(ledger::leaf_hash(submission.statement)).substr(0, 16) + ".cose";
    const fs::path file = folder_ / "unsent" / name;
    if (!write_file(file, attest::encode_submission(submission))) return " and cannot be kept here";
    names += " " + file.string();
  }
  return "; whether they were appended is not known. Send the same again, which is safe: cityledger append" + names;
}

Result<attest::SubmitAnswer> ServerLink::submit(const std::vector<attest::Submission>& submissions,
                                                ledger::Store& mirror) {
  console_.progress("sending");
  const auto answer = post(submissions);
  console_.progress({});
  constexpr unsigned kUnprocessable = 422;
  const bool answered = answer && (answer->status == kCreated || answer->status == kOk);
  if (!answered && !(answer && answer->status == kUnprocessable)) {
    Error error = answer ? problem_of(*answer) : answer.error();
    if (error.code == Code::kBusy) error.message += keep_unsent(submissions);
    return tl::unexpected(std::move(error));
  }
  if (!answered) {
    auto refused = parse_refusals(answer->body, submissions.size());
    if (!refused) return tl::unexpected(refused.error());
    return attest::SubmitAnswer{{}, std::move(*refused)};
  }
  auto said = parse_registered(answer->body, submissions.size());
  if (!said) return tl::unexpected(said.error());
  if (auto followed = follow_to(mirror, said->checkpoint); !followed) {
    Error error = followed.error();
    error.message = "the server says that it appended everything, from entry " +
                    std::to_string(said->entries.front().ref.index.value) +
                    " on, but that is not proven: " + error.message;
    return tl::unexpected(std::move(error));
  }
  auto proven = prove(submissions, std::move(*said), mirror);
  if (!proven) return tl::unexpected(proven.error());
  upload_evidence(submissions, *proven);
  return attest::SubmitAnswer{std::move(*proven), {}};
}

// A receipt counts when it proves the very statement that was sent, in the tree that the mirror has followed.
Result<attest::Registered> ServerLink::prove(const std::vector<attest::Submission>& submissions,
                                             attest::Registered said, const ledger::Store& mirror) const {
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto& entry = said.entries[i];
    const std::string index = std::to_string(entry.ref.index.value);
    if (entry.ref.leaf != ledger::leaf_hash(submissions[i].statement) &&
        !(entry.duplicate && says_the_same(mirror, entry.ref.index, submissions[i].statement))) {
      return fail(Code::kCorrupt, "the receipt of entry " + index + " is of another statement", "receipt");
    }
    const auto proven = attest::check_mirrored_receipt(mirror, entry.ref, entry.receipt);
    if (!proven) return tl::unexpected(proven.error());
    if (const auto kept = write_file(folder_ / "receipts" / (index + ".cose"), entry.receipt); !kept) {
      console_.warn("the receipt of entry " + index + " is proven but could not be kept: " + kept.error().message);
    }
  }
  return said;
}

Result<void> prepare_server(const std::string& command, LedgerOptions& options, Console& console) {
  if (options.server.empty()) return {};
  const ServerCommand known = server_command(command);
  if (known.use == ServerUse::kRefused) {
    return fail(Code::kInvalid, "'" + command + "' does not work with --server: " + std::string(known.why), "server");
  }
  if (options.folder.empty()) {
    const auto usual = usual_mirror_folder(options.server);
    if (!usual) return tl::unexpected(usual.error());
    options.folder = *usual;
  }
  if (known.use == ServerUse::kLocal) return {};
  auto link = ServerLink::connect(options.server, options.folder, options.trust, console);
  if (!link) return tl::unexpected(link.error());
  options.link = std::move(*link);
  return {};
}

}  // namespace cityledger

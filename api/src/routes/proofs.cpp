// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Proofs in JSON: inclusion and consistency (RFC 9162), and of an entry's time by the hash chain up to the next seal.
#include "answers.hpp"
#include "api/limits.hpp"
#include "attest/search.hpp"
#include "entry_index.hpp"
#include "ledger/encoding.hpp"
#include "log_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::EntryIndex;
using ledger::TreeSize;
using Head = attest::LedgerFolder::SignedHead;

Json path_json(const ledger::HashPath& path) {
  Json::Array hashes;
  for (const ledger::Digest& hash : path) hashes.emplace_back(ledger::to_hex(hash));
  return hashes;
}

// A size in the query, at most the signed one; that one when it is not said.
Result<TreeSize> size_in(const Request& request, std::string_view name, TreeSize newest) {
  const auto number = read_number(request, name);
  if (!number) return tl::unexpected(number.error());
  if (!*number) return newest;
  if (**number > newest.value) {
    return ledger::fail(Code::kNotFound, "the ledger has " + std::to_string(newest.value) + " entries",
                        std::string(name));
  }
  return TreeSize{**number};
}

Result<std::uint64_t> must_have(const Request& request, std::string_view name) {
  const auto number = read_number(request, name);
  if (!number) return tl::unexpected(number.error());
  if (!*number) return ledger::fail(Code::kInvalid, "say which, as a whole number", std::string(name));
  return **number;
}

// With the signed checkpoint where the proof leads to it, so that it stands alone.
Response proof_reply(Json::Object proof, TreeSize size, const Head& head) {
  if (size == head.size) proof.emplace("checkpoint", head.checkpoint);
  return public_json(proof);
}

Answer answer_inclusion(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {"index", "size"}); !known) return tl::unexpected(known.error());
  const auto number = must_have(request, "index");
  if (!number) return tl::unexpected(number.error());
  const auto index = entry_index(*number, context, "index");
  if (!index) return tl::unexpected(index.error());
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  const auto size = size_in(request, "size", (*head)->size);
  if (!size) return tl::unexpected(size.error());
  if (index->value >= size->value) {
    return ledger::fail(Code::kInvalid, "a tree of that size does not have the entry yet", "size");
  }
  const ledger::Store& store = context.ledger.store();
  const auto path = ledger::make_inclusion(store, *index, *size);
  if (!path) return tl::unexpected(path.error());
  const auto leaf = store.node({0, index->value});
  if (!leaf) return tl::unexpected(leaf.error());
  const auto root = ledger::tree_root(store, *size);
  if (!root) return tl::unexpected(root.error());
  return proof_reply({{"index", index->value},
                      {"leaf", ledger::to_hex(*leaf)},
                      {"path", path_json(*path)},
                      {"root", ledger::to_hex(*root)},
                      {"size", size->value}},
                     *size, **head);
}

Answer answer_consistency(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {"from", "to"}); !known) return tl::unexpected(known.error());
  const auto from = must_have(request, "from");
  if (!from) return tl::unexpected(from.error());
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  const auto older = size_in(request, "from", (*head)->size);
  if (!older) return tl::unexpected(older.error());
  const auto newer = size_in(request, "to", (*head)->size);
  if (!newer) return tl::unexpected(newer.error());
  if (*older > *newer) return ledger::fail(Code::kInvalid, "the older size is the smaller one", "from");
  const auto path = ledger::make_consistency(context.ledger.store(), *older, *newer);
  if (!path) return tl::unexpected(path.error());
  return proof_reply({{"from", older->value}, {"path", path_json(*path)}, {"to", newer->value}}, *newer, **head);
}

// The seal that commits to the entry; nothing when none came yet.
Result<std::optional<EntryIndex>> seal_after(const Context& context, EntryIndex index, TreeSize size) {
  attest::Search seals;
  seals.type = "ledger.seal";
  const auto page = attest::search_page(context.ledger.store(), size, seals, index, 1);
  if (!page) return tl::unexpected(page.error());
  return page->entries.empty() ? std::optional<EntryIndex>{} : std::optional(page->entries.front());
}

// Times and leaves of the entries from `index` to before `seal`: the links of the chain.
Result<Json::Array> links(const ledger::Store& store, EntryIndex index, EntryIndex seal) {
  Json::Array all;
  const auto read = store.entries(index, seal.value - index.value, [&](EntryIndex, const ledger::StoredEntry& entry) {
    all.push_back(Json::Object{{"leaf", ledger::to_hex(ledger::leaf_hash(entry.body))}, {"time_ms", entry.time.value}});
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  return all;
}

Result<ledger::Digest> chain_before(const ledger::Store& store, EntryIndex index) {
  if (index.value == 0) return ledger::chain_start();
  const auto before = store.entry({index.value - 1});
  if (!before) return tl::unexpected(before.error());
  return before->chain_after;
}

Answer time_proof(const Context& context, EntryIndex index, EntryIndex seal, const Head& head) {
  const ledger::Store& store = context.ledger.store();
  const auto chain = chain_before(store, index);
  if (!chain) return tl::unexpected(chain.error());
  auto chained = links(store, index, seal);
  if (!chained) return tl::unexpected(chained.error());
  const auto statement = store.entry(seal);
  if (!statement) return tl::unexpected(statement.error());
  const auto path = ledger::make_inclusion(store, seal, head.size);
  if (!path) return tl::unexpected(path.error());
  return proof_reply({{"chain_before", ledger::to_hex(*chain)},
                      {"index", index.value},
                      {"links", std::move(*chained)},
                      {"seal", Json::Object{{"index", seal.value},
                                            {"path", path_json(*path)},
                                            {"statement", ledger::base64url_encode(statement->body)}}},
                      {"size", head.size.value}},
                     head.size, head);
}

Answer answer_time(EntryIndex index, const Context& context) {
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  const auto seal = seal_after(context, index, (*head)->size);
  if (!seal) return tl::unexpected(seal.error());
  if (!*seal) {
    Problem problem{"not_found", "no seal came after this entry yet: ask again in ten seconds", "index"};
    problem.retry_after_s = 10;
    return to_response(problem);
  }
  if ((*seal)->value - index.value > kTimeProofLinksMax) {
    return ledger::fail(Code::kNotFound,
                        "the next seal, entry " + std::to_string((*seal)->value) +
                            ", is too far for one answer: take times and leaves from /times/ and /tile/",
                        "index");
  }
  return time_proof(context, index, **seal, **head);
}

Answer answer_time_query(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {"index"}); !known) return tl::unexpected(known.error());
  const auto number = must_have(request, "index");
  if (!number) return tl::unexpected(number.error());
  const auto index = entry_index(*number, context, "index");
  return index ? answer_time(*index, context) : Answer(tl::unexpected(index.error()));
}

Answer answer_time_of_entry(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  const auto index = entry_index(request, context, "index");
  return index ? answer_time(*index, context) : Answer(tl::unexpected(index.error()));
}

}  // namespace

void add_proof_routes(Router& router, const Context& context) {
  using Of = Answer (*)(const Request&, const Context&);
  const auto add = [&](std::string pattern, Of answer) {
    router.add({Method::kGet, std::move(pattern),
                answering([&context, answer](const Request& request) { return answer(request, context); })});
  };
  add("/api/v1/proofs/inclusion", answer_inclusion);
  add("/api/v1/proofs/consistency", answer_consistency);
  add("/api/v1/proofs/time", answer_time_query);
  add("/api/v1/entries/{index}/time-proof", answer_time_of_entry);
}

}  // namespace api

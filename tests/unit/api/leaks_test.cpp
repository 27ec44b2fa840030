// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every route of the service, asked by those whom a cycle does not concern: nothing confidential comes back in any
// form, and answers are as long whatever the drafts say.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "attest/disclosure.hpp"
#include "ledger/encoding.hpp"
#include "support/sample_world.hpp"

namespace sample {
namespace {

using api::Method;

// What a path's {name} or a query may plausibly be.
std::vector<std::string> plausible_words(World& world) {
  std::vector<std::string> words = {
      "A-1",           "CASE-1", kCity, kProvider,    kVerifier, "small-2014",   "2017", "C3", "value.submitted",
      "small-2014/C3", "latest", "0",   "revocation", "000",     "x000/x000/000"};
  words.push_back(std::string(kCity) + "/small-2014/2017");
  words.push_back(std::string(kCity) + "%2Fsmall-2014%2F2017");
  words.push_back(ledger::to_hex(world.service.made().kid("submitter")));
  for (const auto& [name, entry] : world.entries()) words.push_back(std::to_string(entry.index.value));
  for (const auto& [name, entry] : world.entries()) words.push_back(ledger::to_hex(entry.leaf));
  return words;
}

std::vector<std::string> targets_of(const std::string& pattern, const std::vector<std::string>& words) {
  const std::size_t open = pattern.find('{');
  if (open == std::string::npos) return {pattern};
  const std::size_t close = pattern.find('}', open);
  std::vector<std::string> targets;
  for (const std::string& word : words) {
    // Two {names}: the first runs through all words, the others through the same word.
    for (const std::string& rest : targets_of(pattern.substr(close + 1), {word})) {
      targets.push_back(pattern.substr(0, open) + word + rest);
    }
  }
  return targets;
}

std::vector<std::string> queries_of(World& world) {
  std::vector<std::string> queries = {"",
                                      "?limit=1000",
                                      "?cycle=melbourne/small-2014/2017",
                                      "?city=melbourne",
                                      "?party=melbourne",
                                      "?all=true",
                                      "?state=draft",
                                      "?indicator=C3",
                                      "?type=value.submitted",
                                      "?numbers=A-1",
                                      "?after=0",
                                      "?standard=small-2014",
                                      "?q=41.7",
                                      "?value=43.97530",
                                      "?cities=melbourne,sydney&indicator=C3"};
  std::string all;
  for (const auto& [name, entry] : world.entries()) {
    const std::string index = std::to_string(entry.index.value);
    all += (all.empty() ? "" : ",") + index;
    for (const char* by : {"entry=", "index=", "cites=", "from=0&to="})
      queries.push_back("?" + std::string(by) + index);
  }
  queries.push_back("?entries=" + all);
  return queries;
}

std::string everything_in(const api::Response& response) {
  std::string all = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers) all += name + ": " + value + "\n";
  all += response.text();
  if (const auto* file = std::get_if<api::FileBody>(&response.body)) {
    std::ifstream in(file->file, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    all += file->etag + file->file.string() + content.str();
  }
  if (const auto* stream = std::get_if<api::EventStream>(&response.body)) {
    for (int i = 0; i < 50; ++i) {
      const auto more = stream->next();
      if (!more || more->empty()) break;
      all += *more;
    }
  }
  return all;
}

using Visit = std::function<void(const std::string& what, const api::Response&)>;

// Asks every route in every plausible way; bodies are what each might take.
void ask_everything(World& world, const Headers& headers, const Visit& visit) {
  const auto words = plausible_words(world);
  const auto queries = queries_of(world);
  const std::vector<std::pair<std::string, std::string>> bodies = {
      {"application/json", R"({"kid":")" + std::string(64, 'a') + R"("})"},
      {"application/json", R"({"numbers":["A-1"]})"},
      {"application/cose", ledger::to_string(world.service.made().sign("submitter", world.service.made().value("C1")))},
      {"application/octet-stream", "41.75310"}};
  for (const api::Route& route : world.service.service().router().routes()) {
    for (const std::string& target : targets_of(route.pattern, words)) {
      const std::string what = std::string(to_text(route.method)) + " " + target;
      if (route.method == Method::kGet) {
        for (const std::string& query : queries) visit(what + query, world.service.get(target + query, headers));
        visit("HEAD " + target, world.service.ask(Method::kHead, target, headers));
      } else if (route.body.kind == api::BodyRule::Kind::kFile) {
        visit(what, world.service.send(route.method, target, kEvidenceContent, headers));
      } else if (route.body.kind == api::BodyRule::Kind::kMemory) {
        for (const auto& [type, body] : bodies) {
          Headers all = headers;
          all.emplace_back("content-type", type);
          visit(what + " with " + type + " " + body.substr(0, 8),
                world.service.ask(route.method, target, all, ledger::view(body)));
        }
      } else {
        visit(what, world.service.ask(route.method, target, headers));
      }
    }
  }
}

// Statements whose fields that reader may know.
using Known = std::set<std::pair<std::string, std::string>>;
const Known kPublished = {{"evidence", "source"}, {"value", "value"}, {"second value", "value"}};

// The texts that must not come back, with the forms in which they could: the encoded disclosure and its salt.
std::vector<std::string> forbidden_texts(World& world, const Known& known) {
  std::vector<std::string> texts;
  for (const auto& [where, text] : world.secrets) {
    if (known.contains(where)) continue;
    texts.push_back(text);
    const auto statement = world.service.folder().ledger().statement(world.entries().at(where.first).index).value();
    for (const std::string& digest : statement.sd) {
      const auto encoded = world.service.folder().ledger().disclosure(digest).value().value();
      const auto disclosure = attest::parse_disclosure(encoded).value();
      if (disclosure.name != where.second) continue;
      texts.push_back(encoded);
      texts.push_back(disclosure.salt);
    }
  }
  return texts;
}

class Leaks : public testing::Test {
 protected:
  void expect_no_leak(const Headers& headers, const Known& known) {
    const auto texts = forbidden_texts(world, known);
    EXPECT_GT(texts.size(), 30U);
    std::size_t asked = 0;
    ask_everything(world, headers, [&](const std::string& what, const api::Response& response) {
      ++asked;
      const std::string all = everything_in(response);
      for (const std::string& text : texts) {
        EXPECT_EQ(all.find(text), std::string::npos) << "'" << text << "' in the answer to " << what;
      }
    });
    EXPECT_GT(asked, 500U);
    EXPECT_TRUE(world.service.folder().ledger().access_log().to("melbourne").value().empty());
  }
  World world{true};
};

TEST_F(Leaks, GiveOutsidersNothingThatIsNotPublished) {
  expect_no_leak({}, kPublished);
}

TEST_F(Leaks, GiveAnotherOfficeNothingThatIsNotPublished) {
  // Its token reads what is published in its own name, which is logged.
  const auto texts = forbidden_texts(world, kPublished);
  ask_everything(world, world.service.as("other-office"), [&](const std::string& what, const api::Response& response) {
    const std::string all = everything_in(response);
    for (const std::string& text : texts) {
      EXPECT_EQ(all.find(text), std::string::npos) << "'" << text << "' in the answer to " << what;
    }
  });
}

TEST_F(Leaks, GiveAnotherCityNothingButItsOwnComplaint) {
  Known known = kPublished;
  known.insert({"case", "text"});
  known.insert({"case decision", "text"});
  const auto texts = forbidden_texts(world, known);
  bool own = false;
  ask_everything(world, world.service.as("other-city"), [&](const std::string& what, const api::Response& response) {
    const std::string all = everything_in(response);
    own = own || response.status == 200;
    for (const std::string& text : texts) {
      EXPECT_EQ(all.find(text), std::string::npos) << "'" << text << "' in the answer to " << what;
    }
  });
  EXPECT_TRUE(own);
}

// Digests, salts and signatures have one length: if an answer's length differs, a draft's content made it so.
TEST(Lengths, OfAnswersToOutsidersDoNotDependOnWhatIsConfidential) {
  World one(false, long_secrets());
  World other(false, short_secrets());
  std::map<std::string, std::size_t> lengths;
  ask_everything(one, {}, [&](const std::string& what, const api::Response& response) {
    lengths[what] = everything_in(response).size();
  });
  std::size_t compared = 0;
  ask_everything(other, {}, [&](const std::string& what, const api::Response& response) {
    const auto at = lengths.find(what);
    if (at == lengths.end()) return;                         // a path with a leaf hash, which differs
    if (what.find("/metrics") != std::string::npos) return;  // tells the disk's room
    ++compared;
    EXPECT_EQ(everything_in(response).size(), at->second) << what;
  });
  EXPECT_GT(compared, 300U);
}

}  // namespace
}  // namespace sample

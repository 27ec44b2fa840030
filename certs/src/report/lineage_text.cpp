// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A certificate's lineage as text, as JSON and as a graph.
#include <set>

#include "attest/date.hpp"
#include "certs/lineage.hpp"
#include "certs/words.hpp"

namespace certs {
namespace {

std::string opened(const SaidEntry& said, const std::string& name) {
  const auto found = said.opened.find(name);
  return found == said.opened.end() ? "(not known here)" : found->second;
}

std::string entry_name(const SaidEntry& said) {
  return "entry " + std::to_string(said.entry.index.value);
}

std::string signer(const SaidEntry& said) {
  return entry_name(said) + ", signed by " + said.party + " (" + said.holder + "), " + time_text(said.time) +
         ", proven";
}

const attest::ValueSubmitted& value_of(const SaidEntry& said) {
  return std::get<attest::ValueSubmitted>(said.body);
}
const attest::ValueDecided& decision_of(const SaidEntry& said) {
  return std::get<attest::ValueDecided>(said.body);
}

std::string value_words(const SaidEntry& said) {
  const auto& body = value_of(said);
  if (body.state != attest::ValueState::kReported) return in_words(attest::to_text(body.state));
  return opened(said, "value") + " " + body.unit.value_or("") + ", " + body.period->label;
}

void add_line(std::string& text, const LineageLine& line) {
  text += "\n" + line.indicator.code + "  " + line.indicator.name + " [" + line.indicator.kind + "]\n";
  for (const auto& decision : line.decisions) {
    const auto& body = decision_of(decision);
    text += "  decision    " + std::string(attest::to_text(body.verdict)) + ", " + in_words(body.reason) +
            ", on entry " + std::to_string(body.submission.index.value) + ": " + signer(decision) + "\n";
    if (decision.opened.contains("text")) text += "              \"" + opened(decision, "text") + "\"\n";
  }
  text += "  submission  " + value_words(line.submission) + ": " + signer(line.submission) + "\n";
  if (line.submission.opened.contains("note")) text += "              note: " + opened(line.submission, "note") + "\n";
  for (const auto& old : line.replaced) text += "  replaced    " + value_words(old) + ": " + signer(old) + "\n";
  for (const auto& evidence : line.evidence) {
    text += "  evidence    " + opened(evidence, "title") + ", SHA-256 " + opened(evidence, "digest") + ": " +
            signer(evidence) + "\n  source      " + opened(evidence, "source") + "\n";
  }
}

Json said_json(const SaidEntry& said) {
  Json::Object opened;
  for (const auto& [name, value] : said.opened) opened.emplace(name, value);
  Json::Object out{{"entry", attest::to_json(said.entry)},
                   {"party", said.party},
                   {"holder", said.holder},
                   {"time", attest::format_millis(said.time)},
                   {"proven", true}};
  if (!opened.empty()) out.emplace("opened", std::move(opened));
  return out;
}

Json list_json(const std::vector<SaidEntry>& list, Json (*one)(const SaidEntry&)) {
  Json::Array out;
  for (const auto& said : list) out.push_back(one(said));
  return out;
}

Json value_json(const SaidEntry& said) {
  Json json = said_json(said);
  const auto& body = value_of(said);
  json.object()->emplace("state", attest::to_text(body.state));
  if (body.unit) json.object()->emplace("unit", *body.unit);
  if (body.period) json.object()->emplace("period", body.period->label);
  return json;
}

Json decision_json(const SaidEntry& said) {
  Json json = said_json(said);
  const auto& body = decision_of(said);
  json.object()->emplace("verdict", attest::to_text(body.verdict));
  json.object()->emplace("reason", body.reason);
  json.object()->emplace("round", body.round);
  json.object()->emplace("submission", attest::to_json(body.submission));
  return json;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

std::string node_id(const SaidEntry& said) {
  return "e" + std::to_string(said.entry.index.value);
}

// Each entry is one node, however many lines lead to it.
class Graph {
 public:
  void node(const SaidEntry& said, const std::string& label) {
    if (!known_.insert(node_id(said)).second) return;
    text_ += "  " + node_id(said) + " [label=" + quoted(label + " | " + entry_name(said) + ", " + said.party) + "];\n";
  }
  void other_node(const std::string& id, const std::string& label, const std::string& shape) {
    if (known_.insert(id).second) text_ += "  " + id + " [label=" + quoted(label) + ", shape=" + shape + "];\n";
  }
  void edge(const std::string& from, const std::string& to, const std::string& label = {}) {
    const std::string line =
        "  " + from + " -> " + to + (label.empty() ? std::string() : " [label=" + quoted(label) + "]") + ";\n";
    if (known_.insert(line).second) text_ += line;
  }
  std::string source(const std::string& organisation) {
    const auto [place, fresh] = sources_.emplace(organisation, "s" + std::to_string(sources_.size()));
    if (fresh) other_node(place->second, organisation, "ellipse");
    return place->second;
  }
  [[nodiscard]] std::string text() const {
    return "digraph lineage {\n  rankdir=LR;\n  node [shape=box, fontsize=10];\n" + text_ + "}\n";
  }

 private:
  std::set<std::string> known_;
  std::map<std::string, std::string> sources_;
  std::string text_;
};

void draw_line(Graph& graph, const std::string& certificate, const LineageLine& line) {
  const std::string indicator = "i" + std::to_string(line.submission.entry.index.value);
  graph.other_node(indicator, line.indicator.code + " " + line.indicator.name, "note");
  graph.edge(certificate, indicator);
  graph.node(line.submission, value_words(line.submission));
  const SaidEntry* later = &line.submission;
  for (auto old = line.replaced.rbegin(); old != line.replaced.rend(); ++old) {
    graph.node(*old, value_words(*old));
    graph.edge(node_id(*later), node_id(*old), "replaces");
    later = &*old;
  }
  for (const auto& decision : line.decisions) {
    const auto& body = decision_of(decision);
    graph.node(decision, std::string(attest::to_text(body.verdict)));
    graph.edge(indicator, node_id(decision));
    graph.edge(node_id(decision), "e" + std::to_string(body.submission.index.value));
  }
  for (const auto& evidence : line.evidence) {
    graph.node(evidence, opened(evidence, "title"));
    graph.edge(node_id(line.submission), node_id(evidence));
    graph.edge(node_id(evidence), graph.source(opened(evidence, "source")));
  }
}

}  // namespace

std::string lineage_text(const CertificateLineage& lineage) {
  const auto& issued = std::get<attest::CertificateIssued>(lineage.issued.body);
  std::string text = "certificate " + issued.number + ", " + issued.level + " by the certifier's scheme " +
                     issued.scheme + ", version " + std::to_string(issued.scheme_version) + "\n";
  if (!lineage.notice.empty()) text += "notice: " + lineage.notice + "\n";
  if (lineage.simulated_clock) text += "notice: the times are those of a simulated clock\n";
  text += "  issued      " + signer(lineage.issued) + "\n  reviewed    " + signer(lineage.review) + "\n  enrolled    " +
          issued.cycle + ": " + signer(lineage.enrolled) + "\n";
  for (const auto& line : lineage.lines) add_line(text, line);
  return text + "\nEvery entry named was proven against the signed checkpoint of " +
         std::to_string(lineage.size.value) + " entries, and its signature verified.\n";
}

Json lineage_json(const CertificateLineage& lineage) {
  const auto& issued = std::get<attest::CertificateIssued>(lineage.issued.body);
  Json::Array lines;
  for (const auto& line : lineage.lines) {
    lines.emplace_back(Json::Object{{"indicator", line.indicator.code},
                                    {"name", line.indicator.name},
                                    {"kind", line.indicator.kind},
                                    {"submission", value_json(line.submission)},
                                    {"replaced", list_json(line.replaced, value_json)},
                                    {"decisions", list_json(line.decisions, decision_json)},
                                    {"evidence", list_json(line.evidence, said_json)}});
  }
  return Json::Object{{"certificate", issued.number},
                      {"level", issued.level},
                      {"cycle", issued.cycle},
                      {"notice", lineage.notice},
                      {"simulated_clock", lineage.simulated_clock},
                      {"issued", said_json(lineage.issued)},
                      {"review", said_json(lineage.review)},
                      {"enrolled", said_json(lineage.enrolled)},
                      {"checkpoint_size", lineage.size.value},
                      {"lines", std::move(lines)}};
}

std::string lineage_dot(const CertificateLineage& lineage) {
  const auto& issued = std::get<attest::CertificateIssued>(lineage.issued.body);
  Graph graph;
  graph.node(lineage.issued, "certificate " + issued.number + ", " + issued.level);
  graph.node(lineage.review, "review");
  graph.edge(node_id(lineage.issued), node_id(lineage.review));
  if (!lineage.notice.empty()) {
    graph.other_node("notice", lineage.notice, "plaintext");
    graph.edge("notice", node_id(lineage.issued));
  }
  for (const auto& line : lineage.lines) draw_line(graph, node_id(lineage.issued), line);
  return graph.text();
}

}  // namespace certs

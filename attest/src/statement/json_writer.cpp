// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "attest/json.hpp"

namespace attest {
namespace {

void write_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20) {
          out += c;
        } else {
          out += "\\u00";
          out += kHex[byte >> 4U];
          out += kHex[byte & 15U];
        }
      }
    }
  }
  out += '"';
}

// Line ends and indents between the tokens; none in the canonical form.
class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void write(const Json& value) {
    if (const auto* members = value.object()) return write_object(*members);
    if (const auto* items = value.array()) return write_array(*items);
    if (const auto* text = value.text()) return write_escaped(out_, *text);
    if (const auto* number = value.integer()) {
      out_ += std::to_string(*number);
    } else if (const auto* truth = value.boolean()) {
      out_ += *truth ? "true" : "false";
    } else {
      out_ += "null";
    }
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void write_object(const Json::Object& members) {
    out_ += '{';
    ++level_;
    bool first = true;
    for (const auto& [name, value] : members) {
      separate(first);
      write_escaped(out_, name);
      out_ += pretty_ ? ": " : ":";
      write(value);
    }
    close(members.empty(), '}');
  }

  void write_array(const Json::Array& items) {
    out_ += '[';
    ++level_;
    bool first = true;
    for (const Json& item : items) {
      separate(first);
      write(item);
    }
    close(items.empty(), ']');
  }

  void separate(bool& first) {
    if (!first) out_ += ',';
    first = false;
    new_line();
  }
  void close(bool empty, char bracket) {
    --level_;
    if (!empty) new_line();
    out_ += bracket;
  }
  void new_line() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * level_, ' ');
  }

  std::string out_;
  std::size_t level_ = 0;
  bool pretty_;
};

std::string write_json(const Json& value, bool pretty) {
  Writer writer(pretty);
  writer.write(value);
  return writer.take();
}

}  // namespace

std::string canonical_json(const Json& value) {
  return write_json(value, false);
}

std::string pretty_json(const Json& value) {
  return write_json(value, true);
}

}  // namespace attest

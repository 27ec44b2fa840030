// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/publications.hpp"

#include "attest/limits.hpp"
#include "certs/render.hpp"
#include "certs/words.hpp"
#include "cityledger/files.hpp"
#include "ledger/digest.hpp"

namespace cityledger {
namespace {

// A template's package, or a font.
constexpr std::size_t kPartBytesMax = 64U << 20U;

Result<attest::Digest> digest_of_file(const std::filesystem::path& file) {
  const auto content = read_file(file, kPartBytesMax);
  if (!content) return tl::unexpected(content.error());
  return ledger::sha256(ledger::view(*content));
}

// The one with which this program draws certificates.
Result<attest::TemplatePublished> own_template(const TemplatePublishOptions& options) {
  auto build = certs::renderer();
  if (!build) return tl::unexpected(build.error());
  if (options.id == build->description.id) return std::move(build->description);
  return fail(Code::kInvalid,
              "say which file the template '" + options.id + "' is; only '" + build->description.id +
                  "' is built into this program",
              "package");
}

Result<attest::TemplatePublished> template_of(const TemplatePublishOptions& options, const ledger::StateReader& state) {
  const auto before = attest::get_template(state, options.id);
  if (!before) return tl::unexpected(before.error());
  if (options.package.empty()) return own_template(options);
  attest::TemplatePublished body;
  body.id = options.id;
  body.version = options.version.value_or(*before ? (*before)->published.version + 1 : 1);
  const auto digest = digest_of_file(options.package);
  if (!digest) return tl::unexpected(digest.error());
  body.digest = *digest;
  for (const auto& file : options.fonts) {
    const auto font = digest_of_file(file);
    if (!font) return tl::unexpected(font.error());
    body.fonts.push_back({file.filename().string(), *font});
  }
  for (const std::string& text : options.libraries) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) return fail(Code::kInvalid, "a library is NAME=VERSION", "libraries");
    body.libraries.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return body;
}

}  // namespace

int run_policy_adopt(const PolicyAdoptOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto before = attest::get_policy((*session)->ledger().store());
  if (!before) return console.fail(before.error());
  const attest::PolicyAdopted body{before->version + 1, options.recovery_hours.value_or(before->recovery_hours),
                                   options.overlap_days.value_or(before->overlap_days)};
  return finish(**session, console, (*session)->append(options.signer, body),
                "policy version " + std::to_string(body.version) + ": recovered keys wait " +
                    std::to_string(body.recovery_hours) + " hours, ledger keys overlap " +
                    std::to_string(body.overlap_days) + " days",
                {{"version", body.version}});
}

int run_policy_show(const PolicyShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto policy = attest::get_policy(store);
  if (!policy) return console.fail(policy.error());
  const auto witnesses = attest::get_witness_policy(store);
  if (!witnesses) return console.fail(witnesses.error());
  std::string text = policy->entry ? "policy     version " + std::to_string(policy->version) + ", entry " +
                                         std::to_string(policy->entry->index.value)
                                   : std::string("policy     the defaults: none was adopted");
  text += "\nrecovery   a recovered key waits " + std::to_string(policy->recovery_hours) + " hours";
  text += "\noverlap    two ledger keys sign checkpoints for " + std::to_string(policy->overlap_days) + " days or more";
  text += "\nwitnesses  " +
          (*witnesses ? "entry " + std::to_string((*witnesses)->entry.index.value) + ":\n" + (*witnesses)->policy
                      : std::string("no policy was adopted"));
  console.print(text);
  Json::Object answer{
      {"version", policy->version}, {"recovery_hours", policy->recovery_hours}, {"overlap_days", policy->overlap_days}};
  if (policy->entry) answer.emplace("entry", attest::to_json(*policy->entry));
  if (*witnesses) answer.emplace("witness_policy", (*witnesses)->policy);
  console.answer(answer);
  return 0;
}

int run_witness_policy_adopt(const WitnessPolicyAdoptOptions& options, Console& console) {
  const auto policy = read_file(options.file, attest::kWitnessPolicyBytesMax);
  if (!policy) return console.fail(policy.error());
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  return finish(**session, console, (*session)->append(options.signer, attest::WitnessPolicyAdopted{*policy}),
                "witness policy of " + std::to_string(policy->size()) + " bytes adopted");
}

int run_template_publish(const TemplatePublishOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto body = template_of(options, (*session)->ledger().store());
  if (!body) return console.fail(body.error());
  return finish(**session, console, (*session)->append(options.signer, *body),
                "template " + body->id + ", version " + std::to_string(body->version),
                {{"template", body->id}, {"version", body->version}, {"digest", ledger::to_hex(body->digest)}});
}

}  // namespace cityledger

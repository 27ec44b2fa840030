// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "forge.hpp"

#include <cstdlib>
#include <iostream>

#include "ledger/encoding.hpp"
#include "pdf/seal_cms.hpp"
#include "seal/seal_field.hpp"

namespace certs_test {
namespace {

[[noreturn]] void at_fault(const std::string& what) {
  std::cerr << "forge: " << what << "\n";
  std::abort();
}

}  // namespace

std::string with_update(
    const std::string& file,
    const std::function<void(certs::PdfUpdate&, const certs::PdfObjects&, std::uint32_t root)>& change) {
  const auto revisions = certs::read_revisions(file);
  if (!revisions) at_fault(revisions.error().message);
  certs::PdfUpdate update(file, revisions->back());
  change(update, certs::objects_after(*revisions, revisions->size()), revisions->back().root);
  return update.finish();
}

std::string replaced(std::string file, const std::string& from, const std::string& to) {
  const std::size_t at = file.find(from);
  if (at == std::string::npos) at_fault("there is no " + from);
  return file.replace(at, from.size(), to);
}

std::string replaced_padded(const std::string& file, const std::string& from, std::string to) {
  if (to.size() > from.size()) at_fault(to + " is longer than " + from);
  to.resize(from.size(), ' ');
  return replaced(file, from, to);
}

std::string seal_by_hand(std::string file, const HandRecipe& recipe) {
  const std::size_t begin = file.find(certs::kContentsBefore) + certs::kContentsBefore.size() - 1;
  const std::size_t end = begin + 2 * certs::kSealHoleBytes + 2;
  const std::string range = recipe.range ? recipe.range(begin, end, file.size())
                                         : "[ 0 " + std::to_string(begin) + " " + std::to_string(end) + " " +
                                               std::to_string(file.size() - end) + " ]";
  file = replaced_padded(file, std::string(certs::kByteRangePlaceholder), "/ByteRange " + range);
  file = replaced(file, std::string(certs::kMomentPlaceholder), "/M (D:20181109100030Z)");
  const std::string text = recipe.signed_part ? recipe.signed_part(file) : file.substr(0, begin) + file.substr(end);
  certs::SealCms cms{{recipe.key.certificate}, ledger::sha256(ledger::view(text)), {}, std::nullopt};
  cms.certificates.insert(cms.certificates.end(), recipe.key.chain.begin(), recipe.key.chain.end());
  cms.signature = *recipe.key.key->sign(certs::seal_attributes(cms.digest, recipe.key.certificate));
  if (recipe.timestamps) cms.token = *recipe.timestamps(ledger::sha256(certs::signature_value(cms.signature)));
  ledger::Bytes bytes = *certs::encode_seal_cms(cms);
  ledger::append(bytes, recipe.behind);
  const std::string digits = ledger::hex_encode(bytes);
  return file.replace(begin + 1, digits.size(), digits);
}

}  // namespace certs_test

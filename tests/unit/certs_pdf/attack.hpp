// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What tests of attacks share: the sample, what is in it, and how a refusal looks.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "forge.hpp"

namespace certs_test {

[[nodiscard]] const SealedSample& sample();  // one for all tests of the program

// Not genuine, by that check, with these words in what it says.
void expect_refused(const std::string& file, std::string_view check, std::string_view words);

// What a later revision does; the number is that of the document's catalog.
using Change = std::function<void(certs::PdfUpdate&, const certs::PdfObjects&, std::uint32_t)>;

[[nodiscard]] std::uint32_t page_of(const certs::PdfObjects& objects);
[[nodiscard]] std::uint32_t reference_in(const certs::PdfObjects& objects, std::uint32_t number, const char* name);
// The first object whose dictionary has that type.
[[nodiscard]] std::uint32_t object_of_type(const certs::PdfObjects& objects, std::string_view type);
// That object's dictionary, with that member put in or replaced.
[[nodiscard]] std::string with_member(const certs::PdfObjects& objects, std::uint32_t number, const char* name,
                                      const std::string& value);

}  // namespace certs_test

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The libraries whose versions decide the bytes of a drawing.
#pragma once

#include <string>
#include <vector>

#include "attest/statement_types.hpp"

namespace certs {

[[nodiscard]] std::vector<attest::TemplatePublished::Library> libraries();
[[nodiscard]] std::string library_versions();  // "cairo 1.16.0, ..." in one line
[[nodiscard]] std::string renderer_name();     // "cityledger certificate layout 1"

}  // namespace certs

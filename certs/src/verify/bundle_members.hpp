// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the writer and the reader of bundles share.
#pragma once

#include <string>
#include <string_view>

#include "certs/data_integrity.hpp"

namespace certs {

inline constexpr std::string_view kDigestMember = "digest";

// SHA-256 of the canonical form of the bundle without its member `digest`. It finds damage, not forgery: who
// changes the file can compute it again.
[[nodiscard]] std::string bundle_digest(const Json::Object& members_without_digest);

}  // namespace certs

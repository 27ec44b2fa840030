// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// TLS as this service speaks it: 1.2 and 1.3, our order of ciphers, HTTP/1.1 alone by ALPN.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "api/server.hpp"

namespace api {

// Errors: kInvalid with field "tls.chain" or "tls.key".
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> make_tls(const TlsFiles& files);

}  // namespace api

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The two kinds of connection, over Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/home.hpp"

namespace api {

// Concrete executors: nothing is looked up while bytes move.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

[[nodiscard]] std::unique_ptr<Wire> make_plain_wire(Socket socket);
[[nodiscard]] std::unique_ptr<Wire> make_tls_wire(Socket socket, std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace api

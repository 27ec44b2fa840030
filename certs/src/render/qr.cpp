// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/qr.hpp"

#include <exception>
#include <qrcodegen/QrCode.hpp>

namespace certs {
namespace {

using ledger::Code;
using ledger::Result;
using qrcodegen::QrCode;
using qrcodegen::QrSegment;

Result<Modules> modules_of(const QrSegment& segment, const QrCode::Ecc& level) {
  try {
    const QrCode code = QrCode::encodeSegments({segment}, level, QrCode::MIN_VERSION, QrCode::MAX_VERSION, -1, false);
    Modules rows(static_cast<std::size_t>(code.getSize()));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (int c = 0; c < code.getSize(); ++c) rows[r].push_back(code.getModule(c, static_cast<int>(r)));
    }
    return rows;
  } catch (const std::exception&) {
    return ledger::fail(Code::kTooLarge, "is too long for a QR code", "code");
  }
}

}  // namespace

Result<Modules> qr_of_address(const std::string& address) {
  return modules_of(QrSegment::makeBytes({address.begin(), address.end()}), QrCode::Ecc::QUARTILE);
}

Result<Modules> qr_of_alphanumerics(const std::string& text) {
  if (!QrSegment::isAlphanumeric(text.c_str()))
    return ledger::fail(Code::kInvalid, "has characters that are not in the alphanumeric alphabet", "code");
  return modules_of(QrSegment::makeAlphanumeric(text.c_str()), QrCode::Ecc::MEDIUM);
}

}  // namespace certs

// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The demonstration's PDF files. The ledger's clock is simulated; the seals are not: they are made now, with
// certificates made now, by the machine's clock, so that any reader of PDF files finds them valid.
#pragma once

#include <filesystem>
#include <memory>

#include "certs/certificate_pdf.hpp"
#include "certs/timestamp_authority.hpp"
#include "cityledger/demo_world.hpp"

namespace cityledger {

class DemoPrinter {
 public:
  // Makes OUT/ledger/pki and publishes the template. Errors: those of create_pki, kStorage (a font is missing).
  [[nodiscard]] static Result<std::unique_ptr<DemoPrinter>> set_up(DemoWorld& world);
  // Draws, seals and records the certificate, as certificate.pdf in its folder of the ledger and in `folder`.
  [[nodiscard]] Result<void> print(DemoWorld& world, const certs::Bundle& bundle, const std::filesystem::path& folder);

 private:
  DemoPrinter(certs::Painter painter, certs::Renderer build) : painter_(std::move(painter)), build_(std::move(build)) {}
  certs::Painter painter_;
  certs::Renderer build_;
  certs::PdfRequest request_;
  std::optional<certs::TimestampKey> authority_;
};

}  // namespace cityledger

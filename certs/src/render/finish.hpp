// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes what Cairo drew a PDF/A-3b file with attachments (ISO 19005-3), in one pass of libqpdf: language, metadata,
// colour space, descriptions of figures and links, and what Cairo 1.16 leaves out. The same input gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "render/canvas.hpp"

namespace certs {

struct Attachment {
  std::string name;
  std::string media_type;
  std::string description;
  std::string relationship;  // Source or Supplement (ISO 19005-3, Annex E)
  ledger::ByteView bytes;
};

struct FinishRequest {
  std::string language;
  std::string title;
  std::string creator;
  std::string producer;
  std::string moment;  // YYYY-MM-DDThh:mm:ssZ
  std::vector<Attachment> attachments;
};

// Last of all a signature field is added, so that the file can be sealed.
[[nodiscard]] ledger::Result<ledger::Bytes> finish_pdf(const Canvas::Pages& pages, const FinishRequest& request);

// The XMP packet (ISO 16684-1) that says the same as the Info dictionary.
[[nodiscard]] std::string xmp_packet(const FinishRequest& request);

}  // namespace certs

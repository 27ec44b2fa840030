// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The pinned faces of fonts.conf, and which of them draws which letters. Whatever the environment and the user's
// configuration say about languages and fonts changes nothing.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace certs {

struct GObjectUnref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using GOwned = std::unique_ptr<T, GObjectUnref>;

// Not for two threads at once. Errors: kStorage when a face of fonts.conf is missing.
[[nodiscard]] ledger::Result<GOwned<PangoFontMap>> make_font_map();

// Files of the pinned faces, sorted. Errors: kStorage when one is missing.
[[nodiscard]] ledger::Result<std::vector<std::string>> pinned_font_files();

enum class Face : std::uint8_t { kDisplay, kSerif, kSans };
// Families in the order in which a letter is looked for, separated by commas.
[[nodiscard]] std::string families(Face face, std::string_view country);

// Pango's language for letters of this script: of the country where that decides their shape, else the script's
// commonest; empty where the document's language will do.
[[nodiscard]] std::string_view language_of(GUnicodeScript script, std::string_view country);

}  // namespace certs

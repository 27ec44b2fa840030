// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Owners of objects that a C library makes: std::unique_ptr<BIO, CFree<BIO_free>>.
#pragma once

#include <memory>

namespace ledger {

template <auto kFree>
struct CFree {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace ledger

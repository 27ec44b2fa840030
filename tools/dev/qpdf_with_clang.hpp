// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Included by the build before everything else where clang compiles what uses qpdf; g++ never sees it.
// qpdf 11.3's JSON.hh holds a vector of a class that is not complete yet, in a struct with a defaulted destructor.
// With the constexpr vector of g++ 12's library clang wants to see that destructor at once. Naming it as defined
// elsewhere is enough: libqpdf alone destroys such a vector.
#pragma once
#pragma clang system_header

#include <vector>

class JSON;
template <>
constexpr std::vector<JSON>::~vector() noexcept;

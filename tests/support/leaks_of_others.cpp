// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What Debian 12's Cairo 1.16 (768 bytes a tagged PDF) and Fontconfig (288 bytes a process) do not give back, named to
// LeakSanitizer. Their frames hide who called them, so a leak of ours inside a drawing is not seen by it either.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

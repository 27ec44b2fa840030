# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# cmake "-DFILES=a;b" -DOUT=embedded.cpp -DHEADER=render/embedded.hpp -DNAMESPACE=certs -P embed.cmake: files as bytes in the
# program, named by their last part. The header declares EmbeddedFile and embedded_files().
set(arrays "")
set(table "")
set(count 0)
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr std::uint8_t kBytes${count}[] = {${bytes}};\n")
  string(APPEND table "    {\"${name}\", kBytes${count}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUT} "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\nnamespace {\n\n${arrays}"
  "constexpr EmbeddedFile kFiles[] = {\n${table}};\n\n}  // namespace\n\n"
  "std::span<const EmbeddedFile> embedded_files() {\n  return kFiles;\n}\n\n}  // namespace ${NAMESPACE}\n")

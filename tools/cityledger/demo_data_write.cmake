# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DFILES=a;b -DOUT=demo_data.cpp -P demo_data_write.cmake
file(WRITE ${OUT} "#include \"cityledger/demo_data.hpp\"\n\nnamespace cityledger {\n\n"
  "std::string_view demo_file(std::string_view name) {\n")
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} content)
  file(APPEND ${OUT} "  if (name == \"${name}\") {\n    return R\"cityledger(")
  file(APPEND ${OUT} "${content}")
  file(APPEND ${OUT} ")cityledger\";\n  }\n")
endforeach()
file(APPEND ${OUT} "  return {};\n}\n\n}  // namespace cityledger\n")

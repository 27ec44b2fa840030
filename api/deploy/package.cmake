# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# One Debian package with the programs, the service's unit and its configuration: `cpack -G DEB` in a ship build.
include(GNUInstallDirs)
install(TARGETS cityledger cityledger-verify cityledger-sheet RUNTIME DESTINATION bin)
install(FILES ${CMAKE_SOURCE_DIR}/api/deploy/cityledger.service DESTINATION lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/api/deploy/cityledger.toml DESTINATION /etc/cityledger)
install(FILES ${CMAKE_SOURCE_DIR}/api/deploy/nginx.conf DESTINATION share/doc/cityledger/examples)
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/attest/RUNBOOK.md ${CMAKE_SOURCE_DIR}/certs/KEYS.md
        DESTINATION share/doc/cityledger)
install(FILES ${CMAKE_SOURCE_DIR}/api/deploy/copyright DESTINATION share/doc/cityledger)

# Manual pages and the list of changes are compressed, as Debian wants them, without the time of day.
foreach(page tools/man/cityledger.1 tools/man/cityledger-verify.1 api/deploy/changelog)
  get_filename_component(name ${page} NAME)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/${name}.gz
    COMMAND gzip -9 -n -c ${CMAKE_SOURCE_DIR}/${page} > ${CMAKE_BINARY_DIR}/${name}.gz
    DEPENDS ${CMAKE_SOURCE_DIR}/${page} VERBATIM)
  list(APPEND packed ${CMAKE_BINARY_DIR}/${name}.gz)
endforeach()
add_custom_target(packed_documents ALL DEPENDS ${packed})
install(FILES ${CMAKE_BINARY_DIR}/cityledger.1.gz ${CMAKE_BINARY_DIR}/cityledger-verify.1.gz DESTINATION share/man/man1)
install(FILES ${CMAKE_BINARY_DIR}/changelog.gz DESTINATION share/doc/cityledger)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cityledger)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The cityledger authors <cityledger@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit trail and attestation of city indicator certificates")
set(CPACK_PACKAGE_DESCRIPTION "An append-only, hash-chained ledger of signed statements, and a signing service
that issues certificates which carry their own proof. Holds the command line,
the service with its systemd unit, and the small offline verifier.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-noto-core, fonts-noto-cjk, adduser")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/api/deploy/postinst;${CMAKE_SOURCE_DIR}/api/deploy/prerm;${CMAKE_SOURCE_DIR}/api/deploy/postrm;${CMAKE_SOURCE_DIR}/api/deploy/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)

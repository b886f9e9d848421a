# Debian packages by `cpack`: `nightletter` (the service and its control), `nightletter-tools` (publisher and reader).
# The same source gives the same bytes when SOURCE_DATE_EPOCH is set; scripts/package sets it.
# Installing is copying: it builds nothing, and the target `installable` builds what it copies.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
add_custom_target(installable DEPENDS nightletterd nightletterctl nightletter nightletter-sign manual)

install(TARGETS nightletterd nightletterctl RUNTIME DESTINATION bin COMPONENT mirror)
install(TARGETS nightletter nightletter-sign RUNTIME DESTINATION bin COMPONENT tools)

# install_page(COMPONENT NAME.SECTION): compressed as Debian wants it, without a date.
function(nightletter_install_page component page)
  set(made "${CMAKE_BINARY_DIR}/man/${page}.gz")
  string(REGEX REPLACE "^.*[.]" "" section "${page}")
  add_custom_command(OUTPUT "${made}" COMMAND gzip -9nkf "${CMAKE_BINARY_DIR}/man/${page}"
    DEPENDS "${CMAKE_BINARY_DIR}/man/${page}" VERBATIM)
  add_custom_target(manual.${page} ALL DEPENDS "${made}")
  add_dependencies(manual.${page} manual)
  add_dependencies(installable manual.${page})
  install(FILES "${made}" DESTINATION share/man/man${section} COMPONENT ${component})
endfunction()
nightletter_install_page(mirror nightletterd.8)
nightletter_install_page(tools nightletter.1)
nightletter_install_page(tools nightletter-sign.1)
nightletter_install_page(mirror nightletterctl.8)

# What bash completes after nightletterctl, as the program itself says.
set(completion "${CMAKE_BINARY_DIR}/completion/nightletterctl")
add_custom_command(OUTPUT "${completion}"
  COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/completion"
  COMMAND nightletterctl completion bash > "${completion}" DEPENDS nightletterctl VERBATIM)
add_custom_target(completion ALL DEPENDS "${completion}")
add_dependencies(installable completion)
install(FILES "${completion}" DESTINATION share/bash-completion/completions COMPONENT mirror)

install(FILES config/nightletterd.toml DESTINATION /etc/nightletter COMPONENT mirror)
install(DIRECTORY DESTINATION /etc/nightletter/nightletterd.d COMPONENT mirror)
install(FILES systemd/nightletterd.service DESTINATION lib/systemd/system COMPONENT mirror)
install(FILES systemd/nightletter.sysusers DESTINATION lib/sysusers.d RENAME nightletter.conf COMPONENT mirror)
install(FILES systemd/nightletter.tmpfiles DESTINATION lib/tmpfiles.d RENAME nightletter.conf COMPONENT mirror)
install(FILES docs/handbook.md docs/control.md docs/threat-model.md DESTINATION share/doc/nightletter COMPONENT mirror)
install(FILES docs/publishing.md docs/formats.md docs/key-care.md docs/glossary.md docs/spoken-words.txt
  DESTINATION share/doc/nightletter-tools COMPONENT tools)

# What Debian asks of every package.
foreach(package IN ITEMS nightletter nightletter-tools)
  string(REGEX REPLACE "^nightletter$" "mirror" component "${package}")
  string(REGEX REPLACE "^nightletter-tools$" "tools" component "${component}")
  install(FILES cmake/packages/copyright DESTINATION share/doc/${package} COMPONENT ${component})
  set(changelog "${CMAKE_BINARY_DIR}/packages/${package}.changelog.gz")
  add_custom_command(OUTPUT "${changelog}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/packages"
    COMMAND gzip -9nc "${PROJECT_SOURCE_DIR}/CHANGELOG.md" > "${changelog}"
    DEPENDS "${PROJECT_SOURCE_DIR}/CHANGELOG.md" VERBATIM)
  add_custom_target(changelog.${package} ALL DEPENDS "${changelog}")
  add_dependencies(installable changelog.${package})
  install(FILES "${changelog}" DESTINATION share/doc/${package} RENAME changelog.gz COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME nightletter)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "Nightletter <maintainers@nightletter.invalid>")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL mirror tools)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_MIRROR_PACKAGE_NAME nightletter)
set(CPACK_DEBIAN_MIRROR_PACKAGE_SECTION net)
set(CPACK_COMPONENT_MIRROR_DESCRIPTION "mirror of signed transcript bundles, for operators
 nightletterd follows publishers by their permanent id, fetches what they
 signed over BitTorrent and HTTPS, verifies every byte, keeps and serves it,
 and heals what the disk spoils. nightletterctl says what to mirror and shows
 how it is doing.")
set(CPACK_DEBIAN_MIRROR_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_MIRROR_PACKAGE_SUGGESTS "nightletter-tools")
set(CPACK_DEBIAN_MIRROR_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/cmake/packages/conffiles"
  "${PROJECT_SOURCE_DIR}/cmake/packages/postinst"
  "${PROJECT_SOURCE_DIR}/cmake/packages/prerm"
  "${PROJECT_SOURCE_DIR}/cmake/packages/postrm")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME nightletter-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION net)
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "signed transcript bundles, for publishers and readers
 nightletter-sign makes a publisher's keys and signs interviews on a computer
 that is offline. nightletter fetches, verifies and shows what was signed,
 from mirrors that need no trust, from a web server or from a USB stick.")
include(CPack)

# The manual pages of the programs, build/man/NAME.SECTION, from docs/man. tests/docs compares them with --help.
find_program(SCDOC scdoc REQUIRED)

set(nightletter_pages "")
foreach(page IN ITEMS nightletter.1 nightletter-sign.1 nightletterctl.8 nightletterd.8)
  set(source "${PROJECT_SOURCE_DIR}/docs/man/${page}.scd")
  set(made "${CMAKE_BINARY_DIR}/man/${page}")
  add_custom_command(OUTPUT "${made}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/man"
    COMMAND "${SCDOC}" < "${source}" > "${made}"
    DEPENDS "${source}" VERBATIM)
  list(APPEND nightletter_pages "${made}")
endforeach()
add_custom_target(manual ALL DEPENDS ${nightletter_pages})

# nightletter-sign as one file that needs nothing of the computer it runs on: no library, no ICU data, no /etc.
#
# Built on request only (scripts/package-signer, tests/cli/static_test.py) from the same objects as the ordinary
# program. Debian has archives of every library but fmt and toml++, which are compiled from their headers here.
# glibc's warnings about dlopen and getaddrinfo concern ICU's plug-ins and OpenSSL's sockets: neither is ever called.
add_executable(nightletter-sign-static EXCLUDE_FROM_ALL
  "${PROJECT_SOURCE_DIR}/signer/main.cpp" cmake/static/fmt.cpp cmake/static/toml.cpp)
target_include_directories(nightletter-sign-static PRIVATE "${PROJECT_SOURCE_DIR}")
set_source_files_properties(cmake/static/toml.cpp PROPERTIES
  COMPILE_DEFINITIONS "TOML_HEADER_ONLY=0;TOML_SHARED_LIB=1" COMPILE_OPTIONS -fvisibility=hidden)

set(nightletter_signer_archives "")
foreach(folder IN ITEMS signer media pages bundles trust base_command_line base)
  add_dependencies(nightletter-sign-static nightletter_${folder})
  list(APPEND nightletter_signer_archives $<TARGET_FILE:nightletter_${folder}>)
endforeach()
set_target_properties(nightletter-sign-static PROPERTIES LINK_DEPENDS "${nightletter_signer_archives}")
target_link_options(nightletter-sign-static PRIVATE
  -static-pie -s -Wl,-z,relro,-z,now,--gc-sections,--build-id=none)
target_link_libraries(nightletter-sign-static PRIVATE
  -Wl,--start-group ${nightletter_signer_archives}
  -l:libsodium.a -l:libicuuc.a -l:libicudata.a -l:libcrypto.a -l:libqrcodegencpp.a -l:libz.a -l:libseccomp.a
  -Wl,--end-group)

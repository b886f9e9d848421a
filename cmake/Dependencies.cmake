# The libraries of Debian 12 that the folders are built on. Each folder links only what it names.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(qrcodegencpp REQUIRED IMPORTED_TARGET qrcodegencpp)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp>=2.5)
pkg_check_modules(libtorrent REQUIRED IMPORTED_TARGET libtorrent-rasterbar=2.0.8)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)

# Debian's libtorrent was built with Boost 1.74; other headers compile without a warning and corrupt memory.
find_package(Boost 1.74 REQUIRED)
if(NOT Boost_VERSION_STRING VERSION_EQUAL 1.74.0)
  message(FATAL_ERROR "Boost ${Boost_VERSION_STRING} found; Debian's libtorrent needs the headers of Boost 1.74.0")
endif()

# Every object of a program that includes Asio must see the same Asio definitions as the packaged libtorrent.
add_library(nightletter_asio INTERFACE)
target_compile_definitions(nightletter_asio INTERFACE BOOST_ASIO_ENABLE_CANCELIO BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(nightletter_asio INTERFACE Boost::headers Threads::Threads)

# Compiler settings for every target: language level, warnings that stop the build, hardening of the programs.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(NIGHTLETTER_CCACHE ccache)
if(NIGHTLETTER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${NIGHTLETTER_CCACHE}")
endif()

set(NIGHTLETTER_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")
option(NIGHTLETTER_COVERAGE "Count which lines run (scripts/coverage)" OFF)
option(NIGHTLETTER_FUZZ "Build the libFuzzer harnesses (needs clang)" OFF)

add_library(nightletter_flags INTERFACE)
target_include_directories(nightletter_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(nightletter_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  -fstack-protector-strong -fno-plt)
# Debug information lets a crash be understood; one level is enough and keeps the build small.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
if(NIGHTLETTER_SANITIZE)
  target_compile_options(nightletter_flags INTERFACE -fsanitize=${NIGHTLETTER_SANITIZE} -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented code confuses GCC 12's flow analysis; the ordinary build asks the same question and stops.
    target_compile_options(nightletter_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_link_options(nightletter_flags INTERFACE -fsanitize=${NIGHTLETTER_SANITIZE})
elseif(NIGHTLETTER_COVERAGE)
  # Without optimisation a line is counted where it stands; fortified functions need optimisation.
  target_compile_options(nightletter_flags INTERFACE --coverage -O0)
  target_link_options(nightletter_flags INTERFACE --coverage)
else()
  target_compile_definitions(nightletter_flags INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(nightletter_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
target_compile_definitions(nightletter_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(NIGHTLETTER_FUZZ)
  # Every library counts the branches it takes; only the harnesses bring libFuzzer's main.
  target_compile_options(nightletter_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(nightletter_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# nightletter_library(NAME SOURCES... ) makes the target nightletter_NAME, one per folder.
function(nightletter_library name)
  add_library(nightletter_${name} STATIC ${ARGN})
  target_link_libraries(nightletter_${name} PUBLIC nightletter_flags)
endfunction()

# The day of the build, below which no clock is believed (docs/formats.md section 6, "Time"). Taken from
# SOURCE_DATE_EPOCH when that is set, so that a build can be made again bit by bit.
string(TIMESTAMP nightletter_build_seconds "%s" UTC)
math(EXPR nightletter_build_seconds "${nightletter_build_seconds} / 86400 * 86400")

// What toml++'s shared library would bring: Debian has no archive of it.
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>

#include "tests/support/temporary_directory.hpp"

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace nightletter::test {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory()
{
    auto pattern = (fs::temp_directory_path() / "nightletter-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::error_code error;
    // Sealed trees are read-only; give the owner his rights back before removing them.
    for (fs::recursive_directory_iterator entries{path_, error};
         !error && entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
        if (!entries->is_symlink() && entries->is_directory()) {
            std::error_code ignored;
            fs::permissions(entries->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
        }
    }
    fs::remove_all(path_, error);
}

void write_text(fs::path const& path, std::string_view text)
{
    fs::create_directories(path.parent_path());
    std::ofstream out{path, std::ios::binary};
    out << text;
    out.close();
    if (!out) throw std::runtime_error{"could not write " + path.string()};
}

std::string read_text(fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in) throw std::runtime_error{"could not read " + path.string()};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace nightletter::test

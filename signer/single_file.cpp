#include "signer/single_file.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

// As base/durable_file names its working files: .NAME. with six letters or digits.
bool is_unfinished(std::string const& name, std::string const& of)
{
    auto const begin = "." + of + ".";
    if (!name.starts_with(begin) || name.size() != begin.size() + 6) return false;
    return std::all_of(name.end() - 6, name.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

void forget_unfinished(fs::path const& file)
{
    std::error_code error;
    auto const folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (is_unfinished(entry->path().filename().string(), file.filename().string()) &&
            entry->is_regular_file(ignored))
            fs::remove(entry->path(), ignored);
    }
}

}  // namespace

Expected<void, Trouble> write_single(fs::path const& file, ByteView contents, Visibility visibility)
{
    forget_unfinished(file);
    return write_durably(file, contents, visibility);
}

}  // namespace nightletter::signer

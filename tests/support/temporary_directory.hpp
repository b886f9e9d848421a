// tests/support/temporary_directory.hpp: a place on disk that is gone when the test is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace nightletter::test {

class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

// Makes parent directories and writes the file; throws when it cannot, which fails the test.
void write_text(std::filesystem::path const& path, std::string_view text);
[[nodiscard]] std::string read_text(std::filesystem::path const& path);

}  // namespace nightletter::test

#include "tests/bundles/speakers.hpp"

#include <filesystem>

#include "base/durable_file.hpp"

namespace nightletter::test {

std::vector<bundles::Speaker> speakers()
{
    using bundles::Role;
    return {{.id = "nadia",
             .name = {{"en", "Nadia Rahimi"}, {"fa", "نادیا رحیمی"}, {"my", "နာဒီယာ ရာဟီမီ"}},
             .pseudonym = false,
             .role = Role::interviewer},
            {.id = "thandar",
             .name = {{"en", "Thandar"}, {"fa", "تاندار"}, {"my", "သန္တာ"}},
             .pseudonym = true,
             .role = Role::interviewee},
            {.id = "editor",
             .name = {{"en", "Editor"}, {"fa", "ویراستار"}, {"my", "အယ်ဒီတာ"}},
             .pseudonym = false,
             .role = Role::editor}};
}

std::string example(std::string_view path)
{
    auto const bytes = read_file(std::filesystem::path{NIGHTLETTER_EXAMPLES} / path, std::size_t{1} << 20U);
    return bytes ? std::string{as_text(*bytes)} : std::string{};
}

}  // namespace nightletter::test

#include "reader/followed.hpp"

#include <cstdlib>

#include "base/durable_file.hpp"
#include "base/text.hpp"

namespace nightletter::reader {
namespace {

constexpr std::size_t largest_file = 256 * 1024;  // bytes
constexpr std::string_view opening =
    "# Publishers you follow: an id, then a name of your own choosing.\n"
    "# `nightletter verify` says VERIFIED for theirs and names everybody else as somebody you do not follow.\n";

}  // namespace

Expected<Followed, BadLine> Followed::parse(std::string_view text)
{
    Followed followed;
    if (!is_utf8(text)) return fail(BadLine{0, "not UTF-8"});
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty() || line.starts_with('#')) continue;
        auto const space = line.find(' ');
        auto const publisher = parse_publisher(line.substr(0, space));
        auto const name = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
        if (!publisher || has_control(name)) return fail(BadLine{number, std::string{line}});
        followed.add(*publisher, std::string{name});
    }
    return followed;
}

std::string Followed::text() const
{
    std::string text{opening};
    for (auto const& [publisher, name] : names_) {
        text += publisher_text(publisher);
        if (!name.empty()) text += ' ' + name;
        text += '\n';
    }
    return text;
}

std::string Followed::name_of(PublisherId const& publisher) const
{
    auto const found = names_.find(publisher);
    return found == names_.end() ? std::string{} : found->second;
}

void Followed::add(PublisherId const& publisher, std::string name)
{
    names_.insert_or_assign(publisher, std::move(name));
}

std::filesystem::path followed_file()
{
    // The XDG specification: a relative value is to be ignored.
    if (char const* const config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && config[0] == '/') {
        return std::filesystem::path{config} / "nightletter" / "followed";
    }
    char const* const home = std::getenv("HOME");
    return std::filesystem::path{home == nullptr ? "/" : home} / ".config" / "nightletter" / "followed";
}

Expected<Followed, std::variant<Trouble, BadLine>> read_followed(std::filesystem::path const& file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) return Followed{};
    auto const bytes = read_file(file, largest_file);
    if (!bytes) return fail(std::variant<Trouble, BadLine>{bytes.error()});
    auto followed = Followed::parse(as_text(*bytes));
    if (!followed) return fail(std::variant<Trouble, BadLine>{followed.error()});
    return std::move(*followed);
}

Expected<void, Trouble> write_followed(std::filesystem::path const& file, Followed const& followed)
{
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error)
        return fail(Trouble{"make", file.parent_path().string(), error.message(), Retry::is_useless, error.value()});
    return write_durably(file, as_bytes(followed.text()), Visibility::owner_only);
}

}  // namespace nightletter::reader

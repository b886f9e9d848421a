#include "config/keys.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/read.hpp"

namespace nightletter::config {

Setter text_key(std::function<Complaint(Config&, std::string const&)> take)
{
    return [take = std::move(take)](Config& config, toml::node const& node) -> Complaint {
        auto const text = node.value_exact<std::string>();
        if (!text) return "must be a string in quotation marks";
        return take(config, *text);
    };
}

Setter list_key(std::function<Complaint(Config&, std::string const&)> take)
{
    return [take = std::move(take)](Config& config, toml::node const& node) -> Complaint {
        auto const* const list = node.as_array();
        if (list == nullptr) return "must be a list of strings";
        for (auto const& element : *list) {
            auto const text = element.value_exact<std::string>();
            if (!text) return "must be a list of strings";
            if (auto complaint = take(config, *text)) return complaint;
        }
        return std::nullopt;
    };
}

Setter flag_key(std::function<bool&(Config&)> flag)
{
    return [flag = std::move(flag)](Config& config, toml::node const& node) -> Complaint {
        auto const value = node.value_exact<bool>();
        if (!value) return "must be true or false";
        flag(config) = *value;
        return std::nullopt;
    };
}

Setter count_key(std::uint64_t least, std::uint64_t most, std::function<void(Config&, std::uint64_t)> take)
{
    return [=, take = std::move(take)](Config& config, toml::node const& node) -> Complaint {
        auto const number = node.value_exact<std::int64_t>();
        bool const fits =
            number && *number >= static_cast<std::int64_t>(least) && *number <= static_cast<std::int64_t>(most);
        if (!fits) return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        take(config, static_cast<std::uint64_t>(*number));
        return std::nullopt;
    };
}

Setter tables_key(std::vector<std::string> fields, std::function<Complaint(Config&, toml::table const&)> take)
{
    return [fields = std::move(fields), take = std::move(take)](Config& config, toml::node const& node) -> Complaint {
        auto const* const list = node.as_array();
        if (list == nullptr || !list->is_array_of_tables()) return "is a section in double brackets, once for each";
        for (auto const& element : *list) {
            auto const& table = *element.as_table();
            for (auto const& [field, value] : table) {
                if (std::find(fields.begin(), fields.end(), field.str()) != fields.end()) continue;
                auto what = "has no field \"" + std::string{field.str()} + "\"";
                if (auto const near = nearest(std::string{field.str()}, fields))
                    what += ", did you mean \"" + *near + "\"?";
                return Objection{what, value.source().begin.line};
            }
            auto complaint = take(config, table);
            if (complaint && complaint->line == 0) complaint->line = table.source().begin.line;
            if (complaint) return complaint;
        }
        return std::nullopt;
    };
}

Complaint take_size(std::uint64_t& size, std::string const& text)
{
    auto const parsed = parse_size(text);
    if (!parsed) return "must be a size such as \"50 GB\" or \"512 MiB\", not \"" + text + "\"";
    size = *parsed;
    return std::nullopt;
}

}  // namespace nightletter::config

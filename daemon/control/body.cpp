#include "daemon/control/body.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace nightletter::daemon::control {
namespace {

using Json = nlohmann::json;

// Returns false, and so ends the parse, at the first thing that does not belong here.
class Reader final : public nlohmann::json_sax<Json> {
public:
    std::map<std::string, Body::Value> members;
    std::string what = "it is no JSON object";

    bool null() override { return refuse(); }
    bool boolean(bool) override { return refuse(); }
    bool number_integer(number_integer_t) override { return refuse(); }
    bool number_unsigned(number_unsigned_t) override { return refuse(); }
    bool number_float(number_float_t, string_t const&) override { return refuse(); }
    bool binary(binary_t&) override { return refuse(); }
    bool string(string_t& text) override
    {
        if (depth_ == 0) return refuse();
        if (list_ == nullptr) return put(Body::Value{std::move(text)});
        if (list_->size() == Body::longest_list) return refuse("a list has more than 256 members");
        list_->push_back(std::move(text));
        return true;
    }
    bool start_object(std::size_t) override { return ++depth_ == 1 || refuse("it is nested"); }
    bool end_object() override { return true; }
    bool key(string_t& name) override
    {
        if (members.contains(name)) return refuse("\"" + name + "\" is there twice");
        if (members.size() == Body::most_members) return refuse("it has more than 32 members");
        key_ = std::move(name);
        return true;
    }
    bool start_array(std::size_t) override
    {
        if (depth_ != 1 || list_ != nullptr) return refuse("it is nested");
        if (!put(Body::Value{std::vector<std::string>{}})) return false;
        list_ = &std::get<std::vector<std::string>>(members.at(key_));
        return true;
    }
    bool end_array() override
    {
        list_ = nullptr;
        return true;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) override { return false; }

private:
    bool put(Body::Value value)
    {
        members[key_] = std::move(value);
        return true;
    }
    bool refuse(std::string words = "members are strings or lists of strings")
    {
        what = std::move(words);
        return false;
    }

    int depth_ = 0;
    std::string key_;
    std::vector<std::string>* list_ = nullptr;
};

}  // namespace

Expected<Body, std::string> Body::read(std::string_view json)
{
    Body body;
    if (json.empty()) return body;
    Reader reader;
    if (!Json::sax_parse(json.begin(), json.end(), &reader)) return fail(reader.what);
    body.members_ = std::move(reader.members);
    return body;
}

Expected<std::optional<std::string>, std::string> Body::text(std::string const& name) const
{
    auto const found = members_.find(name);
    if (found == members_.end()) return std::optional<std::string>{};
    auto const* const text = std::get_if<std::string>(&found->second);
    if (text == nullptr) return fail("\"" + name + "\" is no string");
    return std::optional{*text};
}

Expected<std::vector<std::string>, std::string> Body::list(std::string const& name) const
{
    auto const found = members_.find(name);
    if (found == members_.end()) return std::vector<std::string>{};
    auto const* const list = std::get_if<std::vector<std::string>>(&found->second);
    if (list == nullptr) return fail("\"" + name + "\" is no list of strings");
    return *list;
}

std::optional<std::string> Body::unknown(std::vector<std::string> const& known) const
{
    for (auto const& [name, value] : members_) {
        if (std::find(known.begin(), known.end(), name) == known.end()) return name;
    }
    return std::nullopt;
}

}  // namespace nightletter::daemon::control

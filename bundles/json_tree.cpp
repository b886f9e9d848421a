#include "bundles/json_tree.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::size_t deepest = 4;
constexpr std::size_t most_members = 256;

// nlohmann accepts duplicate members and numbers of any size; this listener does not.
class Listener final : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return refuse("null; leave the member out"); }
    bool boolean(bool value) override { return value ? put(Json{true}) : refuse("false; leave the member out"); }
    bool number_integer(number_integer_t) override { return refuse("a number; write it in quotes"); }
    bool number_unsigned(number_unsigned_t) override { return refuse("a number; write it in quotes"); }
    bool number_float(number_float_t, string_t const&) override { return refuse("a number; write it in quotes"); }
    bool binary(binary_t&) override { return refuse("binary"); }
    bool string(string_t& text) override { return put(Json{std::move(text)}); }

    bool start_object(std::size_t) override { return open(Json{JsonObject{}}); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json{JsonList{}}); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        auto const& members = std::get<JsonObject>(open_.back().value);
        auto const same = [&name](auto const& member) { return member.first == name; };
        if (std::any_of(members.begin(), members.end(), same)) return refuse("the member \"" + name + "\" twice");
        if (members.size() == most_members) return refuse("more than 256 members");
        keys_.push_back(std::move(name));
        return true;
    }

    bool parse_error(std::size_t position, std::string const&, nlohmann::detail::exception const&) override
    {
        position_ = position;
        return refuse("not JSON");
    }

    std::string fault;
    std::size_t position_ = 0;  // in bytes, 0 when unknown
    Json root;

private:
    bool refuse(std::string what)
    {
        fault = keys_.empty() ? std::move(what) : "under \"" + keys_.back() + "\": " + what;
        return false;
    }

    bool open(Json json)
    {
        if (open_.size() == deepest) return refuse("more than four levels");
        open_.push_back(std::move(json));
        return true;
    }

    bool close()
    {
        auto done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done));
    }

    bool put(Json json)
    {
        if (open_.empty()) {
            root = std::move(json);
        } else if (auto* list = std::get_if<JsonList>(&open_.back().value)) {
            list->push_back(std::move(json));
        } else {
            std::get<JsonObject>(open_.back().value).emplace_back(std::move(keys_.back()), std::move(json));
            keys_.pop_back();
        }
        return true;
    }

    std::vector<Json> open_;
    std::vector<std::string> keys_;  // of members whose value is being read
};

class Writing {
public:
    void value(Json const& json)
    {
        std::visit([this](auto const& inner) { write(inner); }, json.value);
    }

    std::string finish() &&
    {
        out_ += '\n';
        return std::move(out_);
    }

private:
    void write(bool) { out_ += "true"; }

    void write(std::string const& text)
    {
        static constexpr std::string_view hex = "0123456789abcdef";
        out_ += '"';
        for (auto const c : text) {
            auto const byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                out_ += {'\\', c};
            } else if (c == '\n') {
                out_ += "\\n";
            } else if (c == '\t') {
                out_ += "\\t";
            } else if (byte < 0x20) {
                out_ += {'\\', 'u', '0', '0', hex[byte >> 4U], hex[byte & 15U]};
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }

    void write(JsonList const& list)
    {
        lines('[', ']', list, [this](Json const& json) { value(json); });
    }

    void write(JsonObject const& object)
    {
        lines('{', '}', object, [this](auto const& member) {
            write(member.first);
            out_ += ": ";
            value(member.second);
        });
    }

    template <class Items, class Each>
    void lines(char before, char after, Items const& items, Each each)
    {
        out_ += before;
        ++level_;
        bool first = true;
        for (auto const& item : items) {
            if (!std::exchange(first, false)) out_ += ',';
            new_line();
            each(item);
        }
        --level_;
        new_line();
        out_ += after;
    }

    void new_line() { out_ += '\n' + std::string(2 * level_, ' '); }

    std::string out_;
    std::size_t level_ = 0;
};

}  // namespace

Expected<Json, TextFault> read_json(std::string_view text)
{
    auto const refuse = [text](std::size_t position, std::string what) {
        auto const before = text.substr(0, std::min(position, text.size()));
        auto const line = position == 0 ? 0 : 1 + std::count(before.begin(), before.end(), '\n');
        return fail(TextFault{Refusal::malformed_metadata, static_cast<std::size_t>(line), std::move(what)});
    };
    if (!is_utf8(text)) return fail(TextFault{Refusal::not_plain_text, 0, "bytes that are not UTF-8"});
    Listener listener;
    if (!nlohmann::json::sax_parse(text, &listener)) return refuse(listener.position_, listener.fault);
    return std::move(listener.root);
}

std::string json_text(Json const& json)
{
    Writing writing;
    writing.value(json);
    return std::move(writing).finish();
}

}  // namespace nightletter::bundles

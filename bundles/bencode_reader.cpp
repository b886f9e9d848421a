#include "bundles/bencode_reader.hpp"

#include "base/line_document.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::size_t longest_number = 20;  // digits of the largest 64-bit number

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

}  // namespace

void BencodeReader::give_up(Refusal refusal)
{
    if (!fault_) fault_ = refusal;
}

// The next byte, or a byte that starts and ends nothing.
char BencodeReader::here() const
{
    return fault_ || position_ >= bytes_.size() ? '\0' : static_cast<char>(bytes_[position_]);
}

bool BencodeReader::enter(bool dictionary)
{
    if (depth_ == deepest) {
        give_up(Refusal::too_deep);
        return false;
    }
    ++position_;
    levels_[depth_++] = Level{dictionary, false, {}};
    return true;
}

bool BencodeReader::leave()
{
    if (depth_ == 0 || here() != 'e') {
        give_up(Refusal::bad_bencode);
        return false;
    }
    ++position_;
    --depth_;
    return true;
}

bool BencodeReader::enter_dictionary()
{
    return here() == 'd' && enter(true);
}

std::optional<std::string_view> BencodeReader::next_key()
{
    if (here() == 'e') {
        (void)leave();
        return std::nullopt;
    }
    auto const key = string();
    if (!key || depth_ == 0) {
        give_up(Refusal::bad_bencode);
        return std::nullopt;
    }
    auto& level = levels_[depth_ - 1];
    if (level.has_key && *key <= level.last_key) {
        give_up(Refusal::bad_bencode);
        return std::nullopt;
    }
    level.has_key = true;
    level.last_key = *key;
    return key;
}

// The canonical digits before `end`, which is stepped over.
std::optional<std::string_view> BencodeReader::digits(char end)
{
    auto const start = position_;
    while (is_digit(here()) && position_ - start <= longest_number) ++position_;
    auto const text = as_text(bytes_.subspan(start, position_ - start));
    if (text.empty() || here() != end || (text.size() > 1 && text.front() == '0')) {
        give_up(Refusal::bad_bencode);
        return std::nullopt;
    }
    ++position_;
    return text;
}

std::optional<std::string_view> BencodeReader::string()
{
    if (!is_digit(here())) return std::nullopt;
    auto const length_text = digits(':');
    if (!length_text) return std::nullopt;
    auto const length = parse_count(*length_text);
    if (!length || *length > bytes_.size() - position_) {
        give_up(Refusal::bad_bencode);
        return std::nullopt;
    }
    auto const text = as_text(bytes_.subspan(position_, static_cast<std::size_t>(*length)));
    position_ += static_cast<std::size_t>(*length);
    return text;
}

std::optional<std::uint64_t> BencodeReader::count()
{
    if (here() != 'i') return std::nullopt;
    ++position_;
    auto const is_negative = here() == '-';
    if (is_negative) ++position_;
    auto const text = digits('e');
    if (!text) return std::nullopt;
    auto const number = parse_count(*text);
    if (!number || (is_negative && *number == 0)) {
        give_up(Refusal::bad_bencode);
        return std::nullopt;
    }
    return is_negative ? std::nullopt : number;
}

// A string, an integer, or the start or end of a list or dictionary.
bool BencodeReader::step_over_one_thing()
{
    switch (here()) {
        case 'd':
            return enter(true);
        case 'l':
            return enter(false);
        case 'e':
            return leave();
        case 'i':
            (void)count();
            break;
        default:
            if (!string()) give_up(Refusal::bad_bencode);
    }
    return !fault_;
}

std::optional<ByteView> BencodeReader::skip()
{
    auto const start = position_;
    auto const depth = depth_;
    do {
        auto wants_value = depth_ == depth;
        if (depth_ > depth && levels_[depth_ - 1].is_dictionary) {
            wants_value = next_key().has_value();
            if (fault_) return std::nullopt;
            if (!wants_value) continue;  // that dictionary has ended
        }
        if (wants_value && here() == 'e') give_up(Refusal::bad_bencode);
        if (!step_over_one_thing()) return std::nullopt;
    } while (depth_ > depth);
    return bytes_.subspan(start, position_ - start);
}

bool BencodeReader::is_at_end()
{
    if (position_ != bytes_.size() || depth_ != 0) give_up(Refusal::bad_bencode);
    return !fault_;
}

}  // namespace nightletter::bundles

#include "signer/answer.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

namespace nightletter::signer {

struct Answer::Facts {
    nlohmann::ordered_json object;
};

Answer::Answer(std::string_view command) : facts_{std::make_unique<Facts>()}
{
    facts_->object = {
        {"schema", "nightletter." + std::string{command} + "/1"}, {"type", "result"}, {"ok", true}, {"exit", 0}};
}

Answer::~Answer() = default;

Answer& Answer::fact(std::string_view name, std::string_view value)
{
    facts_->object[std::string{name}] = value;
    return *this;
}

Answer& Answer::fact(std::string_view name, std::uint64_t value)
{
    facts_->object[std::string{name}] = value;
    return *this;
}

Answer& Answer::fact(std::string_view name, std::vector<std::string> const& values)
{
    facts_->object[std::string{name}] = values;
    return *this;
}

Answer& Answer::claim(std::string_view name, bool holds)
{
    facts_->object[std::string{name}] = holds;
    return *this;
}

Answer& Answer::line(std::string_view text)
{
    lines_.append(text).append("\n");
    return *this;
}

Answer& Answer::advice(std::string_view text)
{
    return wants_quiet() ? *this : line(text);
}

ExitCode Answer::give()
{
    if (wants_json()) {
        std::cout << facts_->object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else {
        std::cout << lines_;
    }
    std::cout.flush();
    return ExitCode::done;
}

}  // namespace nightletter::signer

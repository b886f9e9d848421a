#include "daemon/control/objections.hpp"

namespace nightletter::daemon::control {
namespace {

constexpr char const* untouched = "nothing was changed";
constexpr char const* manual = "docs/control.md lists what can be asked";

Reply wrong_usage(unsigned status, std::string what, std::string word, std::string because, std::string next)
{
    return refusal(status, {ExitCode::wrong_usage,
                            {std::move(what), std::move(word), std::move(because), untouched, std::move(next)}});
}

// What a person chooses between; docs/handbook.md, "Role".
constexpr char const* roles =
    "nobody chose what strangers may learn of this mirror. unlisted: it is announced to nobody; those who know its "
    "address can reach it, and DHT nodes that it asks see what it looks for. public: everybody can find it, and list "
    "its address as one that keeps this publisher. hidden: all goes through a proxy, nothing listens";

}  // namespace

Reply refusal_of(Objection objection, std::string const& id)
{
    std::string const name{word(objection)};
    switch (objection) {
        case Objection::role_undecided:
            return wrong_usage(409, id + " is not followed yet", name, roles,
                               "nightletterctl follow " + id + " --role unlisted");
        case Objection::in_file:
            return refusal(
                409, {ExitCode::refused_by_policy,
                      {id + " stays as it is", name, "a configuration file says so, and a file outvotes a command",
                       untouched, "change it in the file, then: nightletterctl reload"}});
        case Objection::proxy_missing:
            return wrong_usage(409, "this mirror is not hidden", name, "no proxy was named through which it could hide",
                               "nightletterctl follow " + id + " --role hidden --proxy 127.0.0.1:9050");
        case Objection::proxy_unused:
            return wrong_usage(409, "no proxy is used", name, "only a hidden mirror has one",
                               "nightletterctl follow " + id + " --role hidden --proxy 127.0.0.1:9050");
        case Objection::not_followed:
        case Objection::not_pinned:
        case Objection::not_blocked:
            return refusal(404, {ExitCode::not_found,
                                 {"there is nothing to undo about " + id, name, "no such decision was made by command",
                                  untouched, "nightletterctl status"}});
        case Objection::no_reason:
            return wrong_usage(400, id + " is not blocked", name, "nobody remembers in a year why, unless it is said",
                               "nightletterctl block " + id + " --reason \"court order 17/26\"");
        case Objection::too_many:
            return refusal(409, {ExitCode::refused_by_policy,
                                 {id + " stays as it is", name, "at most 10 000 decisions of one kind are kept",
                                  untouched, "move some of them into the configuration"}});
        case Objection::not_kept:
            return refusal(500, {ExitCode::storage_failed,
                                 {id + " stays as it is", name, "the decision could not be written to the disk",
                                  untouched, "nightletterctl doctor"}});
    }
    return not_open();
}

Reply bad_json(std::string const& what)
{
    return wrong_usage(400, "the request could not be read", "bad-json", what, manual);
}

Reply bad_value(std::string const& what)
{
    return wrong_usage(400, "the request could not be carried out", "bad-value", what, manual);
}

Reply no_such_route(std::string const& what)
{
    return wrong_usage(404, "there is no " + what, "no-such-route", "nothing of that name can be asked", manual);
}

Reply no_such_method()
{
    return wrong_usage(405, "that cannot be done there", "no-such-method", "the path is known, the method is not its",
                       manual);
}

Reply not_an_id(std::string const& text)
{
    return wrong_usage(400, "'" + text + "' is no id", "bad-id", "an id is 62 characters that begin with nlp1 or nlb1",
                       "nightletter id " + text);
}

Reply not_known(std::string const& id)
{
    return refusal(404, {ExitCode::not_found,
                         {id + " is not here", "not-found", "it is neither held nor on its way", untouched,
                          "nightletterctl list"}});
}

Reply wrong_configuration(config::Fault const& fault)
{
    auto const where = fault.line == 0 ? std::string{} : "line " + std::to_string(fault.line) + ": ";
    auto const file = fault.file.empty() ? std::string{"the configuration"} : fault.file.string();
    return refusal(409, {ExitCode::wrong_usage,
                         {"nothing was reloaded", "wrong-configuration", file + ", " + where + fault.what,
                          "the mirror goes on with what it had", "correct the file, then: nightletterctl reload"}});
}

Reply not_open()
{
    return refusal(503, {ExitCode::failed,
                         {"not now", "not-open", "the mirror is being opened anew, or could not be", untouched,
                          "nightletterctl status"}});
}

}  // namespace nightletter::daemon::control

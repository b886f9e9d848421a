#include "reader/progress.hpp"

#include <nlohmann/json.hpp>

#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds between_plain_lines{10};
constexpr std::string_view clear_line = "\r\x1b[K";

std::string percent(std::uint64_t held, std::uint64_t wanted)
{
    return wanted == 0 ? "0 %" : std::to_string(held * 100 / wanted) + " %";
}

std::string peers_text(unsigned peers)
{
    return peers == 1 ? "1 mirror" : std::to_string(peers) + " mirrors";
}

std::string stage_text(mirror::BundleProgress const& report)
{
    auto const& standing = report.standing;
    switch (standing.stage) {
        case swarm::Stage::asking:
            return "looking for the list of files, " + peers_text(standing.peers) + " asked";
        case swarm::Stage::checking:
            return "checking what is here already";
        case swarm::Stage::fetching:
            return "fetching " + percent(standing.held_bytes, standing.wanted_bytes) + ", from " +
                   peers_text(standing.peers);
        case swarm::Stage::complete:
        case swarm::Stage::serving:
            return "all here, being verified";
    }
    return {};
}

struct InWords {
    std::string operator()(mirror::PublisherAdopted const& report) const
    {
        auto const name = safe_for_terminal(report.name);
        if (report.seq == 0) return name + ": heard of, no feed yet";
        return name + ": feed " + std::to_string(report.seq) + ", " + std::to_string(report.releases) +
               (report.releases == 1 ? " bundle" : " bundles");
    }
    std::string operator()(mirror::BundleSealed const& report) const { return "have " + report.slug; }
    std::string operator()(mirror::BundleRefused const& report) const
    {
        return "refused " + bundle_text(report.bundle) + " (" + report.word + ')' +
               (report.path.empty() ? "" : ": " + safe_for_terminal(report.path));
    }
    std::string operator()(mirror::DocumentRefused const& report) const
    {
        return "refused a " + report.refusal.document + " (" + std::string{report.refusal.word} + ')';
    }
    std::string operator()(mirror::WebMirrorFailed const& report) const
    {
        return "web server " + std::to_string(report.number) + " (" + std::string{word(report.fault)} + ')';
    }
    std::string operator()(mirror::MirrorTroubled const& report) const
    {
        return safe_for_terminal(report.trouble.sentence());
    }
    template <class Other>
    std::string operator()(Other const&) const
    {
        return {};
    }
};

struct InJson {
    Json operator()(mirror::PublisherAdopted const& report) const
    {
        return {{"type", "publisher"}, {"publisher", publisher_text(report.publisher)},
                {"name", report.name}, {"epoch", report.epoch},
                {"seq", report.seq},   {"bundles", report.releases}};
    }
    Json operator()(mirror::BundleProgress const& report) const
    {
        return {{"type", "progress"},
                {"bundle", bundle_text(report.bundle)},
                {"held", report.standing.held_bytes},
                {"wanted", report.standing.wanted_bytes},
                {"mirrors", report.standing.peers}};
    }
    Json operator()(mirror::BundleSealed const& report) const
    {
        return {
            {"type", "have"}, {"bundle", bundle_text(report.bundle)}, {"slug", report.slug}, {"bytes", report.bytes}};
    }
    Json operator()(mirror::BundleRefused const& report) const
    {
        return {
            {"type", "refused"}, {"bundle", bundle_text(report.bundle)}, {"word", report.word}, {"path", report.path}};
    }
    Json operator()(mirror::DocumentRefused const& report) const
    {
        return {{"type", "refused"}, {"document", report.refusal.document}, {"word", report.refusal.word}};
    }
    Json operator()(mirror::WebMirrorFailed const& report) const
    {
        return {{"type", "web-mirror-failed"}, {"number", report.number}, {"word", word(report.fault)}};
    }
    template <class Other>
    Json operator()(Other const&) const
    {
        return nullptr;
    }
};

}  // namespace

std::string Progress::asking(Moment now)
{
    if (form_ == ProgressForm::none || form_ == ProgressForm::json) return {};
    return overwrite("asking for the publisher's newest word", now);
}

std::string Progress::line(mirror::Report const& report, Moment now)
{
    if (form_ == ProgressForm::none) return {};
    if (form_ == ProgressForm::json) {
        auto const object = std::visit(InJson{}, report);
        return object.is_null() ? std::string{} : object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    }
    if (auto const* const bytes = std::get_if<mirror::BundleProgress>(&report))
        return overwrite(stage_text(*bytes), now);
    return say(std::visit(InWords{}, report));
}

std::string Progress::finish()
{
    return std::exchange(line_stands_, false) ? std::string{clear_line} : std::string{};
}

std::string Progress::say(std::string const& text)
{
    return text.empty() ? std::string{} : finish() + text + '\n';
}

std::string Progress::overwrite(std::string const& text, Moment now)
{
    if (form_ == ProgressForm::terminal) {
        line_stands_ = true;
        return std::string{clear_line} + text;
    }
    if (last_ && now - *last_ < between_plain_lines) return {};
    last_ = now;
    return text + '\n';
}

}  // namespace nightletter::reader

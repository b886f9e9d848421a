#include "daemon/journal.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace nightletter::daemon {
namespace {

constexpr std::int64_t seconds_between_complaints = 60;
constexpr std::size_t most_complaints = 1024;

std::int64_t seconds_now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// A publisher's name is the one free text in the log. What may name a person who has to be forgotten, as the name of a
// bundle's directory or of a recording may, is not in it.
std::string in_quotes(std::string const& text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

spdlog::level::level_enum level_of(config::LogLevel level)
{
    switch (level) {
        case config::LogLevel::error:
            return spdlog::level::err;
        case config::LogLevel::warning:
            return spdlog::level::warn;
        case config::LogLevel::info:
            return spdlog::level::info;
        case config::LogLevel::debug:
            return spdlog::level::debug;
    }
    return spdlog::level::info;
}

std::string_view stage_word(swarm::Stage stage)
{
    switch (stage) {
        case swarm::Stage::asking:
            return "asking";
        case swarm::Stage::checking:
            return "checking";
        case swarm::Stage::fetching:
            return "fetching";
        case swarm::Stage::complete:
            return "complete";
        case swarm::Stage::serving:
            return "serving";
    }
    return "unknown";
}

std::string listed(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : ", ") + word;
    return in_quotes(out);
}

// What is the matter with the machine, where that can be told.
std::string_view word_of(Trouble const& trouble)
{
    switch (trouble.system_error) {
        case ENOSPC:
        case EDQUOT:
            return "disk-full";
        case EIO:
            return "disk-error";
        case EROFS:
            return "disk-read-only";
        case EMFILE:
        case ENFILE:
            return "files-exhausted";
        default:
            return "trouble";
    }
}

// A path in a bag, shortened to the folder where people choose the names themselves.
std::string without_names(std::string const& path)
{
    constexpr std::string_view media = "data/media/";
    return path.starts_with(media) ? std::string{media} : path;
}

std::string listed_paths(std::vector<std::string> paths)
{
    for (auto& path : paths) path = without_names(path);
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    return listed(paths);
}

// Of a path below the store's root, the folder and what stands in it: store/bundles/<nlb1…>.
std::string within_store(std::string const& below)
{
    auto const folder = below.find('/', 1);
    return below.substr(0, folder == std::string::npos ? folder : below.find('/', folder + 1));
}

}  // namespace

// One line for each kind of report; complaints are held back when they repeat.
struct Journal::Lines {
    Journal& journal;

    void operator()(swarm::Listening const& r) const { journal.say(fmt::format("listening port={}", r.port)); }
    void operator()(mirror::StoreRecovered const& r) const
    {
        journal.complain(fmt::format(
            "recovered returned={} suspects={} missing={} strangers={} damaged-records={} catalogue={}", r.returned,
            r.suspects, r.missing, r.strangers, r.damaged_records, r.is_catalogue_new ? "made-anew" : "sound"));
    }
    void operator()(mirror::DocumentRefused const& r) const
    {
        auto const& refusal = r.refusal;
        journal.complain(fmt::format("refused reason={} publisher={} document={} offered={} held={}", refusal.word,
                                     publisher_text(refusal.publisher), refusal.document, refusal.offered,
                                     refusal.held));
    }
    void operator()(mirror::NeighbourRefused const& r) const
    {
        journal.complain(
            fmt::format("neighbour-refused reason={} publisher={}", word(r.reason), publisher_text(r.publisher)));
    }
    void operator()(mirror::WebMirrorFailed const& r) const
    {
        journal.complain(fmt::format("web-mirror-failed number={} reason={}", r.number, word(r.fault)));
    }
    void operator()(mirror::PackNotTaken const& r) const
    {
        journal.complain(fmt::format("pack-not-taken reason={}", r.word));
    }
    void operator()(mirror::PublisherAdopted const& r) const
    {
        journal.say(fmt::format("adopted publisher={} name={} root={} epoch={} seq={} releases={} labels={}",
                                publisher_text(r.publisher), in_quotes(r.name), r.root_version, r.epoch, r.seq,
                                r.releases, listed(r.labels)));
    }
    void operator()(mirror::HeadReadBack const& r) const
    {
        journal.log_->debug("{}",
                            fmt::format("head-read-back publisher={} seq={}", publisher_text(r.publisher), r.seq));
    }
    void operator()(mirror::BundleProgress const& r) const
    {
        journal.log_->debug(
            "{}", fmt::format("fetching bundle={} stage={} held={} wanted={} total={} peers={}", bundle_text(r.bundle),
                              stage_word(r.standing.stage), r.standing.held_bytes, r.standing.wanted_bytes,
                              r.total_bytes, r.standing.peers));
    }
    void operator()(mirror::BundleSealed const& r) const
    {
        journal.say(fmt::format("sealed bundle={} publisher={} bytes={}", bundle_text(r.bundle),
                                publisher_text(r.publisher), r.bytes));
    }
    void operator()(mirror::BundleRefused const& r) const
    {
        journal.complain(fmt::format("bundle-refused reason={} bundle={} publisher={} path={}", r.word,
                                     bundle_text(r.bundle), publisher_text(r.publisher),
                                     in_quotes(without_names(r.path))));
    }
    void operator()(mirror::BundleLeftOut const& r) const
    {
        journal.say(fmt::format("left-out reason={} bundle={} publisher={}", word(r.reason), bundle_text(r.bundle),
                                publisher_text(r.publisher)));
    }
    void operator()(mirror::BundleDamaged const& r) const
    {
        journal.complain(fmt::format("damaged bundle={} files={}", bundle_text(r.bundle), listed_paths(r.files)));
    }
    void operator()(mirror::MirrorTroubled const& r) const
    {
        auto const word = word_of(r.trouble);
        auto const line = fmt::format("{} {}", word, journal.fields(r.trouble));
        // Of a state of the machine one line a minute is enough, whatever it hinders.
        journal.complain(line, word == "trouble" ? line : std::string{word});
    }
    void operator()(mirror::StorageFailed const& r) const { journal.fail("storage-failed", r.trouble); }
};

Journal::Journal(config::LogLevel level, std::filesystem::path store)
    : log_{std::make_shared<spdlog::logger>("nightletterd", std::make_shared<spdlog::sinks::stderr_sink_st>())},
      store_{std::move(store)}
{
    log_->set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
    log_->set_level(level_of(level));
    log_->flush_on(spdlog::level::trace);
}

Journal::~Journal() = default;

void Journal::write(mirror::Report const& report)
{
    std::visit(Lines{*this}, report);
}

void Journal::say(std::string const& line)
{
    log_->info("{}", line);
}

void Journal::fail(std::string const& word, Trouble const& trouble)
{
    log_->error("{} {}", word, fields(trouble));
}

void Journal::complain(std::string const& line, std::string const& subject)
{
    auto const now = seconds_now();
    if (complaints_.size() >= most_complaints) complaints_.clear();
    auto const [last, is_new] = complaints_.try_emplace(subject, now);
    if (!is_new && now - last->second < seconds_between_complaints) return;
    last->second = now;
    log_->warn("{}", line);
}

std::string Journal::fields(Trouble const& trouble) const
{
    auto const root = store_.string();
    auto subject = trouble.subject;
    if (subject == root || subject.starts_with(root + '/')) {
        subject = "store" + within_store(subject.substr(root.size()));
    } else if (subject.find('/') != std::string::npos) {
        subject = "a path outside the store";
    }
    return fmt::format("doing={} subject={} reason={}", in_quotes(trouble.doing), in_quotes(subject),
                       in_quotes(trouble.reason));
}

}  // namespace nightletter::daemon

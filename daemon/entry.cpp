#include "daemon/entry.hpp"

#include <algorithm>
#include <cerrno>

namespace nightletter::daemon {
namespace {

std::string in_quotes(std::string const& text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string listed(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
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

// What is the matter with the machine, where that can be told.
std::string word_of(Trouble const& trouble)
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

std::vector<std::string> without_names(std::vector<std::string> paths)
{
    for (auto& path : paths) path = without_names(path);
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    return paths;
}

// Of a path below the store's root, the folder and what stands in it: store/bundles/<nlb1…>.
std::string within_store(std::string const& below)
{
    auto const folder = below.find('/', 1);
    return below.substr(0, folder == std::string::npos ? folder : below.find('/', folder + 1));
}

std::string subject_of(Trouble const& trouble, std::filesystem::path const& store)
{
    auto const root = store.string();
    auto const& subject = trouble.subject;
    if (subject == root || subject.starts_with(root + '/')) return "store" + within_store(subject.substr(root.size()));
    return subject.find('/') == std::string::npos ? subject : "a path outside the store";
}

Field bare(std::string name, std::string value)
{
    return {std::move(name), std::move(value), Field::Form::bare};
}
Field quoted(std::string name, std::string value)
{
    return {std::move(name), std::move(value), Field::Form::quoted};
}
Field number(std::string name, std::uint64_t value)
{
    return {std::move(name), value, Field::Form::bare};
}
Field list(std::string name, std::vector<std::string> values)
{
    return {std::move(name), std::move(values), Field::Form::quoted};
}

Entry info(std::string word, std::vector<Field> fields)
{
    return {Weight::info, std::move(word), std::move(fields), {}};
}
Entry debug(std::string word, std::vector<Field> fields)
{
    return {Weight::debug, std::move(word), std::move(fields), {}};
}
// Held back when it repeats word for word.
Entry complaint(std::string word, std::vector<Field> fields)
{
    Entry entry{Weight::warning, std::move(word), std::move(fields), {}};
    entry.subject = entry.line();
    return entry;
}

struct EntryOf {
    std::filesystem::path const& store;

    Entry operator()(swarm::Listening const& r) const { return info("listening", {number("port", r.port)}); }
    Entry operator()(mirror::StoreRecovered const& r) const
    {
        return complaint("recovered",
                         {number("returned", r.returned), number("suspects", r.suspects), number("missing", r.missing),
                          number("strangers", r.strangers), number("damaged-records", r.damaged_records),
                          bare("catalogue", r.is_catalogue_new ? "made-anew" : "sound")});
    }
    Entry operator()(mirror::DocumentRefused const& r) const
    {
        auto const& refusal = r.refusal;
        return complaint("refused", {bare("reason", refusal.word), bare("publisher", publisher_text(refusal.publisher)),
                                     bare("document", refusal.document), number("offered", refusal.offered),
                                     number("held", refusal.held)});
    }
    Entry operator()(mirror::NeighbourRefused const& r) const
    {
        return complaint("neighbour-refused",
                         {bare("reason", std::string{word(r.reason)}), bare("publisher", publisher_text(r.publisher))});
    }
    Entry operator()(mirror::WebMirrorFailed const& r) const
    {
        return complaint("web-mirror-failed", {number("number", r.number), bare("reason", std::string{word(r.fault)})});
    }
    Entry operator()(mirror::PackNotTaken const& r) const
    {
        return complaint("pack-not-taken", {bare("reason", std::string{r.word})});
    }
    Entry operator()(mirror::PublisherAdopted const& r) const
    {
        // The one free text in the log.
        return info("adopted", {bare("publisher", publisher_text(r.publisher)), quoted("name", r.name),
                                number("root", r.root_version), number("epoch", r.epoch), number("seq", r.seq),
                                number("releases", r.releases), list("labels", r.labels)});
    }
    Entry operator()(mirror::HeadReadBack const& r) const
    {
        return debug("head-read-back", {bare("publisher", publisher_text(r.publisher)), number("seq", r.seq)});
    }
    Entry operator()(mirror::BundleProgress const& r) const
    {
        return debug("fetching",
                     {bare("bundle", bundle_text(r.bundle)), bare("stage", std::string{stage_word(r.standing.stage)}),
                      number("held", r.standing.held_bytes), number("wanted", r.standing.wanted_bytes),
                      number("total", r.total_bytes), number("peers", r.standing.peers)});
    }
    Entry operator()(mirror::BundleSealed const& r) const
    {
        return info("sealed", {bare("bundle", bundle_text(r.bundle)), bare("publisher", publisher_text(r.publisher)),
                               number("bytes", r.bytes)});
    }
    Entry operator()(mirror::BundleRefused const& r) const
    {
        return complaint("bundle-refused",
                         {bare("reason", r.word), bare("bundle", bundle_text(r.bundle)),
                          bare("publisher", publisher_text(r.publisher)), quoted("path", without_names(r.path))});
    }
    Entry operator()(mirror::BundleLeftOut const& r) const
    {
        return info("left-out", {bare("reason", std::string{word(r.reason)}), bare("bundle", bundle_text(r.bundle)),
                                 bare("publisher", publisher_text(r.publisher))});
    }
    Entry operator()(mirror::BundleDamaged const& r) const
    {
        return complaint("damaged", {bare("bundle", bundle_text(r.bundle)), list("files", without_names(r.files))});
    }
    Entry operator()(mirror::MirrorTroubled const& r) const
    {
        auto entry = entry_of(word_of(r.trouble), r.trouble, store);
        entry.weight = Weight::warning;
        // Of a state of the machine one line a minute is enough, whatever it hinders.
        entry.subject = entry.word == "trouble" ? entry.line() : entry.word;
        return entry;
    }
    Entry operator()(mirror::TrafficBudget const& r) const
    {
        auto entry = info("traffic", {bare("state", std::string{word(r.state)}), number("used", r.used),
                                      number("monthly", r.monthly)});
        if (r.state == mirror::Spending::within_budget) return entry;
        entry.weight = Weight::warning;
        entry.subject = "traffic " + std::string{word(r.state)};
        return entry;
    }
    Entry operator()(mirror::TrafficTally const& r) const
    {
        return debug("moved",
                     {number("sent", r.peers.sent + r.web.sent), number("received", r.peers.received + r.web.received),
                      number("month", r.month.total()), bare("state", std::string{word(r.state)})});
    }
    Entry operator()(mirror::StorageFailed const& r) const { return entry_of("storage-failed", r.trouble, store); }
};

std::string text_of(Field const& field)
{
    if (auto const* const count = std::get_if<std::uint64_t>(&field.value)) return std::to_string(*count);
    if (auto const* const words = std::get_if<std::vector<std::string>>(&field.value)) return in_quotes(listed(*words));
    auto const& text = std::get<std::string>(field.value);
    return field.form == Field::Form::quoted ? in_quotes(text) : text;
}

}  // namespace

std::string_view word(Weight weight)
{
    switch (weight) {
        case Weight::debug:
            return "debug";
        case Weight::info:
            return "info";
        case Weight::warning:
            return "warning";
        case Weight::error:
            return "error";
    }
    return "error";
}

std::string Entry::line() const
{
    auto text = word;
    for (auto const& field : fields) text += ' ' + field.name + '=' + text_of(field);
    return text;
}

Entry entry_of(mirror::Report const& report, std::filesystem::path const& store)
{
    return std::visit(EntryOf{store}, report);
}

Entry entry_of(std::string word, Trouble const& trouble, std::filesystem::path const& store)
{
    return {Weight::error,
            std::move(word),
            {quoted("doing", trouble.doing), quoted("subject", subject_of(trouble, store)),
             quoted("reason", trouble.reason)},
            {}};
}

}  // namespace nightletter::daemon

#include "mirror/choice.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

// Of `data/transcript.fa.vtt`; nullopt for every other file.
std::optional<std::string_view> language_of(std::string_view path)
{
    constexpr std::string_view prefix = "data/transcript.";
    if (!path.starts_with(prefix)) return std::nullopt;
    path.remove_prefix(prefix.size());
    return path.substr(0, path.find('.'));
}

bool covers(std::string_view wanted, std::string_view language)
{
    return language.starts_with(wanted) && (language.size() == wanted.size() || language[wanted.size()] == '-');
}

}  // namespace

std::string_view word(LeftOut reason)
{
    switch (reason) {
        case LeftOut::blocked:
            return "blocked";
        case LeftOut::over_largest:
            return "over-largest";
        case LeftOut::other_language:
            return "other-language";
    }
    broken_promise("a reason for leaving out has a word", __FILE__, __LINE__);
}

Block const* block_of(Choice const& choice, PublisherId const& publisher, BundleId const& bundle)
{
    if (auto const found = choice.blocked.find(bundle); found != choice.blocked.end()) return &found->second;
    auto const found = choice.blocked_publishers.find(publisher);
    return found == choice.blocked_publishers.end() ? nullptr : &found->second;
}

std::optional<LeftOut> left_out(Choice const& choice, PublisherId const& publisher, trust::Release const& release)
{
    if (block_of(choice, publisher, release.bundle) != nullptr) return LeftOut::blocked;
    if (choice.pinned.contains(release.bundle)) return std::nullopt;
    if (choice.largest != 0 && release.bytes > choice.largest) return LeftOut::over_largest;
    return std::nullopt;
}

std::optional<LeftOut> left_out(Choice const& choice, BundleId const& bundle, bundles::CheckedTorrent const& torrent)
{
    if (choice.languages.empty() || choice.pinned.contains(bundle)) return std::nullopt;
    bool has_any = false;
    for (auto const& file : torrent.files()) {
        auto const language = language_of(file.path.text());
        if (!language) continue;
        has_any = true;
        auto const is_wanted = [&](std::string const& wanted) { return covers(wanted, *language); };
        if (std::any_of(choice.languages.begin(), choice.languages.end(), is_wanted)) return std::nullopt;
    }
    return has_any ? std::optional{LeftOut::other_language} : std::nullopt;
}

}  // namespace nightletter::mirror

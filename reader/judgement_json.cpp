#include <nlohmann/json.hpp>

#include "reader/judgement_text.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;

std::string_view verdict_word(Verdict verdict)
{
    switch (verdict) {
        case Verdict::verified:
        case Verdict::verified_as_named:
            return "verified";
        case Verdict::unfollowed_publisher:
            return "unfollowed-publisher";
        case Verdict::withdrawn:
            return "withdrawn";
        case Verdict::not_verified:
            return "not-verified";
        case Verdict::unreadable:
            return "unreadable";
    }
    return "not-verified";
}

Json bundle_object(bundles::VerifiedBundle const& bundle, std::string const& publisher_name)
{
    Json object{{"publisher", publisher_text(bundle.publisher())},
                {"publisher_name", publisher_name},
                {"bundle", bundle_text(bundle.id())},
                {"slug", bundle.slug().text()},
                {"root", bundle.root_version()},
                {"files", bundle.files().size()},
                {"bytes", bundle.total_bytes()},
                {"complete", bundle.is_complete()}};
    object["tiers"] = Json::array();
    for (auto const tier : bundles::all_tiers) {
        if (bundle.tiers().has(tier)) object["tiers"].push_back(bundles::word(tier));
    }
    object["absent"] = Json::array();
    for (auto const& path : bundle.absent()) object["absent"].push_back(path.text());
    return object;
}

Json newest_object(Newest const& newest, UtcTime now)
{
    Json object{{"epoch", newest.feed->epoch},
                {"seq", newest.feed->seq},
                {"issued", time_text(newest.issued)},
                {"days_old", day_of(now).days - day_of(newest.issued).days},
                {"lists_it", newest.standing.release.has_value()},
                {"standing", trust::word(newest.standing.label.word)}};
    object["labels"] = Json::array();
    for (auto const& label : newest.labels) object["labels"].push_back(label.text());
    return object;
}

}  // namespace

std::string judgement_json(Judgement const& judgement, UtcTime now)
{
    Json object{{"schema", "nightletter.verify/1"},
                {"ok", is_verified(judgement.verdict)},
                {"exit", static_cast<int>(exit_code(judgement.verdict))},
                {"verdict", verdict_word(judgement.verdict)}};
    if (judgement.bundle) object.update(bundle_object(*judgement.bundle, judgement.publisher_name));
    bool const has_feed = judgement.newest && judgement.newest->feed;
    object["feed"] = has_feed ? newest_object(*judgement.newest, now) : Json(nullptr);
    if (!judgement.documents_refused.empty()) object["documents_refused"] = judgement.documents_refused;

    object["findings"] = Json::array();
    for (auto const& finding : judgement.faults.findings) {
        object["findings"].push_back({{"word", finding.word()}, {"path", finding.path}, {"detail", finding.detail}});
    }
    object["troubles"] = Json::array();
    for (auto const& trouble : judgement.faults.troubles) object["troubles"].push_back(trouble.sentence());
    if (!is_verified(judgement.verdict)) {
        auto const message = failure_of(judgement).message;
        object["error"] = {{"code", message.word},
                           {"message", message.what},
                           {"because", message.because},
                           {"still", message.still},
                           {"next", message.next}};
    }
    // A name on a disk can be any bytes.
    return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightletter::reader

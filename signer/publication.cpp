#include "signer/publication.hpp"

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/mirror_judgement.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

// From here on the new state is the true one, whatever else goes wrong.
Failure written_here_only(Home const& home, PublisherId const& id, std::string const& into, Trouble const& trouble)
{
    auto const folder = (home.path() / publisher_folder_name(id)).string();
    return {ExitCode::storage_failed,
            {"signed, but not everything is in its place", "storage-failed", trouble.sentence(),
             "your new documents are certain: they are in " + folder + " or will be after the next command",
             into.empty() ? "nightletter-sign feed" : "copy " + folder + " into " + into + "/publishers yourself"}};
}

std::string name_for_people(Paper const& paper)
{
    if (paper.name == "feed") return "the feed";
    if (paper.role == KeyRole::root) return "the root document";
    return paper.role == KeyRole::release ? "the bundle" : "the withdrawal";
}

}  // namespace

Failure or_by_file(Failure failure, AskingOptions const& asking)
{
    if (failure.message.word != "below-threshold" || asking.command.empty()) return failure;
    failure.message.next += ", or ask them by file: " + asking.command + " --request request.txt";
    return failure;
}

Expected<void, Failure> sign_here(Home const& home, Agreement& agreement, People& people, AskingOptions const& asking)
{
    // A withdrawal that goes out by itself takes no number from anybody, and cannot wait.
    bool const takes_a_number = agreement.proposal().root || agreement.proposal().feed || !asking.request.empty();
    if (takes_a_number) {
        if (auto free = may_begin(home, agreement.own(), asking); !free) return free;
    }
    auto const signatories = agreement.signatories();
    if (asking.request.empty()) {
        if (auto const enough = are_enough(people, signatories); !enough)
            return fail(or_by_file(enough.error(), asking));
    }
    if (auto one = is_one_history(home, agreement, asking); !one) return one;
    auto const keys = open_keys(people, signatories);
    if (!keys) return fail(keys.error());
    agreement.sign(*keys);
    return is_one_history(home, agreement, asking);
}

Expected<Agreement, Failure> agree(Home const& home, OwnPublisher const& own, Proposal proposal, People& people,
                                   AskingOptions const& asking)
{
    Agreement agreement{own, std::move(proposal)};
    if (auto const here = sign_here(home, agreement, people, asking); !here) return fail(here.error());
    return agreement;
}

Expected<void, Failure> publish(Home const& home, Agreement const& agreement, std::string const& into)
{
    auto const& id = agreement.own().id;
    auto const documents = agreement.documents();
    if (auto judged = judge_as_a_mirror(agreement.own(), documents, SystemClock{}.now()); !judged) return judged;
    if (interrupted()) return fail(stopped());
    if (auto const decided = home.decide(id, documents); !decided) return fail(could_not_write(decided.error()));
    auto written = home.settle();
    if (written && !into.empty()) written = copy_documents(into, id, documents);
    if (!written) return fail(written_here_only(home, id, into, written.error()));
    return {};
}

std::vector<std::string> missing_words(Agreement const& agreement)
{
    std::vector<std::string> lines;
    for (auto const& paper : agreement.papers()) {
        auto const missing = paper.signing.missing();
        lines.push_back(name_for_people(paper) + ": " +
                        (missing == 0 ? "has its signatures" : counted(missing, "more signature")));
    }
    if (!agreement.feed() && agreement.proposal().feed)
        lines.emplace_back("the feed: is signed after the bundle, by whoever completes that, then by the others");
    return lines;
}

ExitCode hand_on(Home const& home, Agreement const& agreement, AskingOptions const& asking, std::string const& folder)
{
    if (interrupted()) return report(stopped());
    if (auto const asked = ask_others(home, agreement, asking, folder); !asked) return report(asked.error());
    auto const missing = missing_words(agreement);
    Answer answer{"request"};
    answer.fact("publisher", publisher_text(agreement.own().id)).fact("request", asking.request);
    answer.fact("missing", missing).claim("published", false);
    answer.line("Not published yet: others must sign too.");
    for (auto const& line : missing) answer.advice("  " + line);
    answer.line("The request for them is in  " + asking.request);
    answer.advice("Send it as an attached file. On an offline computer of each:  nightletter-sign cosign FILE");
    return answer.advice("With what comes back, here:  nightletter-sign combine FILE").give();
}

}  // namespace nightletter::signer

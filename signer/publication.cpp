#include "signer/publication.hpp"

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

}  // namespace

Expected<Agreement, Failure> agree(OwnPublisher const& own, Proposal proposal, People& people)
{
    Agreement agreement{own, std::move(proposal)};
    auto const signatories = agreement.signatories();
    if (auto const enough = are_enough(people, signatories); !enough) return fail(enough.error());
    auto const keys = open_keys(people, signatories);
    if (!keys) return fail(keys.error());
    agreement.sign(*keys);
    NIGHTLETTER_INSIST(agreement.is_complete());
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

}  // namespace nightletter::signer

// mutate: changes valid documents at random and looks for one that is believed though nobody signed it.
//
//   mutate COUNT [KIND] [SEED]
//
// Of COUNT changes of each kind most keep their old signatures, every fourth is signed again by the right keys, every
// eighth by keys that may not. Ends with 1 and shows the bytes when something was accepted that is not what its keys
// signed, byte for byte, or that is written differently once it has been read.
#include <cstdlib>
#include <iostream>
#include <set>

#include "tests/tools/mutator.hpp"
#include "tests/tools/subjects.hpp"
#include "trust/minisign.hpp"

namespace nightletter::test {
namespace {

struct Tally {
    std::uint64_t changed = 0;
    std::uint64_t refused = 0;
    std::uint64_t unchanged = 0;             // the changes undid one another
    std::uint64_t signed_anew = 0;           // accepted: another statement, which its own keys really made
    std::uint64_t fewer_or_other_words = 0;  // accepted: a set of the same signatures, in part or with another remark
};

class Campaign {
public:
    Campaign(Subject const& subject, std::uint64_t seed)
        : subject_{subject},
          mutator_{seed, subject.donors},
          original_{subject.part == Subject::Part::document ? as_text(subject.original.document)
                                                            : as_text(subject.original.signatures)}
    {
        if (auto const set = trust::SignatureSet::parse(subject.original.signatures)) {
            for (auto const& block : set->blocks()) signed_.insert(block.signature);
        }
    }

    // False when something was believed that must not be; the bytes are shown.
    bool run(std::uint64_t count)
    {
        if (!subject_.is_accepted(subject_.original)) return show("the original is refused", original_, {});
        for (std::uint64_t i = 0; i < count; ++i) {
            ++tally_.changed;
            auto const text = mutator_.change(original_);
            if (!(subject_.part == Subject::Part::document ? try_document(text, i) : try_signatures(text)))
                return false;
        }
        return tally_.signed_anew > 0 || !subject_.sign || subject_.part == Subject::Part::signatures || count < 1000 ||
               show("nothing that was signed again was accepted, so this campaign tries nothing", original_, {});
    }

    [[nodiscard]] Tally const& tally() const { return tally_; }

private:
    bool try_document(std::string const& text, std::uint64_t turn)
    {
        bool const rightly = subject_.sign && turn % 4 == 0;
        bool const wrongly = subject_.sign && turn % 8 == 1;
        auto const signatures = rightly   ? subject_.sign(text)
                                : wrongly ? subject_.sign_wrongly(text)
                                          : subject_.original.signatures;
        if (!subject_.is_accepted({copy_of(as_bytes(text)), signatures})) return ++tally_.refused;
        if (wrongly) return show("accepted from keys that may not sign", text, signatures);
        if (text != original_ && !rightly) return show("accepted, and nobody signed it", text, signatures);
        if (subject_.written_again(text) != text) return show("accepted, and written differently", text, signatures);
        return ++(text == original_ ? tally_.unchanged : tally_.signed_anew);
    }

    // Every signature that stays must be one of those that were given for this document.
    bool try_signatures(std::string const& text)
    {
        auto const signatures = copy_of(as_bytes(text));
        if (!subject_.is_accepted({subject_.original.document, signatures})) return ++tally_.refused;
        if (subject_.written_again(text) != text) return show("accepted, and written differently", text, signatures);
        auto const set = trust::SignatureSet::parse(signatures);
        for (auto const& block : set->blocks()) {
            if (!signed_.contains(block.signature)) return show("accepted with another signature", text, signatures);
        }
        return ++(text == original_ ? tally_.unchanged : tally_.fewer_or_other_words);
    }

    bool show(std::string_view what, std::string const& text, ByteView signatures) const
    {
        std::cerr << subject_.name << ": " << what << "\n--- bytes\n"
                  << text << "--- signatures\n"
                  << as_text(signatures);
        return false;
    }

    Subject const& subject_;
    Mutator mutator_;
    std::string original_;
    std::set<trust::Signature> signed_;
    Tally tally_;
};

int run(std::uint64_t count, std::string const& kind, std::uint64_t seed)
{
    bool is_known = false;
    for (auto const& subject : every_subject()) {
        if (!kind.empty() && subject.name != kind) continue;
        is_known = true;
        Campaign campaign{subject, seed};
        if (!campaign.run(count)) return 1;
        auto const& tally = campaign.tally();
        std::cout << subject.name << ": " << tally.changed << " changed, " << tally.refused << " refused, "
                  << tally.unchanged << " as they were, " << tally.signed_anew << " other statements of its keys, "
                  << tally.fewer_or_other_words << " sets of the same signatures" << std::endl;
    }
    if (!is_known) std::cerr << "mutate: no such kind: " << kind << '\n';
    return is_known ? 0 : 2;
}

}  // namespace
}  // namespace nightletter::test

int main(int argc, char** argv)
{
    if (argc < 2 || argc > 4) {
        std::cerr << "usage: mutate COUNT [root|feed|withdrawal|heads|signatures|bundle] [SEED]\n";
        return 2;
    }
    auto const count = std::strtoull(argv[1], nullptr, 10);
    auto const seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
    return nightletter::test::run(count, argc > 2 ? argv[2] : "", seed);
}

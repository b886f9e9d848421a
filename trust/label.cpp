#include "trust/label.hpp"

#include "base/result.hpp"

namespace nightletter::trust {

std::string_view word(LabelWord label)
{
    switch (label) {
        case LabelWord::current:
            return "current";
        case LabelWord::stale:
            return "stale";
        case LabelWord::suspected_freeze:
            return "suspected-freeze";
        case LabelWord::historical:
            return "historical";
        case LabelWord::held:
            return "held";
        case LabelWord::forked:
            return "forked";
        case LabelWord::history_gap:
            return "history-gap";
        case LabelWord::dated_in_the_future:
            return "dated-in-the-future";
        case LabelWord::withdrawn:
            return "withdrawn";
        case LabelWord::hidden:
            return "hidden";
        case LabelWord::disowned:
            return "disowned";
        case LabelWord::invalid:
            return "invalid";
    }
    broken_promise("every label has a word", __FILE__, __LINE__);
}

std::string Label::text() const
{
    std::string text{trust::word(word)};
    return detail.empty() ? text : text + ' ' + detail;
}

bool stops_serving(LabelWord label)
{
    return label == LabelWord::withdrawn || label == LabelWord::hidden || label == LabelWord::disowned ||
           label == LabelWord::invalid;
}

}  // namespace nightletter::trust

#include "bundles/finding.hpp"

#include "trust/refusal.hpp"

namespace nightletter::bundles {

std::string_view Finding::word() const
{
    if (auto const* const refusal = std::get_if<Refusal>(&reason)) return bundles::word(*refusal);
    return trust::word(std::get<trust::Refusal>(reason));
}

void NotVerified::add(Refusal refusal, std::string path, std::string detail)
{
    findings.push_back(Finding{refusal, std::move(path), std::move(detail)});
}

void NotVerified::add(FileFault const& fault, std::string path)
{
    if (auto const* const refusal = std::get_if<Refusal>(&fault)) {
        add(*refusal, std::move(path));
    } else {
        troubles.push_back(std::get<Trouble>(fault));
    }
}

}  // namespace nightletter::bundles

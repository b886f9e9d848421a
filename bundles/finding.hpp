// bundles/finding.hpp: everything that is wrong with a directory, as a list.
//
// A judgement that names only the first fault makes a person run it ten times. Findings are somebody's doing; troubles
// are the disk's, and say nothing about the bundle.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/refusal.hpp"

namespace nightletter::trust {
enum class Refusal;
}

namespace nightletter::bundles {

struct Finding {
    std::variant<Refusal, trust::Refusal> reason;
    std::string path;    // below the bag's root, as the disk or the manifest has it; empty for the bag as a whole
    std::string detail;  // for a person; may be empty

    [[nodiscard]] std::string_view word() const;
    bool operator==(Finding const&) const = default;
};

// A verdict's reasons; at least one of the two lists is not empty. Troubles alone mean that the disk failed.
struct NotVerified {
    std::vector<Finding> findings;
    std::vector<Trouble> troubles;

    void add(Refusal refusal, std::string path, std::string detail = "");
    void add(FileFault const& fault, std::string path);
    [[nodiscard]] bool empty() const { return findings.empty() && troubles.empty(); }
};

}  // namespace nightletter::bundles

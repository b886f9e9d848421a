#include "bundles/remark.hpp"

namespace nightletter::bundles {

std::string Remark::sentence() const
{
    auto where = file;
    if (line != 0) where += (file.empty() ? "line " : ":") + std::to_string(line);
    if (column != 0) where += ':' + std::to_string(column);
    return (where.empty() ? "" : where + ": ") + what + " [" + word + ']';
}

Remark remark(std::string file, TextFault const& fault)
{
    return {.weight = Weight::refused,
            .word = std::string{word(fault.refusal)},
            .file = std::move(file),
            .line = fault.line,
            .column = 0,
            .what = fault.what,
            .next = {}};
}

}  // namespace nightletter::bundles

#include "base/result.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace nightletter {

Trouble trouble_from_errno(std::string doing, std::string subject)
{
    int const code = errno;
    bool const passes = code == ENOSPC || code == EDQUOT || code == EMFILE || code == ENFILE || code == EAGAIN;
    return {std::move(doing), std::move(subject), std::generic_category().message(code),
            passes ? Retry::may_help : Retry::is_useless, code};
}

void broken_promise(char const* claim, char const* file, int line)
{
    std::fprintf(stderr, "nightletter: a promise of this program is broken: %s (%s:%d)\n", claim, file, line);
    std::abort();
}

}  // namespace nightletter

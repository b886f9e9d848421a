#include "signer/failures.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace nightletter::signer {
namespace {

constexpr auto nothing_changed = "nothing was changed";

std::string advice_for(Trouble const& trouble)
{
    switch (trouble.system_error) {
        case ENOSPC:
        case EDQUOT:
            return "make room on the disk, then run the same command again";
        case EACCES:
        case EPERM:
            return "make it writable for you, or work in a folder of your own, then run the same command again";
        case EROFS:
            return "copy the folder to a disk that can be written, then run the same command there";
        case EFBIG:
            return "the file system or the account limits the size of files; raise it or use another disk";
        default:
            return "look after the disk, then run the same command again";
    }
}

}  // namespace

Failure could_not_read(Trouble const& trouble, std::string next)
{
    bool const absent = trouble.system_error == ENOENT || trouble.system_error == ENOTDIR;
    return {absent ? ExitCode::not_found : ExitCode::failed,
            {absent ? trouble.subject + " is not there" : trouble.subject + " could not be read",
             absent ? "not-found" : "unreadable", trouble.sentence(), nothing_changed,
             next.empty() ? "check the name you typed" : std::move(next)}};
}

Failure could_not_write(Trouble const& trouble)
{
    return {ExitCode::storage_failed,
            {"nothing was written", "storage-failed", trouble.sentence(), "everything is as it was before",
             advice_for(trouble)}};
}

Failure stopped()
{
    return {ExitCode::interrupted,
            {"stopped", "interrupted", "you asked for it", nothing_changed, "run the same command again"}};
}

Failure refused(std::string what, std::string word, std::string because, std::string next)
{
    return {ExitCode::failed, {std::move(what), std::move(word), std::move(because), nothing_changed, std::move(next)}};
}

std::string size_text(std::uint64_t bytes)
{
    auto const value = static_cast<double>(bytes);
    if (bytes < 1'000) return fmt::format("{} bytes", bytes);
    if (bytes < 1'000'000) return fmt::format("{:.0f} kB", value / 1e3);
    if (bytes < 1'000'000'000) return fmt::format("{:.0f} MB", value / 1e6);
    return fmt::format("{:.1f} GB", value / 1e9);
}

std::string counted(std::size_t number, std::string const& noun)
{
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace nightletter::signer

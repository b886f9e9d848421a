#include "signer/staging.hpp"

#include <unistd.h>

#include <cerrno>
#include <set>
#include <vector>

#include "base/line_document.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

constexpr auto undecided_name = ".nightletter-signing";
constexpr auto decided_name = ".nightletter-signed";
constexpr auto plan_name = "plan";
constexpr std::size_t largest_plan = std::size_t{4} << 20U;

struct Step {
    Turn turn;
    fs::path relative;
};

struct Plan {
    std::string label;
    std::vector<Step> steps;
};

Trouble trouble(std::string doing, fs::path const& subject, std::error_code const& error)
{
    return {std::move(doing), subject.string(), error.message(), Retry::is_useless, error.value()};
}

Expected<void, Trouble> remove_tree(fs::path const& path)
{
    std::error_code error;
    fs::remove_all(path, error);
    if (error) return fail(trouble("remove", path, error));
    return {};
}

Turn turn_called(std::string_view word)
{
    if (word == "never") return Turn::never;
    return word == "late" ? Turn::late : Turn::early;
}

// A staging directory whose plan has gone was finished, and only its removal was interrupted.
Expected<Plan, Trouble> read_plan(fs::path const& staged)
{
    std::error_code ignored;
    if (!fs::exists(staged / plan_name, ignored)) return Plan{};
    auto const bytes = read_file(staged / plan_name, largest_plan);
    if (!bytes) return fail(bytes.error());
    auto const lines = read_lines(*bytes);
    if (!lines) return fail(Trouble{"understand", (staged / plan_name).string(), lines.error().what});
    Plan plan;
    for (auto const& line : *lines) {
        if (line.word() == "for") {
            plan.label = line.rest();
        } else {
            plan.steps.push_back({turn_called(line.word()), fs::path{line.rest()}});
        }
    }
    return plan;
}

bool waits(fs::path const& staged, Step const& step)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(staged / step.relative, ignored));
}

Expected<void, Trouble> move_into_place(fs::path const& place, fs::path const& staged, std::vector<Step> const& steps,
                                        Turn turn)
{
    std::set<fs::path> touched;
    for (auto const& step : steps) {
        if (step.turn != turn || !waits(staged, step)) continue;
        auto const target = place / step.relative;
        if (auto made = make_directories(target.parent_path()); !made) return made;
        if (::rename((staged / step.relative).c_str(), target.c_str()) != 0) {
            return fail(trouble_from_errno("rename to", target.string()));
        }
        touched.insert(target.parent_path());
    }
    for (auto const& directory : touched) {
        if (auto synced = sync_path(directory); !synced) return synced;
    }
    return {};
}

// What must be gone before anything new comes, and what must be gone for good.
Expected<void, Trouble> take_away(fs::path const& place, fs::path const& staged, std::vector<Step> const& steps)
{
    for (auto const& step : steps) {
        if (step.turn == Turn::early || (step.turn == Turn::late && !waits(staged, step))) continue;
        auto const old = place / step.relative;
        if (::unlink(old.c_str()) != 0) {
            if (errno != ENOENT) return fail(trouble_from_errno("remove", old.string()));
            continue;
        }
        if (auto synced = sync_path(old.parent_path()); !synced) return synced;
    }
    return {};
}

}  // namespace

Expected<void, Trouble> make_directories(fs::path const& directory)
{
    std::error_code error;
    if (directory.empty() || fs::is_directory(directory, error)) return {};
    if (auto made = make_directories(directory.parent_path()); !made) return made;
    fs::create_directory(directory, error);
    if (error) return fail(trouble("make the directory", directory, error));
    return sync_path(directory.has_parent_path() ? directory.parent_path() : fs::path{"."});
}

Expected<Staging, Trouble> Staging::begin(fs::path place)
{
    if (auto removed = remove_tree(place / undecided_name); !removed) return fail(removed.error());
    if (auto made = make_directories(place / undecided_name); !made) return fail(made.error());
    return Staging{std::move(place)};
}

Staging::~Staging()
{
    std::error_code ignored;
    if (!place_.empty()) fs::remove_all(place_ / undecided_name, ignored);
}

Expected<void, Trouble> Staging::add(fs::path const& relative, ByteView contents, Turn turn, Visibility visibility)
{
    auto const path = place_ / undecided_name / relative;
    if (auto made = make_directories(path.parent_path()); !made) return made;
    plan_ += (turn == Turn::late ? "late " : "early ") + relative.string() + "\n";
    return write_durably(path, contents, visibility);
}

void Staging::leave_out(fs::path const& relative)
{
    plan_ += "never " + relative.string() + "\n";
}

Expected<void, Trouble> Staging::decide(std::string_view label)
{
    auto const staged = place_ / undecided_name;
    auto const plan = "for " + std::string{label} + "\n" + plan_ + "end\n";
    if (auto written = write_durably(staged / plan_name, as_bytes(plan)); !written) return written;
    if (auto renamed = rename_durably(staged, place_ / decided_name); !renamed) return renamed;
    place_.clear();
    return {};
}

std::optional<std::string> decided_change(fs::path const& place)
{
    std::error_code ignored;
    if (!fs::is_directory(place / decided_name, ignored)) return std::nullopt;
    auto const plan = read_plan(place / decided_name);
    return plan ? plan->label : std::string{};
}

Expected<void, Trouble> finish(fs::path const& place)
{
    auto const staged = place / decided_name;
    if (!decided_change(place)) return {};
    auto const plan = read_plan(staged);
    if (!plan) return fail(plan.error());
    if (auto taken = take_away(place, staged, plan->steps); !taken) return taken;
    for (auto const turn : {Turn::early, Turn::late}) {
        if (auto moved = move_into_place(place, staged, plan->steps, turn); !moved) return moved;
    }
    return remove_tree(staged);
}

Expected<void, Trouble> forget(fs::path const& place)
{
    auto const staged = place / decided_name;
    if (!decided_change(place)) return {};
    // Without its plan it can no longer be finished, however far the removal comes.
    std::error_code error;
    fs::remove(staged / plan_name, error);
    if (error) return fail(trouble("remove", staged / plan_name, error));
    return remove_tree(staged);
}

}  // namespace nightletter::signer

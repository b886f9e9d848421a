#include "reader/pack_intake.hpp"

#include "base/durable_file.hpp"
#include "mirror/watched_folder.hpp"
#include "packs/peers.hpp"
#include "packs/space.hpp"
#include "store/tree.hpp"
#include "swarm/endpoint.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

// Where a tar is taken apart; gone, whatever became of that.
class UnpackingRoom {
public:
    explicit UnpackingRoom(fs::path path) : path_{std::move(path)} {}
    ~UnpackingRoom() { (void)store::remove_tree(path_); }
    UnpackingRoom(UnpackingRoom const&) = delete;
    UnpackingRoom& operator=(UnpackingRoom const&) = delete;

    [[nodiscard]] fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

auto disk_failed(Trouble trouble)
{
    return fail(packs::NotTakenOut{packs::Side::disk, std::move(trouble)});
}

std::optional<std::string> why_unreadable(fs::path const& folder)
{
    std::error_code error;
    fs::directory_iterator const entries{folder, error};
    return error ? std::optional{error.message()} : std::nullopt;
}

}  // namespace

Expected<void, Trouble> PackIntake::take(fs::path const& pack)
{
    std::error_code error;
    return fs::is_directory(pack, error) ? take_folder(pack) : take_tar(pack);
}

Expected<void, Trouble> PackIntake::take_folder(fs::path const& folder)
{
    if (auto const why = why_unreadable(folder)) {
        outcome_.packs_refused.push_back({folder.string(), std::string{unreadable}, *why});
        return {};
    }
    auto const offered = mirror::offered_in(folder);
    outcome_.is_unfinished = outcome_.is_unfinished || offered.is_unfinished;
    outcome_.things_seen += offered.publishers.size() + offered.copies.size();
    read_peers(folder);
    if (auto adopted = adopt(offered); !adopted) return adopted;
    return take_copies(offered);
}

Expected<void, Trouble> PackIntake::take_tar(fs::path const& path)
{
    auto const refuse = [&](std::string_view word, std::string why) {
        outcome_.packs_refused.push_back({path.string(), std::string{word}, std::move(why)});
        return Expected<void, Trouble>{};
    };
    auto const tar = packs::TarPack::open(path);
    if (!tar) {
        auto const* const fault = std::get_if<packs::TarFault>(&tar.error());
        if (fault != nullptr) return refuse(word(fault->refusal), fault->path);
        return refuse(unreadable, std::get<Trouble>(tar.error()).reason);
    }
    if (tar->is_none()) return {};
    auto room = store_->room_for_unpacking();
    if (!room) return fail(room.error());
    UnpackingRoom const unpacked{std::move(*room)};
    auto const taken = take_apart(*tar, unpacked.path());
    if (taken) return {};
    if (taken.error().side == packs::Side::disk) return fail(taken.error().trouble);
    return refuse(unreadable, taken.error().trouble.reason);
}

Expected<void, packs::NotTakenOut> PackIntake::take_apart(packs::TarPack const& tar, fs::path const& room)
{
    outcome_.is_cut_short = outcome_.is_cut_short || tar.listing().is_cut_short;
    outcome_.things_seen += tar.listing().files.size();
    for (auto const* const directory : {"publishers", "torrents"}) {
        if (auto out = tar.take_out(directory, room); !out) return out;
    }
    if (auto out = tar.take_out_file(packs::peers_name, room); !out) return out;
    read_peers(room);
    if (auto adopted = adopt(mirror::offered_in(room)); !adopted) return disk_failed(adopted.error());
    for (auto const& home : tar.bundles()) {
        if (auto taken = take_bundle(tar, home, room); !taken) return taken;
    }
    return {};
}

Expected<void, packs::NotTakenOut> PackIntake::take_bundle(packs::TarPack const& tar, std::string const& home,
                                                           fs::path const& room)
{
    auto const bundle = parse_bundle(fs::path{home}.filename().string());
    if (!bundle) return {};
    auto const whole = intake_.holds_whole(*bundle);
    if (!whole) return disk_failed(whole.error());
    mirror::IntakeResult result;
    result.bundle = *bundle;
    bool const is_named = intake_.release(*bundle) != nullptr;
    if (is_named && *whole) result.what = mirror::Intaken::held_already;
    if (!is_named || *whole) {
        outcome_.bundles.push_back(std::move(result));
        return {};
    }
    auto const fits = has_room_for(tar, home);
    if (!fits) return disk_failed(fits.error());
    if (!*fits) {
        result.what = mirror::Intaken::refused;
        result.word = "no-space";
        outcome_.bundles.push_back(std::move(result));
        return {};
    }
    if (auto out = tar.take_out(home, room); !out) return out;
    if (auto taken = take_copies(mirror::offered_in(room)); !taken) return disk_failed(taken.error());
    if (auto removed = store::remove_tree(room / "bundles"); !removed) return disk_failed(removed.error());
    return {};
}

// It is there twice while it is judged.
Expected<bool, Trouble> PackIntake::has_room_for(packs::TarPack const& tar, std::string const& directory) const
{
    auto const free = store_->free_space();
    if (!free) return fail(free.error());
    return 2 * packs::space_taken(tar.bytes_in(directory), tar.files_in(directory)) < *free;
}

Expected<void, Trouble> PackIntake::adopt(mirror::Offered const& offered)
{
    for (auto const& [publisher, directory] : offered.publishers) {
        auto const is_known = intake_.knows(publisher);
        if (!is_known) return fail(is_known.error());
        if (!*is_known && !welcome_.followed.has(publisher) && !welcome_.named.contains(publisher)) {
            outcome_.unknown_publishers.insert(publisher);
            continue;
        }
        auto const judgement = intake_.adopt(publisher, mirror::read_publisher_folder(directory));
        if (!judgement) return fail(judgement.error());
        outcome_.adopted.insert(publisher);
        for (auto const& refusal : judgement->refusals) outcome_.documents_refused.push_back(refusal);
    }
    return {};
}

Expected<void, Trouble> PackIntake::take_copies(mirror::Offered const& offered)
{
    for (auto const& copy : offered.copies) {
        auto taken = intake_.take(copy);
        if (!taken) return fail(taken.error());
        outcome_.bundles.push_back(std::move(*taken));
    }
    return {};
}

// Only what could be an address is repeated to the person.
void PackIntake::read_peers(fs::path const& folder)
{
    auto const file = read_file(folder / packs::peers_name, packs::largest_peers);
    if (!file) return;
    auto const peers = packs::Peers::parse(*file);
    if (!peers) return;
    for (auto const& address : peers->addresses) {
        if (swarm::parse_endpoint(address)) outcome_.peers.insert(address);
    }
}

Expected<void, Trouble> PackIntake::look_for_the_rest()
{
    for (auto const& publisher : outcome_.adopted) {
        for (auto const& release : intake_.ledger(publisher)->acceptance().releases()) {
            if (intake_.release(release.bundle) == nullptr) continue;
            auto const held = store_->bundles().find(release.bundle);
            if (!held) return fail(held.error());
            if (!*held) outcome_.not_here.push_back(release.bundle);
        }
    }
    return {};
}

}  // namespace nightletter::reader

#include "tests/bundles/vectors.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>

#include "bundles/bag.hpp"
#include "bundles/torrent.hpp"
#include "tests/bundles/vectors_publisher.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;
using test::read_text;
using test::write_text;

// The tag files as text, by path.
std::map<std::string, std::string> tag_files(fs::path const& bag)
{
    std::map<std::string, std::string> files;
    for (auto const path : {name::bag_info, name::manifest, name::tag_manifest, name::signatures}) {
        files.emplace(path, fs::exists(bag / path) ? read_text(bag / path) : "");
    }
    return files;
}

// What a publisher's signing changed, as commands: whoever runs them has no secret key.
std::string signing(BundleCase const& one)
{
    if (one.then == BundleCase::Then::nothing) return "";
    SoundBundle const sound;
    auto const& bag = sound.printed.directory;
    if (!run_commands(bag, one.commands)) throw std::runtime_error{"the commands of " + one.name + " failed"};
    auto const before = tag_files(bag);
    if (one.then == BundleCase::Then::sign_everything) {
        test::sign_as_it_is(bag, sound.publisher);
    } else {
        test::sign_tag_files_as_they_are(bag, sound.publisher);
    }
    std::string commands;
    for (auto const& [path, text] : tag_files(bag)) {
        if (before.at(path) != text) commands += "cat > " + path + " <<'END'\n" + text + "END\n";
    }
    return commands;
}

std::string header(std::string const& given, std::vector<std::string> const& expect, std::string const& why)
{
    std::string text;
    for (auto const& line : expect) text += "expect: " + line + "\n";
    if (!given.empty()) text += "given: " + given + "\n";
    return text + "why: " + why + "\n\n";
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    auto const at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error{"not in the torrent: " + std::string{from}};
    return text.replace(at, from.size(), to);
}

// Files of a bag by name only, with a film of 100 000 bytes that claims to have `size`.
Torrent torrent_with_a_film(std::optional<std::uint64_t> size)
{
    std::vector<TorrentFile> files;
    for (auto const* const path :
         {"bag-info.txt", "bagit.txt", "data/metadata.json", "manifest-sha256.txt", "publisher/root.1",
          "publisher/root.1.minisig", "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"}) {
        files.push_back({known_path(path), digest_bytes(as_bytes(path))});
    }
    auto film = digest_bytes(as_bytes(std::string(100'000, 'f')));
    film.size = size.value_or(film.size);
    files.push_back({known_path("data/film.mp4"), std::move(film)});
    return Torrent::of(*Slug::parse("night-school"), std::move(files));
}

}  // namespace

bool run_commands(fs::path const& directory, std::string const& commands)
{
    auto const script = directory.parent_path() / "commands";
    write_text(script, "set -eu\n" + commands);
    return std::system(("cd '" + directory.string() + "' && sh '" + script.string() + "'").c_str()) == 0;
}

void print_bundle_vectors(fs::path const& into)
{
    SoundBundle const sound;
    fs::create_directories(into);
    fs::copy(sound.printed.directory, into / "night-school",
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    write_text(into / "night-school.torrent", as_text(sound.printed.torrent.bytes()));
    write_text(into / "night-school.ids", "publisher " + publisher_text(sound.publisher.id()) + "\nbundle " +
                                              bundle_text(sound.printed.id) + "\ninfo-hash " +
                                              sound.printed.torrent.info_hash().hex() + "\n");
    for (auto const& one : bundle_cases()) {
        write_text(into / (one.name + ".case"), header(one.given, one.expect, one.why) + one.commands + signing(one));
    }
}

void print_torrent_vectors(fs::path const& into)
{
    SoundBundle const sound;
    std::string const whole{as_text(sound.printed.torrent.bytes())};
    auto const hash = sound.printed.torrent.info_hash().hex();
    auto const print = [&](std::string const& name, std::string const& expect, std::string const& why,
                           std::string const& bytes, std::string const& given = "") {
        write_text(into / name, header(given, {expect}, why) + bytes);
    };
    auto const refuse = [&](std::string const& name, std::string const& word, std::string const& why,
                            std::string const& bytes) { print(name, "refused " + word, why, bytes); };
    print("sound", "accepted " + hash, "as our writer writes it", whole);
    auto with_hints = replaced(whole, "d4:info", "d8:announce21:http://192.0.2.7/anno4:info");
    with_hints.insert(with_hints.size() - 1, "8:url-list19:http://192.0.2.7/ab");
    print("with-tracker-and-web-seed", "accepted " + hash, "what stands beside `info` is discarded, never followed",
          with_hints);
    print("another-info-hash", "refused wrong-info-hash", "sound, and not the torrent that the feed names", whole,
          "info-hash " + std::string(64, '0'));
    print("another-size", "refused wrong-size", "the release line of the feed announces other bytes", whole, "bytes 1");
    refuse("leading-zero", "bad-bencode", "an integer has one spelling", replaced(whole, "versioni2e", "versioni02e"));
    refuse("key-twice", "bad-bencode", "keys strictly ascend", replaced(whole, "d4:info", "d1:ai0e1:ai0e4:info"));
    refuse("trailing-byte", "bad-bencode", "nothing after the last byte", whole + "e");
    refuse("seventeen-levels", "too-deep", "sixteen are read",
           replaced(whole, "d4:info", "d1:a" + std::string(16, 'l') + std::string(16, 'e') + "4:info"));
    refuse("hybrid", "bad-torrent", "v1 keys beside the v2 ones",
           replaced(whole, "e12:piece layers", "6:pieces0:e12:piece layers"));
    refuse("attribute", "bad-torrent", "a leaf has a length and a pieces root",
           replaced(whole, "d0:d6:length", "d0:d4:attr1:x6:length"));
    refuse("private", "bad-torrent", "a key inside `info` that we do not write",
           replaced(whole, "e12:piece layers", "7:privatei1ee12:piece layers"));
    refuse("dot-dot", "path-not-allowed", "a file outside the bundle", replaced(whole, "8:film.mp4", "2:.."));
    refuse("upper-case-name", "path-not-allowed", "a name in capitals", replaced(whole, "8:film.mp4", "8:Film.mp4"));
    refuse("device-name", "device-name", "opens a device on another system",
           replaced(whole, "8:film.mp4", "7:con.mp4"));
    refuse("page", "no-tier", "a page is no part of a bundle", replaced(whole, "8:film.mp4", "9:film.html"));
    refuse("zero-byte-file", "zero-byte-file", "torrent clients disagree about empty files",
           replaced(whole, "8:film.mp4d0:d6:lengthi18e", "8:film.mp4d0:d6:lengthi0e"));
    auto without = whole;
    auto const entry = without.find("30:tagmanifest-sha256.txt.minisig");
    without.erase(entry, without.find("e12:meta version") - entry);
    refuse("without-signatures", "missing-file", "the files of a bag are known by name", without);
    refuse("other-piece-length", "wrong-piece-length", "one torrent per set of files",
           replaced(whole, "lengthi16384e", "lengthi32768e"));

    auto const layered = torrent_with_a_film({});
    print("with-a-piece-layer", "accepted " + to_hex(sha256(layered.info()).bytes()), "a film of seven pieces",
          std::string{as_text(layered.bytes())});
    auto changed = std::string{as_text(layered.bytes())};
    changed[changed.size() - 3] = static_cast<char>(changed[changed.size() - 3] ^ 1);
    refuse("wrong-piece-layer", "wrong-piece-layer", "the last hash of the film's layer is another", changed);
    auto const huge = std::uint64_t{2} << 40U;
    print("too-many-pieces", "refused too-many-pieces", "131 072 pieces of 16 MiB",
          std::string{as_text(torrent_with_a_film(huge).bytes())}, "largest-bundle 4398046511104");
    refuse("film-over-the-limit", "too-large", "a bundle is at most 4 GiB unless an operator says otherwise",
           std::string{as_text(torrent_with_a_film(huge).bytes())});
}

}  // namespace nightletter::bundles

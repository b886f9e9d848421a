// Lays out a bundle of a given shape, signs it, verifies it, and says what each step took. Driven by sign_verify.sh.
//
//   bundle_steps lay FOLDER FILES BYTES-PER-FILE     a publisher's folder with bundle.toml and a transcript
//   bundle_steps sign HOME FOLDER PASSPHRASE-FILE    the steps of `nightletter-sign sign`, unlocking on its own line
//   bundle_steps verify BAG
//
// Prints lines of `step wall-seconds processor-seconds`.

#include <sys/resource.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>
#include <span>
#include <string>

#include "bundles/bundle_toml.hpp"
#include "bundles/verify.hpp"
#include "signer/agreement.hpp"
#include "signer/next_feed.hpp"

namespace nightletter {
namespace {

namespace fs = std::filesystem;

double processor_seconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// From its making to `print`, without what other stopwatches took off.
class Stopwatch {
public:
    void print(char const* step) const
    {
        std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - start_;
        std::printf("%s %.4f %.4f\n", step, wall.count() - wall_off_,
                    processor_seconds() - processor_ - processor_off_);
    }
    void leave_out(Stopwatch const& other)
    {
        std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - other.start_;
        wall_off_ += wall.count();
        processor_off_ += processor_seconds() - other.processor_;
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double processor_ = processor_seconds();
    double wall_off_ = 0;
    double processor_off_ = 0;
};

int failed(std::string const& why)
{
    std::cerr << "bundle_steps: " << why << '\n';
    return 1;
}

std::uint64_t number(std::string_view text)
{
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void write(fs::path const& path, std::string_view contents)
{
    std::ofstream{path, std::ios::binary} << contents;
}

int lay(fs::path const& folder, std::uint64_t files, std::uint64_t size)
{
    bundles::Metadata metadata;
    metadata.title = {{"en", "A measurement"}};
    metadata.language = "en";
    metadata.date = "2026";
    metadata.rights = "CC0-1.0";
    metadata.speakers = {{"who", {{"en", "Speaker"}}, false, bundles::Role::unspecified}};
    auto const data = folder / "measured" / "data";
    fs::create_directories(data / "media");
    write(folder / bundles::bundle_toml_name, bundles::bundle_toml_text("measured", metadata));
    write(data / "transcript.en.txt", "Speaker: One, two, three.\n");
    std::mt19937_64 random{20260501};
    std::string block(1U << 20U, '\0');
    for (std::uint64_t i = 0; i < files; ++i) {
        std::ofstream out{data / "media" / ("r" + std::to_string(i) + ".opus"), std::ios::binary};
        for (std::uint64_t left = size; left > 0;) {
            auto const chunk = std::min<std::uint64_t>(left, block.size());
            for (std::uint64_t at = 0; at + 8 <= chunk; at += 8) {
                auto const word = random();
                std::copy_n(reinterpret_cast<char const*>(&word), 8, block.data() + at);
            }
            out.write(block.data(), static_cast<std::streamsize>(chunk));
            left -= chunk;
        }
    }
    return 0;
}

// What the command does, in its order, so that what is measured is what a publisher waits for.
int sign(fs::path const& home_at, fs::path const& folder, fs::path const& passphrase_file)
{
    Stopwatch creation;
    auto const home = signer::Home::open(home_at, signer::Home::Absent::is_a_failure);
    if (!home) return failed("no home");
    auto const own = home->load("");
    if (!own) return failed("no publisher");
    auto const inspection = signer::inspect(folder, day_of(SystemClock{}.now()));
    if (!inspection || !inspection->may_be_signed()) return failed("the folder may not be signed");
    auto const prepared = signer::prepare(*inspection, *own);
    if (!prepared) return failed(prepared.error().message.text());

    Stopwatch const unlocking;
    signer::People people{{home->keys_of(own->id)}, {{passphrase_file}, std::nullopt, true}};
    auto const now = SystemClock{}.now();
    auto const feed = signer::following_feed(*own, now, signer::ordinary_freshness_days);
    if (!feed) return failed("no feed");
    signer::Agreement agreement{*own, {std::nullopt, {}, *prepared, *feed}};
    auto const keys = signer::open_keys(people, agreement.signatories());
    if (!keys) return failed(keys.error().message.text());
    unlocking.print("unlocking");
    creation.leave_out(unlocking);

    agreement.sign(*keys);
    if (!agreement.is_complete()) return failed("not the keys of this publisher");
    auto const signatures = agreement.bundle_signatures();
    auto const torrent = agreement.torrent();
    auto const documents = agreement.documents();

    auto staging = signer::Staging::begin(folder);
    auto staged = staging ? signer::stage_bundle(*staging, *prepared, torrent, signatures) : fail(staging.error());
    if (staged) staged = signer::stage_documents(*staging, own->id, documents);
    if (staged) staged = staging->decide(bundle_text(prepared->id()));
    if (staged) staged = home->decide(own->id, documents);
    if (staged) staged = home->settle();
    if (staged) staged = signer::finish(folder);
    if (!staged) return failed(staged.error().sentence());
    creation.print("creation");
    return 0;
}

int verify(fs::path const& bag)
{
    Stopwatch const verification;
    auto const verified = bundles::verify_bundle(bag);
    if (!verified) return failed("not verified");
    verification.print("verification");
    return 0;
}

int run(std::span<char*> arguments)
{
    std::string const mode = arguments.size() > 1 ? arguments[1] : "";
    if (mode == "lay" && arguments.size() == 5) return lay(arguments[2], number(arguments[3]), number(arguments[4]));
    if (mode == "sign" && arguments.size() == 5) return sign(arguments[2], arguments[3], arguments[4]);
    if (mode == "verify" && arguments.size() == 3) return verify(arguments[2]);
    return failed("see bench/README.md");
}

}  // namespace
}  // namespace nightletter

int main(int argc, char** argv)
{
    return nightletter::run({argv, static_cast<std::size_t>(argc)});
}

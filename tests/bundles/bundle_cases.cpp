#include "base/base64.hpp"
#include "bundles/bag.hpp"
#include "tests/bundles/vectors.hpp"
#include "tests/bundles/vectors_publisher.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::bundles {
namespace {

using Then = BundleCase::Then;

// A shell command that writes a text file anew.
std::string written(std::string const& path, std::string const& text)
{
    return "cat > " + path + " <<'END'\n" + text + "END\n";
}

// The signature set of the sound bundle by these pens under this comment, as a shell command.
std::string signed_by_others(test::Pens const& pens, std::string const& comment)
{
    SoundBundle const sound;
    auto const document = test::read_text(sound.printed.directory / name::tag_manifest);
    return written(std::string{name::signatures},
                   std::string{as_text(test::signature_file(pens, as_bytes(document), comment))});
}

std::string right_comment()
{
    SoundBundle const sound;
    return trust::TrustedComment::of_bundle(sound.publisher.id(), sound.printed.id).text();
}

std::string legacy_signature()
{
    SoundBundle const sound;
    auto text = test::read_text(sound.printed.directory / name::signatures);
    auto const line = text.find('\n') + 1;
    auto const end = text.find('\n', line);
    auto bytes = *base64_decode(text.substr(line, end - line));
    bytes[1] = 'd';
    return written(std::string{name::signatures}, text.replace(line, end - line, base64_encode(bytes)));
}

// Two blocks, the higher key id first.
std::string blocks_out_of_order()
{
    SoundBundle const sound;
    auto const document = test::read_text(sound.printed.directory / name::tag_manifest);
    auto pens = sound.publisher.release_pens;
    pens.emplace_back("a stranger");
    auto const text = std::string{as_text(test::signature_file(pens, as_bytes(document), right_comment()))};
    std::size_t at = 0;
    for (int line = 0; line < 4; ++line) at = text.find('\n', at) + 1;
    return written(std::string{name::signatures}, text.substr(at) + text.substr(0, at));
}

void add_changed_files(std::vector<BundleCase>& cases)
{
    cases.push_back({"sound", {"verified text still audio video"}, "nothing was done to it", "true\n"});
    cases.push_back({"changed-byte",
                     {"refused content-mismatch data/media/a.opus"},
                     "one byte of a recording was changed",
                     "printf X | dd of=data/media/a.opus bs=1 seek=3 conv=notrunc 2> /dev/null\n"});
    cases.push_back({"missing-file",
                     {"refused missing-file data/transcript.en.txt", "refused transcripts-differ data/metadata.json"},
                     "a file of the text tier is gone",
                     "rm data/transcript.en.txt\n"});
    cases.push_back({"extra-file",
                     {"refused unlisted-file data/extra.txt"},
                     "a file that nobody signed lies among the others",
                     "echo smuggled > data/extra.txt\n"});
    cases.push_back({"extra-tag-file",
                     {"refused unlisted-file fetch.txt"},
                     "BagIt's fetch.txt does not exist here",
                     "echo 'https://example.org/a 5 data/a.txt' > fetch.txt\n"});
    cases.push_back({"swapped-pair",
                     {"refused content-mismatch data/media/a.opus", "refused content-mismatch data/media/b.opus"},
                     "two files have each other's names",
                     "mv data/media/a.opus held; mv data/media/b.opus data/media/a.opus; mv held data/media/b.opus\n"});
    cases.push_back({"changed-bag-info",
                     {"refused content-mismatch bag-info.txt"},
                     "the slug was changed after signing",
                     "sed s/night-school/night-schoom/ bag-info.txt > new; mv new bag-info.txt\n"});
    cases.push_back({"tier-with-a-hole",
                     {"refused tier-with-a-hole data/media/b.opus"},
                     "one of two recordings is gone: a tier is held whole or not at all",
                     "rm data/media/b.opus\n"});
    cases.push_back({"whole-tiers-not-held",
                     {"verified text still"},
                     "recordings and film are not held, all of them",
                     "rm data/media/*.opus data/film.mp4\n"});
    cases.push_back({"symbolic-link",
                     {"refused not-a-regular-file data/film.mp4"},
                     "the bytes are right, the link leads out of the bag",
                     "mv data/film.mp4 ../film.mp4; ln -s ../../film.mp4 data/film.mp4\n"});
    cases.push_back({"hard-link",
                     {"refused hard-link data/film.mp4"},
                     "the bytes are right and can be changed from outside",
                     "ln data/film.mp4 ../another-name\n"});
    cases.push_back({"upper-case-name",
                     {"refused path-not-allowed data/Film.mp4"},
                     "names are lower case, so that none differ in case only",
                     "mv data/film.mp4 data/Film.mp4\n"});
    cases.push_back({"another-bundle",
                     {"refused wrong-bundle tagmanifest-sha256.txt"},
                     "sound, and not the bundle that was asked for",
                     "true\n",
                     Then::nothing,
                     "bundle " + std::string(64, '0')});
    cases.push_back({"another-info-hash",
                     {"refused wrong-info-hash"},
                     "sound, and not the files of that torrent",
                     "true\n",
                     Then::nothing,
                     "info-hash " + std::string(64, '0')});
}

void add_signatures(std::vector<BundleCase>& cases)
{
    auto const file = " " + std::string{name::signatures};
    cases.push_back({"signature-by-another-key",
                     {"refused not-in-role" + file},
                     "sound, and signed by a stranger",
                     signed_by_others({test::Pen{"a stranger"}}, right_comment())});
    auto const key_id = SoundBundle{}.publisher.release_pens.front().key().id;
    cases.push_back({"signature-by-another-key-under-a-real-key-id",
                     {"refused bad-signature" + file},
                     "a key id is a hint, not an identity",
                     signed_by_others({test::Pen{test::Pen{"a stranger"}, key_id}}, right_comment())});
    cases.push_back(
        {"legacy-signature", {"refused legacy-algorithm" + file}, "`Ed` instead of `ED`", legacy_signature()});
    cases.push_back({"wrong-trusted-comment",
                     {"refused trusted-comment" + file},
                     "the right key signed the right bytes as something else",
                     signed_by_others(SoundBundle{}.publisher.release_pens, "nightletter bundle of mine")});
    cases.push_back({"carriage-returns",
                     {"refused line-ends" + file},
                     "CRLF in the signature file",
                     "awk '{ printf \"%s\\r\\n\", $0 }' tagmanifest-sha256.txt.minisig > new; mv new "
                     "tagmanifest-sha256.txt.minisig\n"});
    cases.push_back({"blocks-out-of-order",
                     {"refused signatures-out-of-order" + file},
                     "blocks ascend by key id",
                     blocks_out_of_order()});
    cases.push_back(
        {"no-signatures", {"refused missing-file" + file}, "nobody signed", "rm tagmanifest-sha256.txt.minisig\n"});
}

void add_signed_faults(std::vector<BundleCase>& cases)
{
    std::string const manifest = " manifest-sha256.txt";
    auto const renamed_in_manifest = [](std::string const& to) {
        return "sed 's|  data/film.mp4|  " + to +
               "|' manifest-sha256.txt | LC_ALL=C sort -k 2 > new; mv new manifest-sha256.txt\n";
    };
    cases.push_back({"dot-dot",
                     {"refused path-not-allowed" + manifest},
                     "a publisher signed a path with `..`",
                     renamed_in_manifest("data/../film.mp4"),
                     Then::sign_tag_files});
    cases.push_back({"long-part",
                     {"refused path-too-long" + manifest},
                     "a part of 101 bytes",
                     renamed_in_manifest("data/" + std::string(97, 'a') + ".mp4"),
                     Then::sign_tag_files});
    cases.push_back({"deep-path",
                     {"refused path-too-deep" + manifest},
                     "seven levels",
                     renamed_in_manifest("data/b/c/d/e/f/g.mp4"),
                     Then::sign_tag_files});
    cases.push_back({"device-name",
                     {"refused device-name" + manifest},
                     "opens a device on another system",
                     renamed_in_manifest("data/con.mp4"),
                     Then::sign_tag_files});
    cases.push_back({"file-and-directory",
                     {"refused paths-collide" + manifest},
                     "a file cannot be a directory too",
                     renamed_in_manifest("data/media/a.opus/c.mp4"),
                     Then::sign_tag_files});
    cases.push_back({"unsorted-manifest",
                     {"refused bad-manifest" + manifest},
                     "sorted bytewise by the whole path",
                     "LC_ALL=C sort -r -k 2 manifest-sha256.txt > new; mv new manifest-sha256.txt\n",
                     Then::sign_tag_files});
    cases.push_back({"no-tier",
                     {"refused no-tier" + manifest},
                     "a page with a script is no part of a bundle",
                     "echo '<script>' > data/page.html\n",
                     Then::sign_everything});
    cases.push_back({"zero-byte-file",
                     {"refused zero-byte-file data/film.mp4"},
                     "torrent clients disagree about empty files",
                     ": > data/film.mp4\n",
                     Then::sign_everything});
    cases.push_back({"over-its-limit",
                     {"refused too-large data/notes.txt"},
                     "a text of 8 MiB and one byte",
                     "head -c 8388609 /dev/zero | tr '\\0' x > data/notes.txt\n",
                     Then::sign_everything});
    cases.push_back({"other-bagit-version",
                     {"refused bad-bagit bagit.txt"},
                     "BagIt 0.97",
                     "sed s/1.0/0.97/ bagit.txt > new; mv new bagit.txt\n",
                     Then::sign_tag_files});
    cases.push_back({"bag-info-with-a-date",
                     {"refused bad-bag-info bag-info.txt"},
                     "who packed it and when is not said",
                     "echo 'Bagging-Date: 2026-05-03' >> bag-info.txt\n",
                     Then::sign_tag_files});
    cases.push_back({"wrong-oxum",
                     {"refused wrong-oxum bag-info.txt"},
                     "seven files announced, six listed",
                     "sed '/Oxum/s/6$/7/' bag-info.txt > new; mv new bag-info.txt\n",
                     Then::sign_tag_files});
    cases.push_back({"gap-in-the-roots",
                     {"refused bad-root-files publisher/root.2"},
                     "root 3 without root 2",
                     "cp publisher/root.1 publisher/root.3; cp publisher/root.1.minisig publisher/root.3.minisig\n",
                     Then::sign_tag_files});
    auto const other = publisher_text(test::Newsroom{"Another Collective"}.id());
    cases.push_back({"another-publisher",
                     {"refused wrong-publisher publisher/root.1"},
                     "the root in the bag is not that publisher's",
                     "sed '/Publisher/s/nlp1.*/" + other + "/' bag-info.txt > new; mv new bag-info.txt\n",
                     Then::sign_tag_files});
    cases.push_back({"metadata-without-members",
                     {"refused missing-member data/metadata.json"},
                     "signed, and says nothing",
                     "echo '{}' > data/metadata.json\n",
                     Then::sign_everything});
    cases.push_back({"nobody-speaks",
                     {"refused no-turns data/transcript.en.txt"},
                     "no declared speaker begins a turn",
                     "echo 'Somebody: this name is not declared.' > data/transcript.en.txt\n",
                     Then::sign_everything});
}

}  // namespace

std::vector<BundleCase> bundle_cases()
{
    std::vector<BundleCase> cases;
    add_changed_files(cases);
    add_signatures(cases);
    add_signed_faults(cases);
    return cases;
}

}  // namespace nightletter::bundles

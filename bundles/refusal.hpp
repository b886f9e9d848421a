// bundles/refusal.hpp: the reasons for which a bundle, or a part of one, is not accepted.
//
// One enumerator per clause of docs/formats.md sections 2 and 6 (E, F). The word is what logs, messages, the handbook
// and the vectors print. What is wrong with a signature or a root has its word in trust/.
#pragma once

#include <string_view>

namespace nightletter::bundles {

enum class Refusal {
    // Paths.
    path_not_allowed,  // a part is not [a-z0-9][a-z0-9._-]*, ends in a dot, or is no name a bag may hold
    path_too_long,     // a part over 100 bytes or the whole over 240
    path_too_deep,     // more than six levels from the bag's root
    device_name,       // con, nul, com1 and their kind before the first dot
    paths_collide,     // one path is a directory of another
    no_tier,           // under data/ with an extension that belongs to no tier
    // Files.
    not_a_regular_file,  // a symbolic link, a pipe, a socket, a device
    hard_link,           // more than one name for one file
    zero_byte_file,
    too_large,  // a file, or the whole, over its limit
    too_many_files,
    changed_while_reading,
    // The bag.
    bad_bagit,
    bad_bag_info,
    bad_manifest,
    missing_file,
    unlisted_file,
    content_mismatch,  // a file does not have the digest its manifest lists
    tier_with_a_hole,  // some files of a tier are there, some are not
    wrong_oxum,        // Payload-Oxum does not say what is under data/
    bad_root_files,    // publisher/ is not root.1 to root.N with their signature sets
    wrong_publisher,   // not the publisher that was expected
    wrong_bundle,      // not the bundle that was expected
    // The torrent.
    bad_bencode,  // not canonical: order, duplicate keys, integers, trailing bytes
    too_deep,     // more than sixteen levels of bencode
    bad_torrent,  // not exactly the keys of a v2-only torrent
    wrong_piece_length,
    too_many_pieces,
    wrong_piece_layer,  // a piece layer does not lead to its file's pieces root
    wrong_info_hash,
    wrong_size,  // other bytes or another number of files than the feed's release line
    // The content: metadata.json, transcripts, captions.
    text_too_large,          // transcript over 8 MiB, metadata over 256 KiB
    not_plain_text,          // not UTF-8, a byte order mark, CR, a control character, no final line feed
    not_nfc,                 // a line that is not in Unicode NFC
    no_turns,                // no declared speaker ever speaks
    empty_turn,              // a speaker's name with nothing said
    label_inside_paragraph,  // a speaker's name starts a line in the middle of a paragraph
    misplaced_closing_note,  // `***` twice, with nothing after it, or with a turn after it
    malformed_webvtt,        // not WebVTT
    outside_webvtt_subset,   // WebVTT that we do not carry: STYLE, REGION, NOTE, positions, other tags
    bad_cue,                 // an id twice or unusable, an end before its begin, a begin before the last one
    undeclared_voice,        // `<v Name>` of nobody who is declared
    malformed_metadata,      // not the one kind of JSON we read
    unknown_member,          // a metadata member outside the closed schema
    missing_member,          // a metadata member that must be there is not
    bad_member,              // a metadata member with a value outside its rule
    metadata_not_canonical,  // the same statement in other bytes
    transcripts_differ,      // the transcript files are not the languages that the metadata names
};

[[nodiscard]] std::string_view word(Refusal refusal);

}  // namespace nightletter::bundles

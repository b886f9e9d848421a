#include "bundles/refusal.hpp"

namespace nightletter::bundles {

std::string_view word(Refusal refusal)
{
    switch (refusal) {
        case Refusal::path_not_allowed:
            return "path-not-allowed";
        case Refusal::path_too_long:
            return "path-too-long";
        case Refusal::path_too_deep:
            return "path-too-deep";
        case Refusal::device_name:
            return "device-name";
        case Refusal::paths_collide:
            return "paths-collide";
        case Refusal::no_tier:
            return "no-tier";
        case Refusal::not_a_regular_file:
            return "not-a-regular-file";
        case Refusal::hard_link:
            return "hard-link";
        case Refusal::zero_byte_file:
            return "zero-byte-file";
        case Refusal::too_large:
            return "too-large";
        case Refusal::too_many_files:
            return "too-many-files";
        case Refusal::changed_while_reading:
            return "changed-while-reading";
        case Refusal::bad_bagit:
            return "bad-bagit";
        case Refusal::bad_bag_info:
            return "bad-bag-info";
        case Refusal::bad_manifest:
            return "bad-manifest";
        case Refusal::missing_file:
            return "missing-file";
        case Refusal::unlisted_file:
            return "unlisted-file";
        case Refusal::content_mismatch:
            return "content-mismatch";
        case Refusal::tier_with_a_hole:
            return "tier-with-a-hole";
        case Refusal::wrong_oxum:
            return "wrong-oxum";
        case Refusal::bad_root_files:
            return "bad-root-files";
        case Refusal::wrong_publisher:
            return "wrong-publisher";
        case Refusal::wrong_bundle:
            return "wrong-bundle";
        case Refusal::bad_bencode:
            return "bad-bencode";
        case Refusal::too_deep:
            return "too-deep";
        case Refusal::bad_torrent:
            return "bad-torrent";
        case Refusal::wrong_piece_length:
            return "wrong-piece-length";
        case Refusal::too_many_pieces:
            return "too-many-pieces";
        case Refusal::wrong_piece_layer:
            return "wrong-piece-layer";
        case Refusal::wrong_info_hash:
            return "wrong-info-hash";
        // The content: metadata.json, transcripts, captions.
        case Refusal::wrong_size:
            return "wrong-size";
        // The content: metadata.json, transcripts, captions.
        case Refusal::text_too_large:
            return "text-too-large";
        case Refusal::not_plain_text:
            return "not-plain-text";
        case Refusal::not_nfc:
            return "not-nfc";
        case Refusal::no_turns:
            return "no-turns";
        case Refusal::empty_turn:
            return "empty-turn";
        case Refusal::label_inside_paragraph:
            return "label-inside-paragraph";
        case Refusal::misplaced_closing_note:
            return "misplaced-closing-note";
        case Refusal::malformed_webvtt:
            return "malformed-webvtt";
        case Refusal::outside_webvtt_subset:
            return "outside-webvtt-subset";
        case Refusal::bad_cue:
            return "bad-cue";
        case Refusal::undeclared_voice:
            return "undeclared-voice";
        case Refusal::malformed_metadata:
            return "malformed-metadata";
        case Refusal::unknown_member:
            return "unknown-member";
        case Refusal::missing_member:
            return "missing-member";
        case Refusal::bad_member:
            return "bad-member";
        case Refusal::metadata_not_canonical:
            return "metadata-not-canonical";
        case Refusal::transcripts_differ:
            return "transcripts-differ";
    }
    return "unknown";
}

}  // namespace nightletter::bundles

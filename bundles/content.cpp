#include "bundles/content.hpp"

#include "bundles/language_tag.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view stem = "data/transcript.";

std::string_view extension(TranscriptName::Kind kind)
{
    return kind == TranscriptName::Kind::untimed ? ".txt" : ".vtt";
}

template <class Parsed>
Expected<AnyTranscript, TextFault> as_any(Expected<Parsed, TextFault> parsed)
{
    if (!parsed) return fail(parsed.error());
    return AnyTranscript{std::move(*parsed)};
}

TextFault differ(std::string what)
{
    return {Refusal::transcripts_differ, 0, std::move(what)};
}

}  // namespace

std::optional<TranscriptName> parse_transcript_path(std::string_view path)
{
    for (auto const kind : {TranscriptName::Kind::untimed, TranscriptName::Kind::timed}) {
        auto const end = extension(kind);
        if (!path.starts_with(stem) || !path.ends_with(end) || path.size() < stem.size() + end.size()) continue;
        auto const tag = path.substr(stem.size(), path.size() - stem.size() - end.size());
        if (is_language_tag(tag)) return TranscriptName{std::string{tag}, kind};
    }
    return std::nullopt;
}

std::string transcript_path(TranscriptName const& name)
{
    return std::string{stem} + name.language + std::string{extension(name.kind)};
}

Expected<AnyTranscript, TextFault> read_transcript(TranscriptName const& name, ByteView text,
                                                   std::span<Speaker const> speakers)
{
    if (name.kind == TranscriptName::Kind::timed) return as_any(parse_webvtt(text, speakers));
    return as_any(parse_transcript(text, speakers));
}

Expected<Content, ContentFault> read_content(ByteView metadata_json,
                                             std::map<std::string, ByteView, std::less<>> const& transcripts)
{
    auto metadata = parse_metadata(metadata_json);
    if (!metadata) return fail(ContentFault{std::string{metadata_path}, metadata.error()});
    Content content{std::move(*metadata), {}};
    for (auto const& [path, text] : transcripts) {
        auto const name = parse_transcript_path(path);
        if (!name) {
            return fail(ContentFault{path, differ("a transcript is named transcript.<language>.txt or .vtt, "
                                                  "with the language's tag in lower case")});
        }
        auto transcript = read_transcript(*name, text, content.metadata.speakers);
        if (!transcript) return fail(ContentFault{path, transcript.error()});
        if (!content.transcripts.emplace(name->language, std::move(*transcript)).second) {
            return fail(ContentFault{path, differ("a second transcript in one language")});
        }
    }
    auto const languages = content.metadata.languages();
    for (auto const& language : languages) {
        if (content.transcripts.contains(language)) continue;
        return fail(ContentFault{std::string{metadata_path}, differ("it names the language \"" + language +
                                                                    "\", of which there is no transcript")});
    }
    if (content.transcripts.size() == languages.size()) return content;
    for (auto const& [path, text] : transcripts) {
        auto const language = parse_transcript_path(path)->language;
        if (std::find(languages.begin(), languages.end(), language) != languages.end()) continue;
        return fail(ContentFault{path, differ("the metadata does not name the language \"" + language + '"')});
    }
    return content;
}

}  // namespace nightletter::bundles

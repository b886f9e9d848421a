// pages/html.hpp: writes HTML in which nothing from outside can become markup.
//
// Element and attribute names are literals of this program; every text and value is escaped; a link goes to an anchor
// of the page, a relative path or an https address and nowhere else. It knows no style and no transcript.
// One thread per object.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace nightletter::pages {

// A name or value written in this program's source: only a literal converts to it.
class Literal {
public:
    template <std::size_t N>
    consteval Literal(char const (&text)[N]) : text_{text, N - 1}
    {
    }
    [[nodiscard]] constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

// Where an <a> may lead: "#t3", "fa.html", "https://…". Anything else becomes "#".
class Link {
public:
    explicit Link(std::string_view target);
    [[nodiscard]] std::string const& target() const { return target_; }

private:
    std::string target_;
};

struct Attribute {
    Literal name;
    std::string_view value;
};

// A page begins with the doctype; an image is SVG, which is XML: only `open`, `leaf` and `close` serve there.
enum class Start { page, image };

class Html {
public:
    explicit Html(Start start = Start::page);

    // Opens an element; the matching `close` is checked at `finish`.
    Html& open(Literal name, std::initializer_list<Attribute> attributes = {});
    Html& link(Link const& target, std::initializer_list<Attribute> attributes = {});
    Html& close();
    // An element without content: meta, link, br.
    Html& empty(Literal name, std::initializer_list<Attribute> attributes = {});
    Html& text(std::string_view text);
    // An element with only text in it.
    Html& leaf(Literal name, std::string_view text, std::initializer_list<Attribute> attributes = {});
    // A <style> element; its content is this program's own.
    Html& style(Literal css);

    // A line feed in the source, for people who read it.
    Html& line_break();

    // The document. Every element must be closed.
    [[nodiscard]] std::string finish() &&;

private:
    void begin(std::string_view name, std::initializer_list<Attribute> attributes);

    std::string out_;
    std::vector<std::string_view> open_;
};

[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace nightletter::pages

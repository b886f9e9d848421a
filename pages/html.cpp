#include "pages/html.hpp"

#include "base/result.hpp"

namespace nightletter::pages {
namespace {

bool is_local(std::string_view target)
{
    if (target.starts_with('#')) return true;
    // A relative path: no scheme, no host, and nothing a browser would fold into either.
    if (target.empty() || target.starts_with('/')) return false;
    return target.find_first_of(":\\\t\r\n ") == std::string_view::npos;
}

}  // namespace

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (auto const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

Link::Link(std::string_view target)
    : target_{is_local(target) || target.starts_with("https://") ? std::string{target} : "#"}
{
}

Html::Html(Start start)
    : out_{start == Start::page ? "<!DOCTYPE html>\n" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"}
{
}

void Html::begin(std::string_view name, std::initializer_list<Attribute> attributes)
{
    out_ += '<';
    out_ += name;
    for (auto const& attribute : attributes) {
        out_ += ' ';
        out_ += attribute.name.text();
        out_ += "=\"" + escaped(attribute.value) + '"';
    }
}

Html& Html::open(Literal name, std::initializer_list<Attribute> attributes)
{
    begin(name.text(), attributes);
    out_ += '>';
    open_.push_back(name.text());
    return *this;
}

Html& Html::link(Link const& target, std::initializer_list<Attribute> attributes)
{
    begin("a", attributes);
    out_ += " href=\"" + escaped(target.target()) + "\">";
    open_.push_back("a");
    return *this;
}

Html& Html::close()
{
    NIGHTLETTER_INSIST(!open_.empty());
    out_ += "</";
    out_ += open_.back();
    out_ += '>';
    open_.pop_back();
    return *this;
}

Html& Html::empty(Literal name, std::initializer_list<Attribute> attributes)
{
    begin(name.text(), attributes);
    out_ += '>';
    return *this;
}

Html& Html::text(std::string_view text)
{
    out_ += escaped(text);
    return *this;
}

Html& Html::leaf(Literal name, std::string_view content, std::initializer_list<Attribute> attributes)
{
    return open(name, attributes).text(content).close();
}

Html& Html::style(Literal css)
{
    out_ += "<style>";
    out_ += css.text();
    out_ += "</style>";
    return *this;
}

Html& Html::line_break()
{
    out_ += '\n';
    return *this;
}

std::string Html::finish() &&
{
    NIGHTLETTER_INSIST(open_.empty());
    out_ += '\n';
    return std::move(out_);
}

}  // namespace nightletter::pages

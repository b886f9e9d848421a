#include "pages/paper.hpp"

#include <utility>

namespace nightletter::pages {
namespace {

constexpr Literal paper_style{R"(
body{margin:1.2cm auto;max-width:18cm;background:#fff;color:#000;font:11pt/1.5 Georgia,"Noto Serif","Noto Naskh Arabic","Noto Serif Myanmar",Padauk,serif}
:lang(fa){font-family:"Noto Naskh Arabic",Vazirmatn,Georgia,serif;line-height:1.9}
:lang(my){font-family:"Noto Serif Myanmar","Noto Sans Myanmar",Padauk,serif;line-height:2.1}
h1{font-size:16pt;margin:0 0 .5em}
h2{font-size:12pt;margin:1em 0 .3em}
p,ol,ul{margin:.3em 0}
section{break-inside:avoid}
code{font-family:"DejaVu Sans Mono","Noto Sans Mono",monospace;overflow-wrap:anywhere}
.card{max-width:12cm;margin-block-end:.5em}
.code{max-width:7.5cm;margin:.5em 0}
svg{display:block;width:100%}
.danger{border-inline-start:3px solid #000;padding-inline-start:.7em}
table{border-collapse:collapse;font:9.5pt/1.35 "DejaVu Sans Mono","Noto Sans Mono",monospace}
td,th{padding:.05em .55em .05em 0;text-align:start;font-weight:normal}
tr:nth-child(5n) td,tr:nth-child(5n) th{border-block-end:1px solid #999}
@page{margin:1.2cm}
@media print{body{margin:0}}
)"};

}  // namespace

void begin_paper(Html& html, std::string_view title)
{
    html.open("html", {{"lang", "en"}, {"dir", "ltr"}}).line_break();
    html.open("head").line_break();
    html.empty("meta", {{"charset", "utf-8"}}).line_break();
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line_break();
    html.empty("meta",
               {{"http-equiv", "Content-Security-Policy"},
                {"content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}});
    html.line_break().leaf("title", title).line_break();
    html.style(paper_style).line_break().close().line_break();
    html.open("body").line_break();
}

Html&& end_paper(Html& html)
{
    html.close().line_break().close();
    return std::move(html);
}

}  // namespace nightletter::pages

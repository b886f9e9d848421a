// pages/stylesheet.hpp: the one style of our pages, whether on a screen or on paper.
//
// Logical properties only, so that right-to-left needs no second style; it loads no font and no image.
#pragma once

#include "pages/html.hpp"

namespace nightletter::pages {

inline constexpr Literal stylesheet{R"(
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fdfcf9;--quiet:#595959;--line:#c9c4ba;--mark:#fff3c4;--good:#14532d;--bad:#8f1d1d}
@media (prefers-color-scheme:dark){:root{--ink:#ece8e0;--paper:#17181a;--quiet:#b3aea4;--line:#4a4a4a;--mark:#4a3f12;--good:#86d7a2;--bad:#ff9d94}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.65 Georgia,"Noto Serif","Noto Naskh Arabic","Noto Serif Myanmar",Padauk,serif}
:lang(fa),:lang(ar),:lang(ur){font-family:"Noto Naskh Arabic","Vazirmatn",Georgia,serif;line-height:1.9}
:lang(my){font-family:"Noto Serif Myanmar","Noto Sans Myanmar",Padauk,serif;line-height:2.1}
header,main,footer{max-inline-size:38rem;margin-inline:auto;padding-inline:1rem}
a{color:inherit}
h1{line-height:1.3;margin-block:1rem .5rem}
:lang(my) h1,h1:lang(my),h2:lang(my){line-height:1.8}
.skip{position:absolute;inset-inline-start:-999rem}
.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
.standing{border-block-end:3px solid;padding-block:.6rem;font-weight:bold;margin:0}
.verified{color:var(--good)}
.not-verified{color:var(--bad)}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.95rem}
dt{grid-column:1;color:var(--quiet)}
dd{grid-column:2;margin:0;overflow-wrap:anywhere}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
article{border-block-start:1px solid var(--line);margin-block-start:2rem;padding-block-start:1rem;overflow-wrap:break-word}
.introduction,.closing,.warning{border-inline-start:4px solid var(--line);padding-inline-start:1rem}
.turn{margin-block:1.6rem;position:relative;padding-inline-start:3rem}
.turn p{margin-block:.4rem}
.turn:target,.turn p:target{background:var(--mark)}
.name{font-weight:bold}
.asks p:not(.name){font-style:italic}
.asks:lang(my) p,.asks:lang(fa) p{font-style:normal}
.note{color:var(--quiet);font-size:.95em}
.nobody{color:var(--quiet)}
.mark{color:var(--quiet);text-decoration:none;font:.8rem/2 ui-monospace,monospace}
.turn>.mark{position:absolute;inset-inline-start:0;min-inline-size:2rem}
p>.mark{margin-inline-end:.6rem}
.mark:hover,.mark:focus{text-decoration:underline}
:focus-visible{outline:3px solid;outline-offset:2px}
footer{border-block-start:1px solid var(--line);margin-block:3rem;font-size:.95rem}
@media print{:root{--ink:#000;--paper:#fff;--quiet:#333}.skip,nav{display:none}.turn{break-inside:avoid-page;padding-inline-start:0}.turn>.mark{display:none}article{break-before:auto}}
)"};

}  // namespace nightletter::pages

"""The style sheet and the script of a document's page; both are named in its policy by hash."""

from __future__ import annotations

STYLE = """
:root { --ink: #1b1b1a; --soft: #6a675f; --paper: #fbfaf7; --line: #dedad0; --mark: #ffe58a; --link: #7a2e12; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dc; --soft: #9a958a; --paper: #191917; --line: #36342f; --mark: #6b5410; --link: #f0b48f; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 20vh; background: var(--paper); color: var(--ink); }
body { margin: 0 auto; max-width: 76rem; display: grid; grid-template-columns: 18rem minmax(0, 1fr);
  font: 1.0625rem/1.85 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem;
  border-right: 1px solid var(--line); font: .875rem/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
nav p { margin: 0 0 .5rem; color: var(--soft); }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { padding: .2rem 0; overflow-wrap: anywhere; }
nav .d2 { padding-left: 1rem; } nav .d3 { padding-left: 2rem; }
nav .d4 { padding-left: 3rem; } nav .d5 { padding-left: 4rem; }
main { padding: 1.5rem 2rem 40vh; max-width: 46rem; min-width: 0; }
main > * { overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-line; }
dl { margin: 0 0 2rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); color: var(--soft); white-space: normal;
  font: .8125rem/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
dl div { display: flex; gap: .75rem; } dt { flex: none; width: 5em; } dd { margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.5; margin: 1rem 0; } h2, h3, h4, h5, h6 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
.meta, .chrome { color: var(--soft); font-size: .9375rem; }
.chrome { border-left: 3px solid var(--line); padding-left: .75rem; }
p.paragraph { margin: 0 0 1rem; }
mark { background: var(--mark); color: inherit; padding: .1em 0; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.key { display: inline-block; margin-right: .4em; vertical-align: .15em; padding: 0 .35em; border: 1px solid var(--line);
  border-radius: .25em; color: var(--soft); font: .625rem/1.7 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.key span::before { content: attr(data-key); }
.key:target { border-color: var(--link); color: var(--link); }
@media (max-width: 56rem) {
  body { display: block; }
  nav { position: static; max-height: 14rem; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1rem 1rem 40vh; }
}
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --mark: #eee; --link: #000; }
  body { display: block; max-width: none; font-size: 11pt; }
  nav, .skip { display: none; }
  main { max-width: none; padding: 0; }
  mark { text-decoration: underline; }
  p, h1, h2, h3 { break-inside: avoid-page; } h2, h3 { break-after: avoid; }
}
"""

SCRIPT = 'if(!location.hash){document.getElementById("cited")?.scrollIntoView()}'

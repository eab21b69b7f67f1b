"""The style sheet of an evaluation's page, named in its policy by hash."""

from __future__ import annotations

STYLE = """
:root { --ink: #1b1b1a; --soft: #6a675f; --paper: #fbfaf7; --line: #dedad0; --link: #7a2e12; --card: #fff;
  --good: #2f6b3a; --bad: #a12a1e; --mark: #ffe58a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dc; --soft: #a09b90; --paper: #191917; --line: #36342f; --link: #f0b48f; --card: #232320;
    --good: #8fc79a; --bad: #f09a8f; --mark: #6b5410; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.5rem 6rem;
  font: .9375rem/1.7 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.125rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: .9375rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0 .75rem; } .soft { color: var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.5; }
th, td { padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: normal; white-space: nowrap; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.text { min-width: 18rem; overflow-wrap: anywhere; }
tr.sum td { border-top: 2px solid var(--line); font-weight: bold; } tr.hit td { background: color-mix(in srgb, var(--mark) 45%, transparent); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem 2rem; }
figure { margin: 0; min-width: 0; } figure img { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
figcaption { color: var(--soft); font-size: .8125rem; }
details { border-top: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
summary .tag { color: var(--soft); } blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
dl { margin: .5rem 0; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media print { details { break-inside: avoid-page; } }
"""

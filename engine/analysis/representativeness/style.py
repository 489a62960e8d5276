"""How the report looks."""
from __future__ import annotations

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
.lead { font-size: 1.1rem; } .note { border-left: 4px solid #e0a100; padding-left: .8rem; }
.grid { display: flex; flex-wrap: wrap; margin: 0 -.5rem; }
.grid figure { flex: 1 1 15rem; max-width: 20rem; padding: 0 .5rem; }
figure { margin: 0 0 1rem; } figcaption { color: #555; font-size: .9rem; }
svg { width: 100%; height: auto; border: 1px solid #e3e6e8; border-radius: 4px; }
img { width: 100%; max-width: 15rem; image-rendering: pixelated; border-radius: 4px; }
.bars { max-width: 40rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; }
th, td { padding: .35rem .7rem; text-align: left; font-weight: normal; border: 1px solid #e3e6e8; }
.matrix td { text-align: center; } small { display: block; opacity: .85; }
.legend span { margin-right: 1.2rem; white-space: nowrap; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; }
"""

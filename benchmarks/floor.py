"""The floor: the least that a generator of our making must do. Read, markdown-it-py, one template, write; no more.

In: the current folder, a site as `layouts` makes it. Out: `_site/`, with a page for each entry and nothing else: no
YAML, no links resolved, no lists, no feeds. As many processes as the machine has cores.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from functools import cache
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt

_CHUNK = 32


@cache
def _tools() -> tuple[MarkdownIt, jinja2.Template]:
    """Made once in each process."""
    template = jinja2.Environment(autoescape=True).from_string(Path("page.html").read_text("utf-8"))
    return MarkdownIt("commonmark").enable("table"), template


def _build(path: Path) -> None:
    markdown, template = _tools()
    head, body = path.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
    values = {key: json.loads(value) for key, value in (line.split(": ", 1) for line in head.splitlines())}
    page = template.render(values, summary=body[:150], html=markdown.render(body))
    target = Path("_site") / path.stem / "index.html"
    target.parent.mkdir(parents=True)
    target.write_text(page, "utf-8")


def main() -> None:
    """Build the site in the current folder."""
    with multiprocessing.Pool(os.cpu_count()) as pool:
        pool.map(_build, sorted(Path().glob("*/*.md")), _CHUNK)


if __name__ == "__main__":
    main()

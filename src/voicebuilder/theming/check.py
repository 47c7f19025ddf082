"""Everything that is wrong with a site's theme, in one run.

In: a site's config. Out: problems with file and line; how much was looked at, and what a host must know of the style
sheet.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder import content, theme
from voicebuilder.build import GENERATOR
from voicebuilder.errors import ContentError, Problem, Severity
from voicebuilder.render import style
from voicebuilder.report import Report
from voicebuilder.theme.assets import STYLE
from voicebuilder.theme.words import FOLDER as MESSAGES
from voicebuilder.theming import names, overrides, palette
from voicebuilder.theming.files import Chain
from voicebuilder.theming.reading import findings
from voicebuilder.theming.stage import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voicebuilder.config import Config
    from voicebuilder.theme import Theme
    from voicebuilder.theming.files import Template
    from voicebuilder.theming.reading import Finding
    from voicebuilder.theming.stage import Rendered

# Where in a template something that is missing would most likely stand, the likeliest first.
_AROUND = tuple(map(re.compile, (r"\bh-(entry|feed|card)\b", r"<article\b", r"\{%-?\s*block main\b", r"<html\b")))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was looked at.

    Attributes:
        pages: Pages that were rendered.
        kinds: Kinds of page among them.
        policy: The Content-Security-Policy that the pages keep to.
    """

    pages: int
    kinds: int
    policy: str


def check(asked: Config, report: Report) -> Verdict:
    """Look at every template, colour and file of a site's theme, and at every kind of page that it makes.

    Args:
        asked: The site's config.
        report: Told of everything.

    Raises:
        UsageError: There is no such theme, a `theme.yaml` is wrong, or the site's options are.
    """
    look = theme.find(asked.settings.theme, asked.folder, asked.theme_options, asked.places)
    report.extend(look.warnings)
    chain = Chain(look.layers)
    unused = overrides.unused(look, chain, asked.folder)
    named = _named_by_entries(asked, unused)
    pages, kinds = _look_at_pages(rendered(asked, look, named, report), chain, report)
    _extend(report, (problem for one in chain.templates.values() for problem in one.problems))
    _extend(report, names.faults(chain, look))
    report.extend(_messages(look))
    report.extend(overrides.faults([name for name in unused if name not in named], look, asked.folder))
    report.extend(palette.faults(look))
    return Verdict(pages, kinds, _policy(asked, look, report))


def _extend(report: Report, problems: Iterable[Problem]) -> None:
    """What a page has shown already is not told again."""
    told = {(problem.path, problem.line) for problem in report.errors}
    report.extend(problem for problem in problems if (problem.path, problem.line) not in told)


def _messages(look: Theme) -> Iterator[Problem]:
    """The faults of every message file: the sample site speaks few languages."""
    languages = (path.stem for layer in look.layers for path in sorted((layer.folder / MESSAGES).glob("*.yaml")))
    for language in dict.fromkeys(languages):
        try:
            theme.Words.of(look).get("", language)
        except ContentError as error:
            yield from error.problems


def _named_by_entries(asked: Config, unused: list[str]) -> set[str]:
    """The templates among these that entries ask for. The texts are read only when there is something to look for."""
    wanted = {name for name in unused if name.endswith(".html")}
    if not wanted:
        return set()
    with tempfile.TemporaryDirectory() as nothing:
        memory = content.Memory(Path(nothing), GENERATOR, asked.settings.timezone)
        sources = content.read(content.Folder(asked.folder, asked.zone, with_drafts=True), memory, 1, Report())
    return wanted & {document.front_matter.template for document in sources.documents if document.front_matter.template}


def _look_at_pages(pages: Iterable[Rendered], chain: Chain, report: Report) -> tuple[int, int]:
    count, kinds = 0, set()
    told: set[tuple[str, int, str]] = set()
    for page in pages:
        count += 1
        kinds.add(page.templates)
        name = next((name for name in page.templates if chain.find(name)), page.templates[-1])
        for finding in findings(page):
            label, line = _blamed(chain, name, finding)
            if (label, line, finding.message) not in told:
                told.add((label, line, finding.message))
                hint = f"{finding.hint} Seen on {page.url} of the sample site."
                report.problem(Problem(finding.message, hint, label, line, severity=Severity.WARNING))
    return count, len(kinds)


def _blamed(chain: Chain, name: str, finding: Finding) -> tuple[str, int]:
    """The file, and where in it, that must be changed; the page's own template when it cannot be told."""
    page = chain.find(name)
    if page is None:
        return name, 0
    parts = chain.made_of(page)
    if finding.there:
        pattern = re.compile(finding.there)
        part = next((part for part in parts if _line(part, pattern)), None)
        if part:
            return part.label, _line(part, pattern)
    own = next((part for part in parts if part.is_sites and _lost(chain, part, finding.missing)), page)
    return own.label, next((line for pattern in _AROUND if (line := _line(own, pattern))), 1)


def _lost(chain: Chain, part: Template, text: str) -> bool:
    """Whether the site's file left out what the one that it stands before has, or includes."""
    below = chain.below(part)
    return below is not None and _has(chain, below, text) and not _has(chain, part, text)


def _has(chain: Chain, template: Template, text: str) -> bool:
    return any(text in part.text for part in chain.made_of(template))


def _line(template: Template, pattern: re.Pattern[str]) -> int:
    lines = enumerate(template.text.splitlines(), start=1)
    return next((number for number, line in lines if pattern.search(line)), 0)


def _policy(asked: Config, look: Theme, report: Report) -> str:
    """What a host can send with each page (CSP Level 3): nothing from elsewhere, and of inline sheets only ours."""
    sheet = theme.assets(look, asked.base.href, report).get(STYLE)
    is_inline = sheet is not None and style.is_inline(sheet, look.options.get("css", ""))
    own = f" {style.source(sheet)}" if sheet is not None and is_inline else ""
    return f"default-src 'self'; style-src 'self'{own}"

"""A site as the preview knows it, planned once, and its answers: the desk's own and the pages of the site."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib

from voicebuilder import build, config, content
from voicebuilder.errors import VoicebuilderError
from voicebuilder.preview import desk
from voicebuilder.preview.dressing import Dressing, dress
from voicebuilder.preview.serving.answer import Answer
from voicebuilder.preview.state import State
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lxml.etree import _Element as Element

    from voicebuilder.model.route import Route

ASSETS = Path(desk.__file__).parent.parent / "assets"
EDITOR = "vscode://file{path}:{line}:{column}"


def planned(folder: Path, now: datetime, *, drafts: bool = True) -> State:
    """The state of a preview that has just begun."""
    report, asked, plan = Report(), None, None
    try:
        asked = config.load(folder)
        memory = content.Memory(folder / build.CACHE_FOLDER, "test", asked.settings.timezone)
        plan = build.plan(asked, build.Options(now, drafts, 1), memory, report)
    except VoicebuilderError as error:
        report.extend(error.problems)
    return State(folder, asked if plan else None, plan, tuple(report.errors), tuple(report.warnings), now, 0.0384)


@dataclass
class DeskSite:
    """Answers for one state; as `Answers` it can be served."""

    state: State
    counter: int = 1

    def render(self, route: Route) -> bytes:
        made, _ = self.state.plan.renderers.make(route)
        assert isinstance(made, bytes)
        return made

    def ask(self, path: str, query: Mapping[str, str] | None = None, /, **more: str) -> Answer:
        """An answer of the desk's."""
        found = desk.answer(self.state, path, {**(query or {}), **more}, EDITOR, self.render)
        assert found is not None, path
        return found

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        found = desk.answer(self.state, path, query, EDITOR, self.render)
        if found is not None:
            return found
        if path.startswith("/_preview/") and (ASSETS / path.removeprefix("/_preview/")).is_file():
            return Answer(
                ASSETS / path.removeprefix("/_preview/"), "text/css" if path.endswith("css") else "text/javascript"
            )
        return self._of_site(path)

    def _of_site(self, path: str) -> Answer:
        facts = self.state.plan.facts
        route = self.state.plan.table.route(path.removeprefix(facts.base.prefix))
        if route is None:
            return Answer(b"<!doctype html><title>Not here</title>", "text/html; charset=utf-8", 404)
        made, _ = self.state.plan.renderers.make(route)
        if route.renderer != "page":
            kinds = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
            return Answer(made, kinds.get(path.rpartition(".")[2], "application/octet-stream"))
        action = getattr(facts.signup, "action", "")
        return Answer(dress(made, Dressing(form_action=action)), "text/html; charset=utf-8")

    def subscribe(self, _wake: Callable[[], None]) -> Callable[[], None]:
        return lambda: None


def parsed(answer: Answer) -> Element:
    """The page as a browser makes it; refuses what the HTML standard calls an error, and what no page of ours holds."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    root = parser.parse(answer.body).getroot()
    assert parser.errors == []
    ids = Counter(root.xpath("//@id"))
    assert [name for name, number in ids.items() if number > 1] == []
    wanted = root.xpath("//@for | //@aria-labelledby | //@aria-describedby | //@aria-controls")
    assert {name for names in wanted for name in names.split()} <= set(ids)
    assert root.xpath("//@style | //style | //script[not(@src)] | //script[text()]") == []
    assert [one for one in root.iter() for name in one.attrib if name.startswith("on")] == []
    return root


def words(element: Element) -> str:
    """Its text, white space folded."""
    return " ".join("".join(element.itertext()).split())


def section(root: Element, name: str) -> str:
    """The words of the section with this heading's id; "" when it is not there."""
    found = root.xpath(f"//section[@aria-labelledby='{name}'] | //aside[@aria-labelledby='{name}']")
    return words(found[0]) if found else ""


def names(root: Element, section: str) -> list[str]:
    """What a section of the desk lists."""
    return [words(one) for one in root.xpath(f"//*[@aria-labelledby='{section}']//p[@class='name']")]

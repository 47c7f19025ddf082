"""Names in templates that do not exist, or have another name now; also in parts that no page reached.

In: the templates of a theme, its options and words. Out: a warning for each, at its line.
"""

from __future__ import annotations

import dataclasses
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.errors import ContentError, Problem, Severity
from voicebuilder.model.content import Heading
from voicebuilder.model.signup import SignupForm, SignupLink
from voicebuilder.render import media_views, views
from voicebuilder.render.mentions import FILTER_NAMES, FUNCTION_NAMES
from voicebuilder.text.spelling import closest
from voicebuilder.theme.find import RENAMED
from voicebuilder.theme.words import FALLBACK, Words
from voicebuilder.theming.files import ASSETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.render.mentions import Mention
    from voicebuilder.theme import Theme
    from voicebuilder.theming.files import Chain

# What templates may use and what has another name now, old -> new: `site.x`, `entry.x` and so on for what a view has,
# `| x` for a filter, `x()` for a function. In version 1 of the contract nothing has been renamed yet. Options say it
# themselves, with `was:` in a theme.yaml; themes in theme.find.RENAMED.
DEPRECATED: Mapping[str, str] = {}

# What the contract calls a value of a view (docs/reference/views.md).
_CALLED: Mapping[type, str] = {
    views.SiteView: "site",
    views.AuthorView: "site.author",
    views.PageView: "page",
    views.EntryView: "entry",
    views.PagerView: "pager",
    views.TermView: "term",
    views.YearView: "year",
    views.LinkView: "section",
    views.EntryLinkView: "link",
    views.PartView: "part",
    views.SeriesView: "series",
    media_views.PictureView: "picture",
    media_views.SourceView: "source",
    media_views.RecordingView: "recording",
    media_views.TrackView: "track",
    media_views.SaidView: "line",
    media_views.ChapterView: "chapter",
    views.FeedView: "feed",
    SignupForm: "site.signup",
    SignupLink: "site.signup",
    Heading: "heading",
}
_BY_NAME = {view.__name__: view for view in _CALLED}


class _Type(NamedTuple):
    """What a value is: one of these views, in lists of so many levels; no view at all when there is none."""

    views: tuple[type, ...] = ()
    depth: int = 0


_NO_VIEW = _Type()
# What each page gives to its template.
_ROOTS: Mapping[str, _Type] = {
    "site": _Type((views.SiteView,)),
    "page": _Type((views.PageView,)),
    "entry": _Type((views.EntryView,)),
    "newer": _Type((views.LinkView,)),
    "older": _Type((views.LinkView,)),
    "part": _Type((views.PartView,)),
    "related": _Type((views.EntryLinkView,), 1),
    "mentions": _Type((views.EntryLinkView,), 1),
    "on_this_day": _Type((views.EntryLinkView,), 1),
    "series": _Type((views.SeriesView,)),
    "all_series": _Type((views.SeriesView,), 1),
    "pager": _Type((views.PagerView,)),
    "section": _Type((views.LinkView,)),
    "term": _Type((views.TermView,)),
    "year": _Type((views.YearView,)),
    "entries": _Type((views.EntryView,), 1),
    "latest": _Type((views.EntryView,), 1),
    "terms": _Type((views.TermView,), 1),
    "years": _Type((views.YearView,), 1),
    "channels": _Type((views.FeedView,), 2),
    **dict.fromkeys(("pace", "to", "canonical"), _NO_VIEW),
}
_FUNCTIONS = frozenset({"asset", "link", "style", "word", *FUNCTION_NAMES})


def _attributes(view: type) -> dict[str, str]:
    """Name -> annotation of what a template may read of a view."""
    found = {field.name: str(field.type) for field in dataclasses.fields(view) if not field.name.startswith("_")}
    for name, value in vars(view).items():
        if isinstance(value, property) and value.fget is not None:
            found[name] = str(value.fget.__annotations__.get("return", ""))
    return found


_ATTRIBUTES = {view: _attributes(view) for view in _CALLED}


def _type_of(annotation: str) -> _Type:
    found = tuple(_BY_NAME[word] for word in re.findall(r"\w+", annotation) if word in _BY_NAME)
    return _Type(found, annotation.count("tuple[")) if found else _NO_VIEW


def faults(chain: Chain, theme: Theme) -> Iterator[Problem]:
    """Every name that is wrong or old, in every template."""
    judge = _Judge(theme, chain)
    for template in chain.templates.values():
        for mention in template.mentions:
            for message, hint in judge.faults(mention):
                yield Problem(message, hint, template.label, mention.line, severity=Severity.WARNING)


class _Judge:
    """Knows what there is."""

    def __init__(self, theme: Theme, chain: Chain) -> None:
        self._theme, self._chain = theme, chain
        self._words = Words.of(theme)
        self._files = {name for layer in theme.layers for name in layer.names()}
        made = {mention.name for one in chain.templates.values() for mention in one.mentions if mention.sort == "made"}
        self._names = made | set(_ROOTS) | _FUNCTIONS
        self._was = {old: option.name for option in theme.declared.values() for old in option.was}

    def faults(self, mention: Mention) -> Iterator[tuple[str, str]]:
        """Message and hint of what is wrong with a name."""
        if mention.sort == "value":
            yield from self._value(mention)
        elif mention.sort == "filter":
            yield from _named(f"| {mention.name}", mention.name, FILTER_NAMES, "filter")
        elif mention.sort == "function":
            yield from _named(f"{mention.name}()", mention.name, self._names, "function")
        elif mention.sort == "word":
            yield from self._word(mention.name)
        else:
            yield from self._file(mention)

    def _file(self, mention: Mention) -> Iterator[tuple[str, str]]:
        name, known = mention.name, self._files
        if mention.sort == "template":
            yield from _theme_name(name)
        is_lost = mention.sort == "needed" and self._chain.find(name) is None
        if mention.sort == "asset":
            known = {file.removeprefix(ASSETS) for file in known if file.startswith(ASSETS)}
            is_lost = name not in known
        if is_lost:
            near = closest(name, tuple(known))
            sort = "asset" if mention.sort == "asset" else "template"
            yield f"the theme has no {sort} `{name}`", f"Did you mean `{near}`?" if near else "Correct the name."

    def _word(self, key: str) -> Iterator[tuple[str, str]]:
        # A message file that cannot be read has its own problem, and a word may want values that only a page has.
        with suppress(ContentError):
            if self._words.get(key, FALLBACK):
                return
            try:
                self._words.say(key, FALLBACK)
            except LookupError as error:
                yield str(error), "Correct its name, or add it to messages/en.yaml."

    def _value(self, mention: Mention) -> Iterator[tuple[str, str]]:
        root, *steps = mention.name.split(".")
        if root not in _ROOTS:
            if root not in self._names:
                yield from _named(root, root, self._names, "", root)
            return
        is_now, written = _ROOTS[root], root
        for place, step in enumerate(steps):
            if step == "*":
                is_now = is_now._replace(depth=is_now.depth - 1)
                continue
            if not is_now.views or is_now.depth != 0:
                return
            if is_now.views == (views.SiteView,) and step == "options":
                yield from self._option(steps[place + 1 :])
                return
            written = f"{_CALLED[is_now.views[0]]}.{step}"
            known = {name: kind for view in is_now.views for name, kind in _ATTRIBUTES[view].items()}
            yield from _named(written, step, known, "", mention.written)
            if step not in known:
                return
            is_now = _type_of(known[step])

    def _option(self, rest: list[str]) -> Iterator[tuple[str, str]]:
        if not rest or rest[0] in self._theme.declared or hasattr(dict, rest[0]):
            return
        name = rest[0]
        if name in self._was:
            new = f"site.options.{self._was[name]}"
            yield f"`site.options.{name}` is called `{new}` by now", f"Write `{new}`."
            return
        near = closest(name, tuple(self._theme.declared))
        hint = f"Did you mean `site.options.{near}`?" if near else "Declare it in the theme's theme.yaml."
        yield f"the theme has no option `{name}`", hint


def _named(old: str, name: str, known: Iterable[str], where: str, written: str = "") -> Iterator[tuple[str, str]]:
    if old in DEPRECATED:
        yield f"`{old}` is called `{DEPRECATED[old]}` by now", f"Write `{DEPRECATED[old]}`."
        return
    if name in known:
        return
    near = closest(name, tuple(known))
    hint = f"Did you mean `{near}`?" if near else "docs/reference/views.md lists the names."
    yield (f"there is no {where} `{name}`" if where else f"`{written}` does not exist"), hint


def _theme_name(template: str) -> Iterator[tuple[str, str]]:
    owner, slash, rest = template.partition("/")
    if slash and owner in RENAMED:
        new = f"{RENAMED[owner]}/{rest}"
        yield f"the theme `{owner}` is called `{RENAMED[owner]}` by now", f'Write "{new}".'

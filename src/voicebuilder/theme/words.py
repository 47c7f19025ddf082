"""The words of a theme, by language: its message files, `messages/<language>.yaml`.

In: a theme's layers. Out: `Words`. An upper layer's word wins over a lower one's, a language with its region over the
language alone (`locales.wider`), and English stands in for what is not translated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from voicebuilder.config import yaml
from voicebuilder.errors import ContentError, Problem
from voicebuilder.model.phrase import Phrase
from voicebuilder.text.spelling import closest
from voicebuilder.theme.find import GROUND
from voicebuilder.theme.locales import number_words, plural, wider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.theme.find import Layer, Theme

FOLDER = "messages"
FALLBACK = "en"
PLURALS = ("zero", "one", "two", "few", "many", "other")
# Anything else is no language, and must not become a part of a path.
_TAG = re.compile(r"[a-z0-9-]+\Z")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Plural:
    """A text for each plural of the language that it is written in, which need not be the page's.

    Attributes:
        language: BCP 47 tag.
        texts: By the plural's name; there always is one for "other".
    """

    language: str
    texts: Mapping[str, str]

    def of(self, number: object) -> str:
        """The text for a number; for anything else, and for none, the general one."""
        form = plural(number, self.language) if isinstance(number, int) else "other"
        return self.texts.get(form, self.texts["other"])


Message: TypeAlias = str | Plural


@dataclass(frozen=True, slots=True)
class Words:
    """What a theme says, in every language that it speaks.

    Attributes:
        layers: Where message files lie, the first wins.
    """

    layers: tuple[Layer, ...]
    _known: dict[str, dict[str, Message]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, theme: Theme) -> Words:
        """The words of a theme; those of the base stand in for a theme that has none of its own."""
        return cls(theme.layers if GROUND in theme.layers else (*theme.layers, GROUND))

    def get(self, key: str, language: str) -> str:
        """A word without places to fill; "" when there is none."""
        found = self._of(language).get(key, "")
        return found.of(None) if isinstance(found, Plural) else found

    def say(self, key: str, language: str, **values: object) -> str:
        """A word or a sentence.

        Args:
            key: Its name in the message files.
            language: BCP 47 tag.
            **values: What stands in its places; a `number` also chooses the plural.

        Raises:
            LookupError: There is no such message, or a place has no value.
        """
        messages = self._of(language)
        found = messages.get(key)
        if found is None:
            near = closest(key, list(messages))
            raise LookupError(f"there is no message `{key}`" + (f" (did you mean `{near}`?)" if near else ""))
        if isinstance(found, Plural):
            found = found.of(values.get("number"))
        return found if "{" not in found else _PLACE.sub(lambda place: _filled(place[1], key, language, values), found)

    def phrase(self, phrase: Phrase | str, language: str) -> str:
        """A phrase, and the phrases in it; text as it is."""
        if isinstance(phrase, str):
            return phrase
        if phrase.instead and not self.get(phrase.key, language):
            return phrase.instead
        values = {name: self.phrase(v, language) if isinstance(v, Phrase) else v for name, v in phrase.values}
        return self.say(phrase.key, language, **values)

    def _of(self, language: str) -> dict[str, Message]:
        tag = language.lower()
        if tag not in self._known:
            general = wider(tag) or (FALLBACK if tag != FALLBACK else "")
            merged = dict(self._of(general)) if general else {}
            for layer in reversed(self.layers):
                merged |= _read(layer, tag, merged)
            self._known[tag] = merged
        return self._known[tag]


def _filled(name: str, key: str, language: str, values: Mapping[str, object]) -> str:
    if name not in values:
        raise LookupError(f"the message `{key}` needs `{name}`")
    value = values[name]
    return number_words(value, language) if isinstance(value, int) else str(value)


def _read(layer: Layer, tag: str, below: Mapping[str, Message]) -> dict[str, Message]:
    """One message file; empty when there is none.

    Args:
        layer: Where it lies.
        tag: Its language.
        below: The messages that it stands before: they know which places are filled.

    Raises:
        ContentError: With every fault in it.
    """
    name = f"{FOLDER}/{tag}.yaml"
    text, path = layer.text(name) if _TAG.match(tag) else None, f"{layer.label}/{name}"
    if text is None:
        return {}
    mapping, faults = yaml.parse(text)
    problems = [Problem(fault.message, fault.hint, path, fault.line, fault.column) for fault in faults]
    messages: dict[str, Message] = {}
    for key, node in mapping.items.items():
        message = yaml.plain(node)
        if isinstance(message, str):
            messages[key] = message
        elif isinstance(message, dict) and (texts := _texts(message)):
            messages[key] = Plural(tag, texts)
        else:
            hint = 'Write a text, or one for each plural: { one: "…", other: "…" }.'
            problems.append(Problem(f"`{key}` is no message", hint, path, *mapping.positions[key]))
            continue
        known = _places(below[key]) if key in below else _places(messages[key])
        for place in sorted(_places(messages[key]) - known):
            hint = f"It can hold {', '.join(f'`{{{one}}}`' for one in sorted(known)) or 'no place'}."
            problems.append(Problem(f"nothing fills `{{{place}}}` in `{key}`", hint, path, *mapping.positions[key]))
    if problems:
        raise ContentError(*problems)
    return messages


def _places(message: Message) -> set[str]:
    texts = [message] if isinstance(message, str) else message.texts.values()
    return {place for text in texts for place in _PLACE.findall(text)}


def _texts(message: Mapping[str, yaml.Plain]) -> dict[str, str]:
    """A text by plural; empty when the one for "other" is not there, or anything else is."""
    texts = {form: text for form, text in message.items() if form in PLURALS and isinstance(text, str)}
    return texts if "other" in texts and len(texts) == len(message) else {}

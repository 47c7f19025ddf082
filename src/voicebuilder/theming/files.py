"""The files of a theme, layer by layer: which one a name means, which ones a page is made of.

In: a theme. Out: `Chain`; what no template engine can read is told as problems.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError
from voicebuilder.render.mentions import Mention, mentions
from voicebuilder.theme.find import BUILT_IN, OVERRIDES, Layer, addressed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voicebuilder.errors import Problem
    from voicebuilder.theme import Theme

# In the site's theme/: the files of the theme as they were when they were copied.
ORIGIN = ".origin"
ASSETS = "assets/"


@dataclass(frozen=True)
class Template:
    """One template of one layer.

    Attributes:
        name: `partials/card.html`.
        layer: Whose it is.
        text: Its text; "" when it cannot be read.
        problems: Why it is no template.
        mentions: What it names.
    """

    name: str
    layer: Layer
    text: str
    problems: tuple[Problem, ...] = ()
    mentions: tuple[Mention, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """The file as messages name it."""
        return f"{self.layer.label}/{self.name}"

    @property
    def is_sites(self) -> bool:
        """It lies in the site, not among the themes that come along."""
        return is_sites(self.layer)


def is_sites(layer: Layer) -> bool:
    """Whether a layer lies in the site, not among the themes that come along."""
    return not layer.folder.is_relative_to(BUILT_IN)


@dataclass(frozen=True)
class Chain:
    """A theme's layers, as the template engine looks through them.

    Attributes:
        layers: The site's overrides, the theme, what it extends, and so on.
    """

    layers: tuple[Layer, ...]

    @cached_property
    def templates(self) -> dict[tuple[str, str], Template]:
        """Every template by its layer's label and its name."""
        found = [_read(layer, name) for layer in self.layers for name in layer.names() if name.endswith(".html")]
        return {(one.layer.label, one.name): one for one in found}

    def find(self, asked: str) -> Template | None:
        """The template that `{% include "…" %}` takes: the first layer's that has it, or a theme's named before it."""
        name, layers = addressed(self.layers, asked)
        return next((self.templates[layer.label, name] for layer in layers if layer.has(name)), None)

    def below(self, template: Template) -> Template | None:
        """The file that this one stands before."""
        lower = self.layers[self.layers.index(template.layer) + 1 :]
        return next((self.templates[layer.label, template.name] for layer in lower if layer.has(template.name)), None)

    def made_of(self, first: Template) -> list[Template]:
        """A template and all that it stands on and includes: the site's first, and of these itself."""
        known = {first.label: first}
        todo = [first]
        while todo:
            for mention in todo.pop().mentions:
                other = self.find(mention.name) if mention.sort == "template" else None
                if other and other.label not in known:
                    known[other.label] = other
                    todo.append(other)
        return sorted(known.values(), key=lambda one: (not one.is_sites, one is not first))


def _read(layer: Layer, name: str) -> Template:
    text = ""
    try:
        text = layer.text(name) or ""
        return Template(name, layer, text, (), mentions(text, f"{layer.label}/{name}"))
    except ContentError as error:
        return Template(name, layer, text, error.problems)


def under(theme: Theme, site: Path) -> tuple[Layer, ...]:
    """The layers below the site's own `theme/`."""
    own = (site / OVERRIDES).resolve()
    return tuple(layer for layer in theme.layers if layer.folder.resolve() != own)


def holders(name: str, layers: tuple[Layer, ...]) -> Iterator[Layer]:
    """The layers that have a file of this name, the nearest first."""
    return (layer for layer in layers if layer.has(name))

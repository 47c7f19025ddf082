"""The door to jinja2: finds templates, renders them, and says of an error where in the theme it is.

In: a theme, the functions that templates may call. Out: HTML text. Content never runs as a template.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from voicebuilder.errors import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from voicebuilder.theme import Layer, Theme


# For filters that look at what else the template sees.
with_context = jinja2.pass_context
Html = Markup


class _Loader(jinja2.BaseLoader):
    """Looks a template up in the chain of layers, and refuses what lies outside of them."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self.labels: dict[str, str] = {}
        self._known: dict[str, bool] = {}

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 -- jinja2's shape
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        name, layers = self._addressed(template)
        for layer in layers:
            path = (layer.folder / name).resolve()
            if not path.is_file() or not path.is_relative_to(layer.folder.resolve()):
                continue
            self.labels[str(path)] = f"{layer.label}/{name}"
            return _read(path, f"{layer.label}/{name}"), str(path), lambda: True
        raise jinja2.TemplateNotFound(template)

    def _addressed(self, template: str) -> tuple[str, tuple[Layer, ...]]:
        """`default/base.html` asks for that theme's own file, past every override."""
        theme, slash, name = template.partition("/")
        own = tuple(layer for layer in self._layers if slash and layer.name == theme)
        return (name, own) if own else (template, self._layers)

    def has(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = any((layer.folder / name).is_file() for layer in self._layers)
        return self._known[name]


def _read(path: Path, label: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(Problem("this template is not UTF-8 text", "Save it as UTF-8.", label, line)) from None


class Templates:
    """The templates of one theme."""

    def __init__(self, theme: Theme, names: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]) -> None:
        """Prepare the theme's templates.

        Args:
            theme: Where they lie.
            names: What every template sees.
            filters: What `value | name` calls.
        """
        self._loader = _Loader(theme.layers)
        self._environment = jinja2.Environment(
            loader=self._loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.globals.update(names)
        self._environment.filters.update(filters)

    def has(self, name: str) -> bool:
        """Whether the theme has a template of this name."""
        return self._loader.has(name)

    def first(self, names: Sequence[str]) -> str:
        """The first of these templates that the theme has; the last name when it has none."""
        return next((name for name in names if self._loader.has(name)), names[-1])

    def render(self, name: str, values: Mapping[str, Any], page: str) -> str:
        """Render one page.

        Args:
            name: The template's file name.
            values: What this page's template sees.
            page: The page's URL, for messages.

        Raises:
            ContentError: With the template's file and line, and the page.
        """
        try:
            return self._environment.get_template(name).render(values)
        except ContentError:
            raise
        except jinja2.TemplateSyntaxError as error:
            label = self._loader.labels.get(error.filename or "", error.name or name)
            message = (error.message or "this is not a template").rstrip(".")
            raise ContentError(Problem(message, "Correct the template.", label, error.lineno)) from error
        except jinja2.TemplateNotFound as error:
            label, line = self._frame(error) or (page, 0)
            problem = Problem(f"there is no template `{error}`", "Correct its name, or add the file.", label, line)
            raise ContentError(problem) from error
        except RecursionError as error:
            raise ContentError(Problem(f"a template includes itself (page {page})", path=name)) from error
        except Exception as error:
            # Whatever a template's expression raised is its author's to put right.
            label, line = self._frame(error) or (name, 0)
            text = str(error).rstrip(".") or type(error).__name__
            hint = f"Correct the template (while rendering {page}); docs/reference/views.md lists the names."
            raise ContentError(Problem(text, hint, label, line)) from error

    def _frame(self, error: BaseException) -> tuple[str, int] | None:
        """The innermost line of a template in the traceback: jinja2 maps its frames to template lines."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self._loader.labels:
                return self._loader.labels[frame.filename], frame.lineno or 0
        return None


def safe(html: str) -> Markup:
    """Mark HTML as made by us or by the writer, so that it is not escaped."""
    return Markup(html)  # noqa: S704 -- the one place where it is said

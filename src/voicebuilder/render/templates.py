"""The door to jinja2: finds templates, renders them, and says of an error where in the theme it is.

In: a theme, the functions that templates may call. Out: HTML text. Content never runs as a template.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from voicebuilder.errors import ContentError, Problem
from voicebuilder.text.spelling import closest
from voicebuilder.theme.find import addressed

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

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

    def label(self, template: str) -> str:
        """The file as messages name it."""
        name, layers = addressed(self._layers, template)
        return next((f"{layer.label}/{name}" for layer in layers if layer.has(name)), template)

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 -- jinja2's shape
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        name, layers = addressed(self._layers, template)
        for layer in layers:
            text = layer.text(name)
            if text is not None:
                path = str(layer.folder / name)
                self.labels[path] = f"{layer.label}/{name}"
                return text, path, lambda: True
        raise jinja2.TemplateNotFound(template)

    def has(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = any(layer.has(name) for layer in self._layers)
        return self._known[name]


class _Undefined(jinja2.StrictUndefined):
    """What a template asked for in vain; says so in a theme author's words."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or owner is jinja2.utils.missing or not isinstance(name, str):
            return super()._undefined_message
        is_mapping = isinstance(owner, Mapping)
        near = closest(name, [*owner] if is_mapping else [known for known in dir(owner) if not known.startswith("_")])
        fault = f"there is no `{name}` in it" if is_mapping else f"{type(owner).__name__} has no `{name}`"
        return fault + (f" (did you mean `{near}`?)" if near else "")


class _Template(jinja2.Template):
    """Begins anew wherever it is imported: what it counts on one page must not show on the next."""

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> jinja2.environment.TemplateModule:
        self._module = None
        return super()._get_default_module(ctx)


class _Environment(jinja2.Environment):
    """Gives the same page in every build: without chance, and without memory of the pages before.

    And without what the library does at each include, ten times a page, for templates that change while it runs.
    """

    template_class = _Template

    def __init__(self, loader: _Loader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._loaded: dict[str, jinja2.Template] = {}
        del self.filters["random"], self.globals["lipsum"]
        # Front matter and options are given frozen; `tojson` must know what they are.
        self.policies["json.dumps_kwargs"] = {"sort_keys": True, "default": dict}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- jinja2's name
    ) -> jinja2.Template:
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent)
        return found


def _explained(error: Exception, page: str) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (error.message or "this is not a template").rstrip("."), "Correct the template."
    where = f"(while rendering {page})"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template `{error}`", f"Correct its name, or add the file {where}."
    if isinstance(error, RecursionError):
        return "a template includes or calls itself without an end", f"Take that out {where}."
    text = str(error).rstrip(".") or type(error).__name__
    return text, f"Correct the template {where}; docs/reference/views.md lists the names."


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
        self._environment = _Environment(self._loader)
        self._told: dict[tuple[str, int, str], Problem] = {}
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
        except Exception as error:
            # Whatever a template's expression raised is its author's to put right.
            label, line = self._frame(error) or (self._loader.label(name), 0)
            text, hint = _explained(error, page)
            if isinstance(error, jinja2.TemplateSyntaxError):
                label, line = self._loader.labels.get(error.filename or "", label), error.lineno
            # Ten thousand pages may share a fault; the first of them tells it.
            problem = self._told.setdefault((label, line, text), Problem(text, hint, label, line))
            raise ContentError(problem) from error

    def _frame(self, error: BaseException) -> tuple[str, int] | None:
        """The innermost line of a template in the traceback: jinja2 maps its frames to template lines."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self._loader.labels:
                return self._loader.labels[frame.filename], frame.lineno or 0
        return None


def safe(html: str) -> Markup:
    """Mark HTML as made by us or by the writer, so that it is not escaped."""
    return Markup(html)  # noqa: S704 -- the one place where it is said

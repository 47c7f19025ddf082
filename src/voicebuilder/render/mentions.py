"""What a template names, also where no page leads: the door to jinja2's syntax tree.

In: a template's text. Out: `Mention`s with their lines, in words that know nothing of jinja2.

A value is told as the path by which it is reached from what every template sees, whatever the template calls it on the
way: after `{% for item in site.sections %}`, `item.label` is `site.sections.*.label`. What a template makes itself is
its own affair, and not told; nor is what it asks for with care, `x is defined` or `x | default(…)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jinja2
from jinja2 import nodes

from voicebuilder.errors import ContentError, Problem
from voicebuilder.render.filters import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENVIRONMENT = jinja2.Environment(autoescape=True)
# What a template may call; but for what render.templates takes away.
FILTER_NAMES = frozenset({*_ENVIRONMENT.filters, *FILTERS} - {"random"})
# With what stands for a template's own parts.
FUNCTION_NAMES = frozenset({*_ENVIRONMENT.globals, "self", "super", "caller", "varargs", "kwargs"} - {"lipsum"})
# What they give is a list of the same things.
_SAME_THINGS = frozenset({"list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"})
_ONE_OF_THEM = frozenset({"first", "last"})
# What they give is a list of lists of the same things.
_IN_GROUPS = frozenset({"days", "months"})
_WITH_CARE = frozenset({"default", "d"})
_ANY, _GROUP = ".*", ".^"


class Mention(NamedTuple):
    """One name in a template.

    Attributes:
        sort: "template", "asset", "word" or "filter" for their names, "needed" for a template that must be there too;
            "function" for what is called; "value" for what
            is read; "made" for a name that the template gives itself; "unknown template" and "unknown asset" where the
            name is put together while the page is made.
        name: The name; of a value its path, `*` for each of a list.
        written: As the template has it.
        line: 1-based.
    """

    sort: str
    name: str
    written: str
    line: int


def mentions(text: str, label: str) -> tuple[Mention, ...]:
    """Everything that a template names.

    Args:
        text: The template.
        label: The file, for problems.

    Raises:
        ContentError: It is no template; says in which line.
    """
    try:
        tree = _ENVIRONMENT.parse(text)
    except jinja2.TemplateSyntaxError as error:
        message = (error.message or "this is not a template").rstrip(".")
        raise ContentError(Problem(message, "Correct the template.", label, error.lineno)) from None
    walk = _Walk()
    walk.visit(tree, {})
    return tuple(dict.fromkeys(walk.found))


class _Scope(dict[str, "str | None"]):
    """A template's own names -> the path of what they stand for; None when it cannot be told."""

    def inner(self, **more: str | None) -> _Scope:
        return _Scope({**self, **more})


class _Walk:
    """Goes through a tree, knowing at each place what the template's own names stand for."""

    def __init__(self) -> None:
        self.found: list[Mention] = []
        self._by_type: dict[type[nodes.Node], Callable[..., None]] = {
            nodes.For: self._for,
            nodes.With: self._with,
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.Macro: self._macro,
            nodes.CallBlock: self._macro,
            nodes.Block: self._block,
            nodes.Extends: self._template,
            nodes.Include: self._template,
            nodes.Import: self._import,
            nodes.FromImport: self._import,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.Call: self._call,
            nodes.Getattr: self._value,
            nodes.Getitem: self._value,
            nodes.Name: self._value,
        }

    def visit(self, node: nodes.Node, scope: dict[str, str | None]) -> None:
        """Tell what a part of the tree names."""
        scope = scope if isinstance(scope, _Scope) else _Scope(scope)
        method = self._by_type.get(type(node))
        if method is None:
            self._all(node.iter_child_nodes(), scope)
        else:
            method(node, scope)

    def _all(self, parts: Iterator[nodes.Node] | list[nodes.Node], scope: _Scope) -> None:
        for part in parts:
            self.visit(part, scope)

    def _tell(self, sort: str, name: str, node: nodes.Node, written: str = "") -> None:
        self.found.append(Mention(sort, name, written or name, node.lineno))

    def _made(self, target: nodes.Node, path: str | None = None) -> dict[str, str | None]:
        """The names in a target; several at once are parts of something, and cannot be told."""
        names = [node.name for node in (target, *target.find_all(nodes.Name)) if isinstance(node, nodes.Name)]
        for name in names:
            self._tell("made", name, target)
        return dict.fromkeys(names, path if isinstance(target, nodes.Name) else None)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        self.visit(node.iter, scope)
        path = _path(node.iter, scope)
        inner = scope.inner(loop=None, **self._made(node.target, path and _each(path)))
        self._all([*([node.test] if node.test else []), *node.body], inner)
        self._all(node.else_, scope.inner())

    def _with(self, node: nodes.With, scope: _Scope) -> None:
        self._all(list(node.values), scope)
        inner = scope.inner()
        for target, value in zip(node.targets, node.values, strict=True):
            inner |= self._made(target, _path(value, scope))
        self._all(node.body, inner)

    def _assign(self, node: nodes.Assign, scope: _Scope) -> None:
        self.visit(node.node, scope)
        if isinstance(node.target, nodes.Tuple) and isinstance(node.node, nodes.Tuple):
            for target, value in zip(node.target.items, node.node.items, strict=False):
                scope |= self._made(target, _path(value, scope))
        else:
            scope |= self._made(node.target, _path(node.node, scope))

    def _assign_block(self, node: nodes.AssignBlock, scope: _Scope) -> None:
        self._all(node.body, scope.inner())
        scope |= self._made(node.target)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: _Scope) -> None:
        inner = scope.inner(caller=None, varargs=None, kwargs=None)
        if isinstance(node, nodes.Macro):
            self._tell("made", node.name, node)
            scope[node.name] = None
        else:
            self.visit(node.call, scope)
        self._all(list(node.defaults), scope)
        for target in node.args:
            inner |= self._made(target)
        self._all(node.body, inner)

    def _block(self, node: nodes.Block, scope: _Scope) -> None:
        self._all(node.body, scope.inner())

    def _template(self, node: nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport, scope: _Scope) -> None:
        named = node.template
        choices = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
        if isinstance(named, nodes.Const) and not getattr(node, "ignore_missing", False):
            self._tell("needed", str(named.value), node)
        for choice in choices:
            if isinstance(choice, nodes.Const) and isinstance(choice.value, str):
                self._tell("template", choice.value, node)
            else:
                self._tell("unknown template", "", node)
                self.visit(choice, scope)

    def _import(self, node: nodes.Import | nodes.FromImport, scope: _Scope) -> None:
        self._template(node, scope)
        imported = [node.target] if isinstance(node, nodes.Import) else node.names
        names = [name if isinstance(name, str) else name[1] for name in imported]
        for name in names:
            self._tell("made", name, node)
            scope[name] = None

    def _filter(self, node: nodes.Filter, scope: _Scope) -> None:
        self._tell("filter", node.name, node)
        self._asked(node, scope, with_care=node.name in _WITH_CARE)

    def _test(self, node: nodes.Test, scope: _Scope) -> None:
        self._asked(node, scope, with_care=node.name in ("defined", "undefined"))

    def _asked(self, node: nodes.Filter | nodes.Test, scope: _Scope, *, with_care: bool) -> None:
        inner = node.node
        if with_care:
            inner = inner.node if isinstance(inner, nodes.Getattr | nodes.Getitem) else None
        rest = [*node.args, *node.kwargs, node.dyn_args, node.dyn_kwargs]
        self._all([part for part in (inner, *rest) if part is not None], scope)

    def _call(self, node: nodes.Call, scope: _Scope) -> None:
        called, first = node.node, node.args[0] if node.args else None
        if isinstance(called, nodes.Name) and called.name not in scope:
            self._tell("function", called.name, node)
            if called.name in ("asset", "word"):
                is_plain = isinstance(first, nodes.Const) and isinstance(first.value, str)
                name = first.value if is_plain and isinstance(first, nodes.Const) else ""
                self._tell(called.name if is_plain else f"unknown {called.name}", name, node)
        else:
            self.visit(called, scope)
        rest = [*node.args, *node.kwargs, node.dyn_args, node.dyn_kwargs]
        self._all([part for part in rest if part is not None], scope)

    def _value(self, node: nodes.Getattr | nodes.Getitem | nodes.Name, scope: _Scope) -> None:
        path = _path(node, scope)
        if path is not None and not (isinstance(node, nodes.Name) and node.name in scope):
            self._tell("value", path, node, _written(node))
        if isinstance(node, nodes.Name):
            return
        if isinstance(node, nodes.Getitem):
            self.visit(node.arg, scope)
        # The longest path says all of the shorter ones.
        inner = node.node
        while isinstance(inner, nodes.Getattr):
            inner = inner.node
        if path is None or not isinstance(inner, nodes.Name):
            self.visit(node.node if path is None else inner, scope)


def _each(path: str) -> str:
    return path.removesuffix(_GROUP) if path.endswith(_GROUP) else path + _ANY


def _path(node: nodes.Node, scope: _Scope) -> str | None:
    """How a value is reached from what every template sees; None when it cannot be told."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.CondExpr):
        # `entries if … else []`: what it is when it is something.
        is_nothing = isinstance(node.expr2, nodes.Const) or node.expr2 == nodes.List([])
        return _path(node.expr1, scope) if is_nothing else None
    if not isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter) or node.node is None:
        return None
    path = _path(node.node, scope)
    if path is None:
        return None
    if isinstance(node, nodes.Getattr):
        return f"{path}.{node.attr}"
    return _filtered(path, node.name) if isinstance(node, nodes.Filter) else _item(path, node.arg)


def _filtered(path: str, name: str) -> str | None:
    if name in _SAME_THINGS:
        return path
    if name in _ONE_OF_THEM:
        return _each(path)
    return path + _GROUP if name in _IN_GROUPS else None


def _item(path: str, wanted: nodes.Node) -> str | None:
    if isinstance(wanted, nodes.Slice):
        return path
    if not isinstance(wanted, nodes.Const):
        return None
    return f"{path}.{wanted.value}" if isinstance(wanted.value, str) else _each(path)


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_written(node.node)}[{node.arg.value!r}]"
    return node.name if isinstance(node, nodes.Name) else "…"

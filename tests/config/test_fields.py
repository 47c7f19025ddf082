"""Typed values from nodes: right ones convert, wrong ones are all reported, with their line and what to type."""

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import defstruct

from voicebuilder.config import yaml
from voicebuilder.config.fields import Meta, Struct, parse
from voicebuilder.config.schema import Settings
from voicebuilder.config.yaml import Mapping, Scalar, Sequence
from voicebuilder.errors import Problem, Severity

FILE = "voicebuilder.yaml"


class Author(Struct, frozen=True, kw_only=True):
    name: str
    email: str = ""


class Link(Struct, frozen=True, kw_only=True):
    label: str
    url: Annotated[str, Meta(examples=["/about/"])]


class Span(Struct, frozen=True, kw_only=True):
    first: int = 0
    last: int = 9

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("`first` is after `last`", "Swap them.")


class Config(Struct, frozen=True, kw_only=True):
    title: Annotated[str, Meta(min_length=1, description="The site's name.")] = "none"
    paginate: Annotated[int, Meta(ge=1, le=1000)] = 20
    drafts: bool = False
    ratio: float = 0.5
    author: Author = Author(name="nobody")
    navigation: tuple[Link, ...] = ()
    names: list[str] = []  # noqa: RUF012 -- msgspec copies an empty default
    pair: Annotated[tuple[int, ...], Meta(min_length=2)] = (1, 2)
    permalinks: dict[str, str] = {}  # noqa: RUF012
    options: dict[str, Any] = {}  # noqa: RUF012
    level: Literal["error", "warn"] = "error"
    handle: Annotated[str, Meta(pattern="^[a-z]+$", title="small letters", examples=["ada"])] = "x"
    language: Annotated[str, Meta(pattern="^[a-z]+$", description="A tag such as en.")] = "en"
    step: Annotated[int, Meta(multiple_of=5, examples=[5])] | None = None
    max: int | str = 1
    span: Span = Span()
    anything: Any = None


class Required(Struct, frozen=True, kw_only=True):
    title: Annotated[str, Meta(description="The site's name.")]
    url: Annotated[str, Meta(examples=["https://me.example/"])]


class Renamed(Struct, frozen=True, rename={"class_": "class"}):
    class_: str


def read(text: str, shape: type[Any] = Config, where: str = "") -> tuple[Any, list[str]]:
    mapping, faults = yaml.parse(text)
    assert not faults
    value, problems = parse(mapping, shape, FILE, where)
    assert (value is None) == bool(problems)
    assert all(problem.severity is Severity.ERROR for problem in problems)
    return value, [str(problem).replace("error: ", "") for problem in problems]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("title: No", "title", "No"),
        ("title: 010", "title", "010"),
        ("title: 'null'", "title", "null"),
        ("title: Ünïcode – 日本", "title", "Ünïcode – 日本"),
        ("paginate: 20", "paginate", 20),
        ("paginate: '20'", "paginate", 20),
        ("drafts: yes", "drafts", True),
        ("drafts: On", "drafts", True),
        ("drafts: TRUE", "drafts", True),
        ("drafts: 'no'", "drafts", False),
        ("drafts: oFF", "drafts", False),
        ("ratio: 2", "ratio", 2.0),
        ("author: {name: Ada}", "author", Author(name="Ada")),
        ("navigation: [{label: A, url: /a/}]", "navigation", (Link(label="A", url="/a/"),)),
        ("names: [on, 3.10]", "names", ["on", "3.10"]),
        ("permalinks: {posts: '/{slug}/'}", "permalinks", {"posts": "/{slug}/"}),
        ("options: {dark: yes, sizes: [1, {a: b}]}", "options", {"dark": "yes", "sizes": ["1", {"a": "b"}]}),
        ("level: warn", "level", "warn"),
        ("step: 10", "step", 10),
        ("max: 7", "max", 7),
        ("max: none", "max", "none"),
        ("span: {first: 3}", "span", Span(first=3)),
        ("anything: [a, {b: c}]", "anything", ["a", {"b": "c"}]),
    ],
)
def test_converts(text, field, value):
    config, problems = read(text)
    assert problems == []
    assert getattr(config, field) == value
    assert type(getattr(config, field)) is type(value)


@pytest.mark.parametrize("null", ["", "~", "null"])
@pytest.mark.parametrize("field", Config.__struct_fields__)
def test_null_is_not_given(null, field):
    config, problems = read(f"{field}: {null}")
    assert problems == []
    assert config == Config()


def test_null_in_a_dict_is_not_given():
    config, _ = read("permalinks: {posts: ~, notes: /n/}")
    assert config.permalinks == {"notes": "/n/"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "paginate: many",
            '1:11: `paginate` must be a whole number from 1 to 1000 (it is "many"). Write for example `paginate: 1`.',
        ),
        (
            "paginate: 0",
            '1:11: `paginate` must be a whole number from 1 to 1000 (it is "0"). Write for example `paginate: 1`.',
        ),
        ("drafts: maybe", '1:9: `drafts` must be true or false (it is "maybe"). Write for example `drafts: true`.'),
        ("drafts: 1", '1:9: `drafts` must be true or false (it is "1"). Write for example `drafts: true`.'),
        ("ratio: nan", '1:8: `ratio` must be a number (it is "nan"). Write for example `ratio: 0.5`.'),
        ("title: ''", '1:8: `title` must be text of at least 1 character (it is ""). The site\'s name.'),
        (
            "title: {a: b}",
            "1:8: `title` must be text of at least 1 character (it is a table of keys). The site's name.",
        ),
        ("author: Ada", '1:9: `author` must be a table of keys (it is "Ada"). Write for example `author: {name: …}`.'),
        ("author:\n  name: [A]", "2:9: `author.name` must be text (it is a list of 1). Write for example `name: …`."),
        ("names: Ada", '1:8: `names` must be a list (it is "Ada"). Write for example `names: […]`.'),
        ("names: [a, ~]", "1:12: `names[2]` must be text (it is empty). Write for example `…`."),
        (
            "pair: [5]",
            "1:7: `pair` must be a list of at least 2 items (it is a list of 1). Write for example `pair: [20]`.",
        ),
        (
            "pair: [1, b]",
            '1:11: `pair[2]` must be a whole number (it is "b"). Write for example `20`.',
        ),
        (
            "navigation:\n- label: A\n  url: /a/\n- label: B",
            "4:3: the key `navigation[2].url` is missing. Add `url: /about/`.",
        ),
        (
            "navigation: [A]",
            '1:14: `navigation[1]` must be a table of keys (it is "A"). Write for example `{label: …}`.',
        ),
        (
            "permalinks: {posts: [a]}",
            "1:21: `permalinks.posts` must be text (it is a list of 1). Write for example `posts: …`.",
        ),
        ("level: errr", '1:8: `level` must be `error` or `warn` (it is "errr"). Did you mean `error`?'),
        ("level: 17", '1:8: `level` must be `error` or `warn` (it is "17"). Write for example `level: error`.'),
        ("handle: A b", '1:9: `handle` must be small letters (it is "A b"). Write for example `handle: ada`.'),
        ("language: A b", '1:11: `language` must be text of the right form (it is "A b"). A tag such as en.'),
        (
            "step: 3",
            '1:7: `step` must be a whole number that is a multiple of 5 (it is "3"). Write for example `step: 5`.',
        ),
        (
            "max: [a]",
            "1:6: `max` must be a whole number or text (it is a list of 1). Write for example `max: 20`.",
        ),
        ("span: {first: 8, last: 2}", "1:7: `span`: `first` is after `last`. Swap them."),
        ("titel: A", "1:1: unknown key `titel`. Did you mean `title`?"),
        ("author:\n  name: A\n  emial: x", "3:3: unknown key `author.emial`. Did you mean `email`?"),
        ("author: {name: A, zzzz: x}", "1:19: unknown key `author.zzzz`. The keys here are `name` and `email`."),
    ],
)
def test_p7_says_what_is_wrong_and_what_to_type(text, problem):
    assert read(text) == (None, [f"{FILE}:{problem}"])


def test_p7_missing_keys_say_what_to_type():
    _, problems = read("{}", Required)
    assert problems == [
        f"{FILE}:1:1: the key `title` is missing. Add `title: …`. The site's name.",
        f"{FILE}:1:1: the key `url` is missing. Add `url: https://me.example/`.",
    ]


def test_p7_a_required_key_left_empty_is_missing_where_it_stands():
    _, problems = read("title: A\nurl:", Required)
    assert problems == [f"{FILE}:2:1: the key `url` is missing. Add `url: https://me.example/`."]


def test_p7_a_misspelt_required_key_is_one_problem_not_two():
    _, problems = read("title: A\nurll: https://me.example/", Required)
    assert problems == [f"{FILE}:2:1: unknown key `urll`. Did you mean `url`?"]


def test_p7_all_faults_of_a_file_in_the_order_of_its_lines():
    _, problems = read("paginate: x\nbogus: 1\nauthor:\n  naame: A\ndrafts: x\nlevel: x")
    assert [problem.split(":")[1] for problem in problems] == ["1", "2", "4", "5", "6"]


def test_the_outer_meta_speaks_before_that_of_the_type_it_narrows():
    handle = Annotated[str, Meta(pattern="^[a-z]+$", title="small letters", examples=["ada"])]
    shape = defstruct("Shape", [("user", Annotated[handle, Meta(examples=["grace"])])])
    _, problems = read("user: A", shape)
    assert problems == [f'{FILE}:1:7: `user` must be small letters (it is "A"). Write for example `user: grace`.']


def test_names_begin_with_where():
    _, problems = read("first: a", Span, "deep.span")
    assert "`deep.span.first`" in problems[0]


def test_keys_as_the_file_spells_them():
    assert read("class: a", Renamed) == (Renamed("a"), [])
    assert read("class_: a", Renamed)[1] == [f"{FILE}:1:1: unknown key `class_`. Did you mean `class`?"]


def test_messages_stay_on_one_short_line():
    _, (problem,) = read("paginate: >-\n  " + "é " * 500)
    assert len(problem) < 250
    assert "\n" not in problem
    value, problems = parse(Mapping({"a\n\x1b" * 99: Scalar("", 1, 1, quoted=True)}, {}, 3, 4), Config, FILE)
    assert value is None
    assert str(problems[0]).isprintable()
    assert (problems[0].line, problems[0].column) == (3, 4)


def scalars() -> st.SearchStrategy[Scalar]:
    texts = st.text(max_size=8) | st.sampled_from(["yes", "null", "", "1", "-3", "1e400", "nan", "error", "9" * 400])
    return st.builds(Scalar, texts, st.integers(1, 99), st.integers(1, 99), quoted=st.booleans())


def mappings(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapping]:
    keys = st.sampled_from([*Config.__struct_fields__, "name", "label", "url", "first", "last"]) | st.text(max_size=4)
    items = st.dictionaries(keys, children, max_size=6)
    return st.builds(lambda i, line: Mapping(i, dict.fromkeys(i, (line, 1)), line, 1), items, st.integers(1, 99))


nodes = st.recursive(
    scalars(),
    lambda inner: st.builds(Sequence, st.lists(inner, max_size=4).map(tuple), st.just(1), st.just(1)) | mappings(inner),
    max_leaves=12,
)


@pytest.mark.parametrize("shape", [Config, Required, Settings])
@given(mapping=mappings(nodes))
def test_never_raises_and_gives_a_value_or_problems(shape, mapping):
    value, problems = parse(mapping, shape, FILE)
    assert isinstance(value, shape) != bool(problems)
    assert all(isinstance(problem, Problem) and problem.path == FILE and problem.line for problem in problems)
    assert list(problems) == sorted(problems, key=lambda problem: (problem.line, problem.column))
    assert parse(mapping, shape, FILE) == (value, problems)

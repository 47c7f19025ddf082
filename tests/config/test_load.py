from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from voicebuilder.config import Config, Overrides, load
from voicebuilder.errors import ExitCode, MachineError, UsageError
from voicebuilder.text.urls import Base

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = "title: Harbour notes\nurl: https://me.example/\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Config]:
    """The config of a site with this file."""

    def run(content: str | bytes, overrides: Overrides | None = None) -> Config:
        (tmp_path / "voicebuilder.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(tmp_path, overrides)

    return run


@pytest.fixture
def refused(loaded: Callable[..., Config]) -> Callable[..., list[str]]:
    """What is said of a file that cannot be."""

    def run(content: str | bytes) -> list[str]:
        with pytest.raises(UsageError) as caught:
            loaded(content)
        assert caught.value.exit_code == ExitCode.USAGE
        return [str(problem) for problem in caught.value.problems]

    return run


def test_the_least_that_will_do(loaded: Callable[..., Config], tmp_path: Path) -> None:
    config = loaded(GOOD)
    assert (config.folder, config.base, config.zone) == (tmp_path, Base("https://me.example"), ZoneInfo("UTC"))
    assert (config.output, config.signup) == (tmp_path / "_site", None)


def test_all_of_it(loaded: Callable[..., Config], tmp_path: Path) -> None:
    config = loaded(
        GOOD
        + "timezone: Europe/Lisbon\noutput: public\npaginate: 5\nfeeds: {items: 7}\nkeep: [CNAME, .git]\n"
        + "author: {name: No, url: /about/, photo: /me.jpg}\nprofiles: [https://a.example/@me, mailto:me@a.example]\n"
        + "navigation:\n  - {label: About, url: /about/}\n  - {label: Shop, url: https://shop.example/}\n"
        + "permalinks: {posts: '/{year}/{slug}/'}\nsignup: {provider: buttondown, username: me}\nbroken_links: warn\n"
        + "theme_options: {hue: 40}\nmarkdown: {raw_html: no}\n"
    )
    settings = config.settings
    assert (config.zone, config.output) == (ZoneInfo("Europe/Lisbon"), tmp_path / "public")
    assert (settings.paginate, settings.feeds.items, settings.keep) == (5, 7, ("CNAME", ".git"))
    assert (settings.author.name, settings.author.photo) == ("No", "/me.jpg")
    assert [item.url for item in settings.navigation] == ["/about/", "https://shop.example/"]
    assert settings.profiles == ("https://a.example/@me", "mailto:me@a.example")
    assert (settings.broken_links, settings.markdown.raw_html) == ("warn", False)
    assert config.signup is not None
    assert list(config.signup.items) == ["provider", "username"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()])
def test_what_notepad_makes_of_it(loaded: Callable[..., Config], content: bytes) -> None:
    assert loaded(content).settings.title == "Harbour notes"


def test_where_keys_stand(loaded: Callable[..., Config]) -> None:
    places = loaded(GOOD + "theme: default\ntheme_options:\n  hue: 40\npermalinks: {posts: '/{slug}/'}\n").places
    assert places["theme"] == (3, 1)
    assert places["theme_options.hue"] == (5, 3)
    assert places["permalinks.posts"] == (6, 14)


def test_an_empty_sign_up_is_none(loaded: Callable[..., Config]) -> None:
    assert loaded(GOOD + "signup:\n").signup is None
    assert loaded(GOOD + "signup: {}\n").signup is None


def test_the_base_path(loaded: Callable[..., Config]) -> None:
    assert loaded("title: T\nurl: https://me.github.io/blog\n").base == Base("https://me.github.io", "/blog")


def test_the_command_line_comes_before_the_file(loaded: Callable[..., Config]) -> None:
    config = loaded(GOOD, Overrides("http://localhost:8000/x/", Path("/tmp/out")))  # noqa: S108 -- nothing is written
    assert config.base == Base("http://localhost:8000", "/x")
    assert config.output == Path("/tmp/out")  # noqa: S108


def test_p7_a_base_url_that_is_none(loaded: Callable[..., Config]) -> None:
    with pytest.raises(UsageError, match=r"`--base-url me.example` is no address"):
        loaded(GOOD, Overrides("me.example"))


def test_p7_no_config(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no voicebuilder.yaml in .*voicebuilder init my-site"):
        load(tmp_path)
    with pytest.raises(UsageError, match=r"there is no voicebuilder\.yaml"):
        load(tmp_path / "nowhere")


def test_a_config_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "voicebuilder.yaml").mkdir()
    with pytest.raises(MachineError, match="cannot read"):
        load(tmp_path)


# Line 3 is wrong in each.
@pytest.mark.parametrize(
    ("line", "where", "message", "hint"),
    [
        ("tilte: X", "3:1", "unknown key `tilte`", ""),
        ("pagniate: 5", "3:1", "unknown key `pagniate`", "Did you mean `paginate`?"),
        ("author: {bioo: X}", "3:10", "unknown key `author.bioo`", "Did you mean `bio`?"),
        ("navigation: [{lable: A, url: /a/}]", "3:15", "unknown key `navigation[1].lable`", "Did you mean `label`?"),
        ("paginate: many", "3:11", "`paginate` must be a whole number", ""),
        ("paginate: 0", "3:11", "`paginate` must be a whole number from 1 to 1000", ""),
        ("feeds: {items: 0}", "3:16", "`feeds.items` must be", ""),
        ("broken_links: wrn", "3:15", "`broken_links` must be", "Did you mean `warn`?"),
        ("language: english please", "3:11", "`language` must be", ""),
        ("timezone: Europe/Lissabon", "3:1", "`timezone: Europe/Lissabon` is not known", "Write an IANA name"),
        ("timezone: ../../etc/passwd", "3:1", "`timezone: ../../etc/passwd` is not known", "Write an IANA name"),
        ("timezone: Europe", "3:1", "`timezone: Europe` is not known", "Write an IANA name"),
        ("timezone: ''", "3:1", "`timezone: ` is not known", "Write an IANA name"),
        ("navigation: [{label: About}]", "3:14", "the key `navigation[1].url` is missing", ""),
        ("title: Other", "3:1", 'duplicate key "title" (first at line 1)', "Remove one."),
        ("author: &me {name: X}", "3:9", "an anchor (`&me`) is YAML that is not understood here", ""),
        ("output: ''", "3:9", "`output` must be", ""),
    ],
)
def test_p7_faults_have_their_line(
    refused: Callable[..., list[str]], line: str, where: str, message: str, hint: str
) -> None:
    (said,) = refused(GOOD + line + "\n")
    assert said.startswith(f"voicebuilder.yaml:{where}: error: {message}")
    assert hint in said


@pytest.mark.parametrize(
    "url", ["me.example", "ftp://me.example/", "https://me.example/?a", "https://me.example/%2e%2e/"]
)
def test_p7_an_address_that_is_none(refused: Callable[..., list[str]], url: str) -> None:
    (said,) = refused(f"title: T\nurl: {url}\n")
    assert said.startswith(f"voicebuilder.yaml:2:1: error: `url: {url}` is no address: ")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\\tscript:alert(1)", "vbscript:x",
        "data:text/html,x", "blob:https://x", "file:///etc/passwd", "//evil.example/", "about/", "about.html", "../x",
        "#top", "", "https://a b/",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("profiles: [https://ok.example/, URL]", 33),
        ("author: {url: URL}", 15),
        ("author: {photo: URL}", 17),
        ("navigation: [{label: OK, url: /}, {label: X, url: URL}]", 51),
    ],
)
def test_p7_an_address_that_may_not_become_a_link(
    refused: Callable[..., list[str]], loaded: Callable[..., Config], text: str, column: int, url: str
) -> None:
    content = GOOD + "\n" + text.replace("URL", f'"{url}"') + "\n"
    if url == "" and "author" in text:
        assert loaded(content).settings.author.url == ""  # the default: none
        return
    (said,) = refused(content)
    assert said.startswith(f"voicebuilder.yaml:4:{column}: error: `")
    assert "Write" in said


def test_a_profile_is_a_whole_address(refused: Callable[..., list[str]]) -> None:
    (said,) = refused(GOOD + "profiles: [/about/]\n")
    assert said.startswith("voicebuilder.yaml:3:12: error: `profiles` ")


def test_p7_all_faults_at_once_in_the_order_of_the_lines(refused: Callable[..., list[str]]) -> None:
    content = "titel: T\nurl: nope\ntimezone: X/Y\nprofiles: ['javascript:x']\npaginate: -1\n"
    assert _places(refused(content)) == ["1:1", "4:12", "5:11"]
    # With the types put right, what they cannot tell.
    assert _places(refused(content.replace("titel", "title").replace("-1", "5"))) == ["2:1", "3:1", "4:12"]


def _places(said: list[str]) -> list[str]:
    return [line.removeprefix("voicebuilder.yaml:").partition(": error: ")[0] for line in said]


@pytest.mark.parametrize("content", ["", "\n", "# nothing\n"])
def test_p7_no_keys(refused: Callable[..., list[str]], content: str) -> None:
    assert [line[:48] for line in refused(content)] == [
        "voicebuilder.yaml:1:1: error: the key `title` is", "voicebuilder.yaml:1:1: error: the key `url` is m",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a\n- b\n", "1:1: error: a list stands here"),
        ("just text\n", "1:1: error: this is text without keys"),
        # What YAML cannot read hides the keys below it, so nobody says that they are missing.
        ('title: "Harbour\nurl: https://me.example/\n', "1:8: error: the quote that opens here is never closed"),
    ],
)
def test_p7_no_yaml(refused: Callable[..., list[str]], content: str, message: str) -> None:
    (said,) = refused(content)
    assert said.startswith(f"voicebuilder.yaml:{message}")


def test_p7_faults_of_yaml_and_of_types_are_told_together(refused: Callable[..., list[str]]) -> None:
    assert _places(refused(GOOD + "paginate: many\ntitle: Other\n")) == ["3:11", "4:1"]


def test_p7_not_utf_8(refused: Callable[..., list[str]]) -> None:
    assert refused(b"title: T\nauthor: {name: Andr\xe9}\n") == [
        "voicebuilder.yaml:2: error: this is not UTF-8 text. Save the file as UTF-8."
    ]

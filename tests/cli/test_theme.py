"""`voicebuilder theme list|check|eject|diff`, as a writer types them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from voicebuilder.cli.theme import command as theme_command
from voicebuilder.theme.find import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran, Site

    Command = Callable[..., Ran]

CONFIG = "title: Harbour notes\nurl: https://example.org/\n"
MINE = {
    "voicebuilder.yaml": CONFIG + "theme: mine\ntheme_options:\n  accent: '#888'\n  share: [email]\n  size: 4\n",
    "mine/theme.yaml": (
        "description: My own.\nextends: letter\noptions:\n"
        "  size: { type: number, default: 3, least: 1, most: 9, about: How large. }\n"
    ),
    "_old/theme.yaml": "description: Old.\n",
    ".hidden/theme.yaml": "description: Hidden.\n",
    "broken/theme.yaml": "nonsense: 1\n",
}


class TestList:
    def test_themes_and_options_of_the_site(self, make_site: Callable[..., Site], command: Command) -> None:
        ran = command("theme", "list", make_site(MINE).folder)
        assert (ran.code, ran.err) == (0, "")
        assert max(map(len, ran.out.splitlines())) <= 80
        assert "\n* mine    My own. (in your site)\n" in ran.out
        assert "\n  broken  Its theme.yaml cannot be read: unknown key `nonsense`. (in your site)\n" in ran.out
        assert "Old." not in ran.out
        assert "Hidden." not in ran.out
        for name in ("letter", "poster", "stream"):
            sentence = find(name, Path("/nowhere")).manifests[0].description
            assert f"  {name}" in ran.out
            assert sentence.split()[0] in ran.out
        options = ran.out.partition("Options of mine")[2]
        assert "\nscheme: auto    # auto, light or dark\n    auto follows the reader's device;" in options
        assert "\nsize: 4    # a number from 1 to 9; yours, the default is 3\n    How large.\n" in options
        assert "\navatar: false    # true or false\n" in options
        assert '\nhero: ""    # text\n' in options
        assert "\nshare: [email]\n" in options

    def test_the_accent_says_what_it_becomes(self, make_site: Callable[..., Site], command: Command) -> None:
        out = command("theme", "list", make_site(MINE).folder).out
        # Too long for one line.
        assert '\n# a hue from 0 to 360, or a CSS colour; yours, the default is 25\naccent: "#888"\n' in out
        shown = re.search(
            r"It becomes light (#[0-9a-f]{6}) \((.*):1\), dark (#[0-9a-f]{6}) \((.*):1\)\.", " ".join(out.split())
        )
        assert shown
        assert float(shown[2]) >= 7
        assert float(shown[4]) >= 7
        assert shown[1] < "#888888" < shown[3]

    def test_outside_of_a_site_it_lists_themes(self, tmp_path: Path, command: Command) -> None:
        ran = command("theme", "list", cwd=tmp_path)
        assert ran.code == 0
        assert re.findall(r"^  (\w+)  ", ran.out, re.MULTILINE) == ["letter", "poster", "stream"]
        assert "*" not in ran.out
        assert ran.out.endswith("The options of one: voicebuilder theme list --theme NAME\n")

    def test_the_options_of_another_theme(self, tmp_path: Path, command: Command) -> None:
        out = command("theme", "list", "--theme", "stream", cwd=tmp_path).out
        assert "Options of stream" in out
        assert "\navatar: true    # true or false\n" in out

    def test_a_theme_in_a_deeper_folder_is_listed(self, make_site: Callable[..., Site], command: Command) -> None:
        files = {"voicebuilder.yaml": CONFIG + "theme: looks/mine\n", "looks/mine/theme.yaml": "description: Deep.\n"}
        assert "* looks/mine  Deep. (in your site)\n" in command("theme", "list", make_site(files).folder).out

    def test_json_has_all_of_it(self, make_site: Callable[..., Site], command: Command) -> None:
        data = json.loads(command("theme", "list", make_site(MINE).folder, "--json").out)
        assert [theme["name"] for theme in data["themes"] if theme["in_use"]] == ["mine"]
        options = {option["name"]: option for option in data["options"]}
        assert (options["size"]["value"], options["size"]["default"]) == (4, 3)
        assert [scheme for scheme, _, _ in options["accent"]["shown"]] == ["light", "dark"]

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            (
                {"voicebuilder.yaml": CONFIG + "theme: lettr\n"},
                "voicebuilder.yaml:3:1: error: there is no theme `lettr`",
            ),
            (
                {"voicebuilder.yaml": CONFIG + "theme_options:\n  scheme: drak\n"},
                "voicebuilder.yaml:4:11: error: `theme_options.scheme`",
            ),
        ],
    )
    def test_a_config_that_is_wrong_says_where(
        self, files: dict[str, str], message: str, make_site: Callable[..., Site], command: Command
    ) -> None:
        ran = command("theme", "list", make_site(files).folder)
        assert ran.code == 2
        assert ran.err.startswith(message)


class TestCheck:
    def test_a_clean_theme_says_so_and_what_a_host_may_send(
        self, make_site: Callable[..., Site], command: Command
    ) -> None:
        ran = command("theme", "check", make_site({}).folder)
        assert ran.code == 0
        assert re.fullmatch(r"\d+ pages of 25 kinds rendered; nothing to put right\.\n", ran.err)
        assert re.fullmatch(r"Content-Security-Policy: default-src 'self'; style-src 'self' 'sha256-.{43}='\n", ran.out)

    def test_errors_end_with_1_and_warnings_do_not(self, make_site: Callable[..., Site], command: Command) -> None:
        site = make_site({"theme/wide.html": ""})
        ran = command("theme", "check", site.folder)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith("theme/wide.html: warning: nothing uses this file")
        assert ran.err.endswith("kinds rendered; 0 errors, 1 warning.\n")
        strict = command("theme", "check", site.folder, "--strict")
        assert strict.code == 1
        assert strict.err.startswith("theme/wide.html: error: ")
        site.write({"theme/404.html": "\n{{ nonesuch }}"})
        ran = command("theme", "check", site.folder)
        assert ran.code == 1
        assert "theme/404.html:2: error: 'nonesuch' is undefined" in ran.err

    def test_it_needs_a_site(self, tmp_path: Path, command: Command) -> None:
        assert command("theme", "check", cwd=tmp_path).code == 2


class TestEjectAndDiff:
    def test_from_copy_to_up_to_date(self, make_site: Callable[..., Site], command: Command) -> None:
        site = make_site({**MINE, "mine/home.html": "one\n"})

        def say(*words: str) -> str:
            ran = command("theme", *words, cwd=site.folder)
            assert ran.code == 0
            return ran.out

        assert say("diff") == "There are no files of yours in theme/: all pages follow the theme.\n"
        ran = command("theme", "eject", "home.html", cwd=site.folder)
        assert (ran.code, ran.out) == (0, "theme/home.html\n")
        assert ran.err == "It came from mine, and stands before it now.\n"
        assert say("diff") == "theme/home.html: the same as mine's. Delete it to follow the theme.\n"
        site.write({"theme/home.html": "one\nmore\n"})
        assert say("diff") == "theme/home.html: up to date with mine, with your changes (+1 -0 lines).\n"
        site.write({"mine/home.html": "uno\n"})
        behind = say("diff")
        assert behind.startswith(
            "theme/home.html: behind: mine's file changed since you copied it (yours: +1 -0 lines).\n"
        )
        assert "\n-one\n+uno\n" in behind
        assert "+more" not in behind
        assert behind.endswith("Put these into your file, then: voicebuilder theme eject --origin home.html\n")
        assert "+more" in say("diff", "home.html")
        assert say("eject", "--origin", "home.html") == "theme/home.html\n"
        assert "up to date" in say("diff", ".")

    def test_a_copy_without_changes_that_fell_behind_may_go(
        self, make_site: Callable[..., Site], command: Command
    ) -> None:
        site = make_site({**MINE, "mine/home.html": "one\n"})
        command("theme", "eject", "home.html", site.folder)
        site.write({"mine/home.html": "uno\n"})
        out = command("theme", "diff", site.folder).out
        assert out.endswith("You changed nothing in it: delete it to follow the theme.\n")

    def test_a_style_sheet_can_be_added_to(self, make_site: Callable[..., Site], command: Command) -> None:
        ran = command("theme", "eject", "assets/style.css", make_site({}).folder)
        assert 'let it hold only @import "letter/style.css"; and your own lines.' in ran.err

    def test_a_copy_is_refused_where_there_is_one(self, make_site: Callable[..., Site], command: Command) -> None:
        site = make_site({"theme/home.html": "mine"})
        ran = command("theme", "eject", "home.html", site.folder)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("theme/home.html: error: this file is yours already; nothing was changed.")

    @pytest.mark.parametrize("words", [("eject", "hom.html"), ("diff", "hom.html"), ("eject",), ("lst",), ()])
    def test_what_is_not_there_is_wrong_usage(
        self, words: tuple[str, ...], make_site: Callable[..., Site], command: Command
    ) -> None:
        ran = command("theme", *words, cwd=make_site({}).folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err


def test_every_command_and_option_is_described() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/reference/commands.md").read_text("utf-8")
    assert isinstance(theme_command, click.Group)
    for name, one in theme_command.commands.items():
        part = re.search(rf"^### theme {name}\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
        assert part, name
        wanted = {option for param in one.params if isinstance(param, click.Option) for option in param.opts}
        assert set(re.findall(rf"^\| `theme {name} (--[\w-]+)", part[1], re.MULTILINE)) == wanted
        for param in one.params:
            assert (
                isinstance(param, click.Option) or param.make_metavar(click.Context(one)).strip("[]").upper() in part[1]
            )

"""What goes wrong beside a preview: files that come back, links, quick saves, a terminal or a folder that is gone."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from voicebuilder import content, markup
from voicebuilder.errors import VoicebuilderError
from voicebuilder.preview import planner as planners
from voicebuilder.preview.studio import Studio, Taste

from .session import session, until
from .test_planner import POST, SITE, Preview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

    Make = Callable[..., Site]


@pytest.fixture
def preview(make_site: Make) -> Preview:
    return Preview(make_site(SITE))


# ---- planner: what is taken for no news


@pytest.mark.parametrize("path", ["posts/other.md", "posts/quay.png"])
def test_a_file_that_comes_back_as_it_was_takes_its_errors_away(preview: Preview, path: str) -> None:
    """`git stash` and `git stash pop`; a folder renamed and renamed back; a right taken and given again."""
    file = preview.site.folder / path
    data = file.read_bytes()
    preview.save(path, data + b"\n")  # looked at once before
    preview.save(path, data)
    file.unlink()
    preview.planner.renew([str(file)])
    assert preview.planner.state.errors  # something links to it
    preview.save(path, data)
    assert not preview.planner.state.errors


@pytest.mark.parametrize("path", ["posts/quay.png", "static/robots.txt"])
def test_a_file_that_was_never_looked_at_and_is_deleted_is_news(preview: Preview, path: str) -> None:
    file = preview.site.folder / path
    file.unlink()
    assert preview.planner.renew([str(file)])
    assert bool(preview.planner.state.errors) == (path == "posts/quay.png")


def test_a_faulty_file_that_is_deleted_takes_its_error_away(make_site: Make) -> None:
    preview = Preview(make_site(SITE | {"posts/new.md": "---\ndate: soon\n---\n"}))
    file = preview.site.folder / "posts/new.md"
    assert [problem.path for problem in preview.planner.state.errors] == ["posts/new.md"]
    file.unlink()
    assert preview.planner.renew([str(file)])
    assert not preview.planner.state.errors


@pytest.mark.parametrize(
    ("path", "text"), [("posts/harbour.md", POST), ("static/robots.txt", "x"), ("posts/quay.png", "x")]
)
def test_a_file_replaced_by_a_link_out_of_the_site_is_not_followed(
    preview: Preview, tmp_path: Path, path: str, text: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(text.replace("Ships", "Secrets"))
    file = preview.site.folder / path
    file.unlink()
    file.symlink_to(secret)
    preview.planner.renew([str(file)])
    with pytest.raises(VoicebuilderError):
        preview.site.build(drafts=True)  # "this link leads out of the site folder"
    assert preview.planner.state.errors


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("voicebuilder.yaml", "title: Other notes\nurl: https://me.github.io/blog/\n"),
        ("theme/home.html", "other"),
    ],
)
def test_what_is_saved_while_the_first_plan_is_made_is_news(
    make_site: Make, monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    site = make_site(SITE | {"theme/home.html": "home"})
    real = planners.build.plan

    def slow(*what: object) -> object:
        made = real(*what)
        site.write({path: text})  # a large site takes seconds
        return made

    with monkeypatch.context() as patched:
        patched.setattr(planners.build, "plan", slow)
        preview = Preview(site)
    assert preview.planner.renew([str(site.folder / path)])  # as the session says it, by two scans
    preview.is_fresh()


def test_a_theme_that_cannot_be_read_yet_is_watched(make_site: Make) -> None:
    files = {
        "voicebuilder.yaml": SITE["voicebuilder.yaml"] + "theme: design/mine\n",
        "design/mine/theme.yaml": "name: mine\nextends: nowhere\n",
    }
    preview = Preview(make_site(SITE | files))
    assert [problem.path for problem in preview.planner.state.errors] == ["design/mine/theme.yaml"]
    faulty = preview.site.folder / "design/mine/theme.yaml"
    assert str(faulty).startswith(preview.planner.places.prefixes), "its correction will never be heard of"


def test_a_typo_in_the_config_does_not_cost_the_cache(make_site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(SITE)
    before = Preview(site).shown()
    site.write({"voicebuilder.yaml": SITE["voicebuilder.yaml"] + "theme: nowhere\n"})
    Preview(site).planner.save()
    site.write({"voicebuilder.yaml": SITE["voicebuilder.yaml"]})

    converted, real = [], markup.convert

    def counted(*what: object) -> object:
        converted.append(what)
        return real(*what)

    monkeypatch.setattr(markup, "convert", counted)
    assert Preview(site).shown() == before
    assert not converted, f"{len(converted)} texts were converted again"


def test_a_time_zone_that_changes_beside_an_error_moves_all_dates(preview: Preview) -> None:
    """Nor does the cache keep what was read in the other zone: the next build would publish it."""
    preview.save("posts/other.md", "---\ndate: soon\n---\n")
    preview.save("voicebuilder.yaml", f"{SITE['voicebuilder.yaml']}timezone: Asia/Kolkata\n")
    preview.save("posts/harbour.md", POST.replace("Ships", "Boats"))
    preview.save("posts/other.md", SITE["posts/other.md"])
    preview.save("posts/new.md", "# New\n")
    assert not preview.planner.state.errors
    preview.planner.save()
    built = preview.site.build(drafts=True).page("/posts/harbour/")
    shown = preview.shown()["/posts/harbour/"]
    assert isinstance(shown, bytes)
    assert ["2026-11-20T09:30:00+05:30" in page for page in (built, shown.decode())] == [True, True]


# ---- the watch thread must outlive whatever happens


def saved_again_at_once(site: Site, text: str) -> Callable[..., object]:
    """A second save, between the reading of a file and the conversion of its text."""
    real, texts = content.reread, [text]

    def reread(*what: object) -> object:
        made = real(*what)
        if texts:
            site.write({"posts/harbour.md": texts.pop()})
        return made

    return reread


def test_two_saves_in_a_row_do_not_end_the_planner(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    second = POST.replace("Ships", "Barges")
    with monkeypatch.context() as patched:
        patched.setattr(content, "reread", saved_again_at_once(preview.site, second))
        preview.save("posts/harbour.md", POST.replace("Ships", "Boats"))
    preview.planner.renew([str(preview.site.folder / "posts/harbour.md")])
    assert b"Barges" in preview.shown()["/posts/harbour/"]


def test_a_fault_of_our_own_in_a_revision_is_not_the_end(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as patched:
        patched.setattr(planners, "revise", fails)
        preview.save("posts/harbour.md", POST.replace("Ships", "Boats"))
    preview.save("posts/harbour.md", POST.replace("Ships", "Barges"))
    preview.is_fresh()


def test_a_terminal_that_is_gone_does_not_end_the_watch(make_site: Make) -> None:
    site = make_site(SITE)
    words = [sys.executable, "-m", "voicebuilder", "preview", str(site.folder), "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[0]
        process.stderr.readline()
        process.stderr.close()
        try:
            for word in ("Boats", "Barges"):
                site.write({"posts/harbour.md": POST.replace("Ships", word)})
                until(lambda word=word: word in fetched(f"{address}blog/posts/harbour/"), word)
        finally:
            process.terminate()


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 -- our own address
        return str(answer.read().decode())


# ---- studio


def test_an_entry_that_moved_there_and_back_and_is_gone_is_not_a_redirect_for_ever(preview: Preview) -> None:
    studio = Studio(preview.planner, Taste())
    file = preview.site.folder / "posts/third.md"

    def save(text: str | None) -> None:
        file.unlink() if text is None else file.write_text(text)
        studio.renew([str(file)])

    text = str(SITE["posts/third.md"])
    save(text.replace("---\ndate", "---\nslug: moved\ndate"))
    save(text)
    save(None)
    seen: list[str] = []
    path = "/blog/posts/third/"
    while (answer := studio.answer(path, {})).location:
        assert path not in seen, f"{' -> '.join(seen)} -> {path}"
        seen.append(path)
        path = answer.location
    assert answer.status == 404


def test_the_desk_is_there_also_when_the_folder_of_the_terminal_is_gone(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio(preview.planner, Taste())
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    assert studio.answer("/_preview/", {}).status == 200


@pytest.mark.parametrize("host", ["0", "0.0", "::0"])
def test_every_address_is_told_however_it_is_spelled(make_site: Make, host: str) -> None:
    with session(make_site(SITE), "--host", host) as running:
        until(lambda: "ready in" in running.said(), "the first plan")
        assert "Every machine that can reach this one" in running.said()

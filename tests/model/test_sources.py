from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.sources import MediaFile, Sources, media_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voicebuilder.model.document import Document
    from voicebuilder.model.library import Library


def found(library: Callable[..., Library], documents: list[Document], *media: str) -> dict[str, MediaFile]:
    return media_files(Sources(tuple(documents), media=media), library(*documents), with_drafts=False)


def test_files_beside_entries(document: Callable[..., Document], library: Callable[..., Library]) -> None:
    documents = [document("posts/a.md"), document("posts/index.md")]
    files = found(library, documents, "posts/cat.jpg", "posts/2024/dog.jpg")
    assert files == {
        "posts/cat.jpg": MediaFile("posts/cat.jpg", "/posts/cat.jpg"),
        "posts/2024/dog.jpg": MediaFile("posts/2024/dog.jpg", "/posts/2024/dog.jpg"),
    }


def test_files_of_a_bundle(document: Callable[..., Document], library: Callable[..., Library]) -> None:
    documents = [document("posts/2026-01-02-hello/index.md"), document("pages/me/index.md", permalink="/me.html")]
    files = found(
        library, documents, "posts/2026-01-02-hello/cat.jpg", "posts/2026-01-02-hello/x/y.jpg", "pages/me/a.png"
    )
    assert {path: (file.url, file.bundle) for path, file in files.items()} == {
        "posts/2026-01-02-hello/cat.jpg": ("/posts/hello/cat.jpg", "posts/2026-01-02-hello/index.md"),
        "posts/2026-01-02-hello/x/y.jpg": ("/posts/hello/x/y.jpg", "posts/2026-01-02-hello/index.md"),
        "pages/me/a.png": ("/a.png", "pages/me/index.md"),
    }


def test_the_nearest_bundle_owns_a_file(document: Callable[..., Document], library: Callable[..., Library]) -> None:
    documents = [document("posts/a/index.md"), document("posts/a/b/index.md")]
    files = found(library, documents, "posts/a/b/cat.jpg", "posts/a/dog.jpg")
    assert files["posts/a/b/cat.jpg"].url == "/posts/b/cat.jpg"
    assert files["posts/a/dog.jpg"].url == "/posts/a/dog.jpg"


def test_p5_a_drafts_files_are_not_those_of_the_bundle_around_it(
    document: Callable[..., Document], library: Callable[..., Library]
) -> None:
    documents = [document("posts/a/index.md"), document("posts/a/b/index.md", draft=True)]
    files = found(library, documents, "posts/a/b/secret.jpg", "posts/a/drafts/secret.jpg", "posts/a/dog.jpg")
    assert [file.path for file in files.values() if file.bundle] == ["posts/a/dog.jpg"]


def test_the_name_on_disk(tmp_path: Path) -> None:
    sources = Sources((), on_disk={"posts/é.jpg": "posts/e\u0301.jpg"})
    assert sources.file(tmp_path, "posts/é.jpg") == tmp_path / "posts/e\u0301.jpg"
    assert sources.file(tmp_path, "posts/a.jpg") == tmp_path / "posts/a.jpg"

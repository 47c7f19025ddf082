"""What editors leave is not seen; what a writer may have meant is."""

from __future__ import annotations

import pytest

from voicebuilder.preview.watching.leavings import is_leaving


@pytest.mark.parametrize(
    "name",
    [
        ".a.md.swp", ".a.md.swo", ".a.md.swpx", "a.md~", ".a.md.un~", "4913",  # vim
        ".#a.md", "#a.md#", "a.md.~1~",  # emacs
        ".a.md.kate-swp", ".goutputstream-X7BC42", "a.md.vsctmp", ".subl4f2.tmp",
        "a.md___jb_tmp___", "a.md___jb_old___", "___jb_tmp___", ".a.md.kak.Ab3dEf", ".tmpAb3dEf",
        ".~lock.a.odt#", "~$a.docx", ".DS_Store", "._a.md", ".git", ".obsidian",
        ".dropbox.cache", ".dropbox", ".syncthing.a.md.tmp", "~syncthing~a.md.tmp", ".stversions", ".a.md.~4f2a",
        ".nfs0000000012", ".fuse_hidden0001",
    ],
)  # fmt: skip
def test_a_leaving(name: str) -> None:
    assert is_leaving(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.md", "index.html", ".well-known", ".htaccess", ".nojekyll", "flash.swf", "#1.md", "~user", "4913.md",
        "49131", "tmp", "a.tmp.md", ".gitignore", "_headers", "jb_tmp", ".swp", "a.sw", "日本語.md", "a\n.md",
    ],
)  # fmt: skip
def test_a_name_of_the_writer_s(name: str) -> None:
    assert not is_leaving(name)


def test_a_folder_may_be_called_like_vim_s_probe() -> None:
    assert not is_leaving("4913", is_folder=True)
    assert is_leaving("theme~", is_folder=True)

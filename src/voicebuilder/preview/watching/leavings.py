"""Names that programs leave beside the files they work on: no writer means them, so nobody is told of them.

In: the name of a file or folder. Out: whether it is such a leaving.

Not every name that begins with a dot is one: `static/.well-known/` is content. And not every temporary name can be
known: `sed -i` writes to `sedAb12Cd`, others to six random letters. Those are gone before a change is looked at.
"""

from __future__ import annotations

import re

_ENDS = (
    "~",  # backups of vim, emacs, nano, Kate; vim's undo files
    ".tmp",  # Syncthing, Sublime Text and many more
    ".vsctmp",  # VS Code
    "___jb_tmp___",  # JetBrains: the new file
    "___jb_old___",  # JetBrains: the old one, until the new one is in its place
    "___jb_bak___",
)
_HIDDEN = re.compile(
    r"""
      \.\#.* | \#.*\#                            # emacs: lock, autosave
    | \..*\.sw([a-p]|px)                           # vim, nano: swap file
    | \..*\.kate-swp | \..*\.kak\.\w{6}          # Kate, Kakoune
    | \.goutputstream-.*                         # GNOME: gedit, Text Editor, Files
    | \.tmp\w{6}                                 # what Rust's programs write first: Zed, Helix
    | \.~lock\..*\# | ~\$.*                      # LibreOffice, Microsoft Office: lock
    | \.DS_Store | \._.*                         # macOS
    | \.obsidian | \.trash | \.git | \.hg | \.svn  # of a vault, of a repository
    | \.dropbox(\..*)? | \.st(folder|versions)   # Dropbox, Syncthing
    | \..*\.~[0-9a-f]+                           # Nextcloud
    | \.nfs[0-9a-f]+ | \.fuse_hidden.*           # deleted while open, on a network disk
    """,
    re.VERBOSE | re.DOTALL,
)
# vim makes a file of this name, for an instant, to learn whether it may write in a folder.
_PROBE = "4913"


def is_leaving(name: str, *, is_folder: bool = False) -> bool:
    """Whether a name in a folder is none of the writer's.

    Args:
        name: The last part of a path, not empty.
        is_folder: A folder may be called `4913`.
    """
    if name.endswith(_ENDS) or (name == _PROBE and not is_folder):
        return True
    return name[0] in ".#~" and _HIDDEN.fullmatch(name) is not None

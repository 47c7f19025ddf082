"""New files for a writer: a whole site, or one entry. Never over a file that is there.

In: wishes and the clock. Out: files on disk, their paths.
"""

from voicebuilder.scaffold.entry import Draft, kind_of, new
from voicebuilder.scaffold.files import add
from voicebuilder.scaffold.site import Wish, init

__all__ = ["Draft", "Wish", "add", "init", "kind_of", "new"]

"""The site while it is being written: planned in memory, served to its writer only, fresh after every save.

In: what the writer asked for. Out: a running server until Ctrl-C; nothing in the output folder.
"""

from voicebuilder.preview.planner import Wishes
from voicebuilder.preview.session import Ask, Voice, preview
from voicebuilder.preview.state import State
from voicebuilder.preview.studio import Taste

__all__ = ["Ask", "State", "Taste", "Voice", "Wishes", "preview"]

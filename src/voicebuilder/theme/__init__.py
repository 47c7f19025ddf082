"""Themes: found by name, inheriting, overridden file by file.

In: the config's `theme:` and the site folder. Out: `Theme`: where templates and assets are, in order, and the options.
"""

from voicebuilder.theme.assets import assets
from voicebuilder.theme.files import files
from voicebuilder.theme.find import Layer, Theme, find
from voicebuilder.theme.words import Words

__all__ = ["Layer", "Theme", "Words", "assets", "files", "find"]

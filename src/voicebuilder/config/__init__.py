"""What was asked: the one config file, typed.

In: `voicebuilder.yaml`. Out: `Config`.
"""

from voicebuilder.config.load import Config, Overrides, load
from voicebuilder.config.schema import Settings

__all__ = ["Config", "Overrides", "Settings", "load"]

"""voicebuilder: a folder of Markdown becomes a site its writer owns."""

__version__ = "0.1.0"

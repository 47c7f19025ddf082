"""Speaks HTTP to one writer and to nobody else; knows nothing of sites.

In: whoever has an answer for every address (`Answers`). Out: a server that runs until it is told to end.
"""

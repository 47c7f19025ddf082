"""Sees every change of the writer's files, and none twice; knows nothing of sites.

In: `Places` to look at. Out: paths that changed, when they are whole.
"""

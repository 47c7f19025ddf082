"""How long builds and saves take, beside other generators: `make bench`, and docs/explanation/performance.md.

Read `__main__` first, then `rounds` and `previews`: what is run, in which order. The package is no part of the
program.
"""

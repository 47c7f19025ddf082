"""Small pure functions on text: dates, slugs, URLs, HTML. Standard library only."""

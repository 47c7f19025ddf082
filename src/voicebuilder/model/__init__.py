"""The nouns: frozen values that pass between rooms."""

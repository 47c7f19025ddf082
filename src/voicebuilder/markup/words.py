"""The few words that we add to a page, in the page's language.

In: a language tag. Out: `Words`; English when the language is not here yet (one row in the table adds it).
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Titles of alerts, and names that screen readers speak; `back` ends with the number of the reference."""

    note: str
    tip: str
    important: str
    warning: str
    caution: str
    table: str
    code: str
    footnotes: str
    back: str
    done: str
    todo: str


_WORDS = {
    "en": Words(
        "Note", "Tip", "Important", "Warning", "Caution", "Table",
        "Code", "Footnotes", "Back to reference", "done", "to do",
    ),
    "de": Words(
        "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Tabelle",
        "Code", "Fußnoten", "Zurück zu Verweis", "erledigt", "offen",
    ),
    "es": Words(
        "Nota", "Consejo", "Importante", "Advertencia", "Precaución", "Tabla",
        "Código", "Notas", "Volver a la nota", "hecho", "pendiente",
    ),
    "fr": Words(
        "Note", "Astuce", "Important", "Avertissement", "Attention", "Tableau",
        "Code", "Notes", "Retour à l’appel de note", "fait", "à faire",
    ),
    "it": Words(
        "Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione", "Tabella",
        "Codice", "Note", "Torna al richiamo", "fatto", "da fare",
    ),
    "nl": Words(
        "Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op", "Tabel",
        "Code", "Voetnoten", "Terug naar verwijzing", "gedaan", "te doen",
    ),
    "pt": Words(
        "Nota", "Dica", "Importante", "Aviso", "Cuidado", "Tabela",
        "Código", "Notas", "Voltar à referência", "feito", "por fazer",
    ),
}  # fmt: skip


def words_of(language: str) -> Words:
    """The words in a language (BCP 47 tag)."""
    return _WORDS.get(language.lower().replace("_", "-").partition("-")[0], _WORDS["en"])

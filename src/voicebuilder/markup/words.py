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
    "ar": Words(
        "ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه", "جدول",
        "شيفرة", "الحواشي", "العودة إلى الإحالة", "تمّ", "لم يتمّ بعد",
    ),
    "cs": Words(
        "Poznámka", "Tip", "Důležité", "Varování", "Pozor", "Tabulka",
        "Kód", "Poznámky pod čarou", "Zpět k odkazu", "hotovo", "zbývá udělat",
    ),
    "da": Words(
        "Bemærk", "Tip", "Vigtigt", "Advarsel", "Pas på", "Tabel",
        "Kode", "Fodnoter", "Tilbage til henvisning", "udført", "mangler",
    ),
    "fa": Words(
        "نکته", "راهنمایی", "مهم", "هشدار", "احتیاط", "جدول",
        "کد", "پانوشت‌ها", "بازگشت به ارجاع", "انجام‌شده", "انجام‌نشده",
    ),
    "fi": Words(
        "Huomaa", "Vinkki", "Tärkeää", "Varoitus", "Varo", "Taulukko",
        "Koodi", "Alaviitteet", "Takaisin viitteeseen", "tehty", "tekemättä",
    ),
    "he": Words(
        "לתשומת לב", "טיפ", "חשוב", "אזהרה", "זהירות", "טבלה",
        "קוד", "הערות שוליים", "חזרה להפניה", "בוצע", "לביצוע",
    ),
    "ja": Words(
        "メモ", "ヒント", "重要", "警告", "注意", "表",
        "コード", "脚注", "本文に戻る：", "完了", "未完了",
    ),
    "ko": Words(
        "참고", "도움말", "중요", "경고", "주의", "표",
        "코드", "각주", "본문으로 돌아가기", "완료", "할 일",
    ),
    "no": Words(
        "Merk", "Tips", "Viktig", "Advarsel", "Forsiktig", "Tabell",
        "Kode", "Fotnoter", "Tilbake til henvisning", "gjort", "gjenstår",
    ),
    "pl": Words(
        "Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Ostrożnie", "Tabela",
        "Kod", "Przypisy", "Wróć do odsyłacza", "zrobione", "do zrobienia",
    ),
    "ru": Words(
        "Примечание", "Совет", "Важно", "Предупреждение", "Осторожно", "Таблица",
        "Код", "Сноски", "Вернуться к ссылке", "сделано", "предстоит",
    ),
    "sv": Words(
        "Obs", "Tips", "Viktigt", "Varning", "Var försiktig", "Tabell",
        "Kod", "Fotnoter", "Tillbaka till hänvisning", "klart", "att göra",
    ),
    "tr": Words(
        "Not", "İpucu", "Önemli", "Uyarı", "Dikkat", "Tablo",
        "Kod", "Dipnotlar", "Metne dön:", "yapıldı", "yapılacak",
    ),
    "uk": Words(
        "Примітка", "Порада", "Важливо", "Попередження", "Обережно", "Таблиця",
        "Код", "Виноски", "Повернутися до посилання", "зроблено", "ще не зроблено",
    ),
    "zh": Words(
        "说明", "提示", "重要", "警告", "注意", "表格",
        "代码", "脚注", "返回正文：", "已完成", "未完成",
    ),
    "zh-hant": Words(
        "說明", "提示", "重要", "警告", "注意", "表格",
        "程式碼", "註腳", "返回正文：", "已完成", "未完成",
    ),
}  # fmt: skip
# Tags whose reader is better served by another row (CLDR, "parentLocales" and likely scripts).
_ROWS = {"nb": "no", "nn": "no", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "zh-tw": "zh-hant"}


def words_of(language: str) -> Words:
    """The words in a language (BCP 47 tag)."""
    tag = language.lower().replace("_", "-")
    while tag:
        row = _ROWS.get(tag, tag)
        if row in _WORDS:
            return _WORDS[row]
        tag = tag.rpartition("-")[0]
    return _WORDS["en"]

"""From the bytes of a content file to text that every later step can rely on.

In: bytes, as an editor saved them. Out: text with LF line ends, without a byte order mark or control characters, and
the problems found. What cannot be text is an error that names line, column and, where it can be told, the encoding.
"""

from __future__ import annotations

import codecs
import re

from voicebuilder.errors import Problem, Severity

MAX_BYTES = 5 * 1000 * 1000

# XML 1.0 (section 2.2) cannot carry most of these, so one of them would break the feeds; C1 controls are what is left
# of Windows-1252 quotes that were saved as Latin-1.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Unicode bidirectional controls: they make text read differently from what it is (CVE-2021-42574). Those that only end
# such a run (U+202C, U+2069) come along with pasted links and do nothing alone.
_BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_C0 = bytes([*range(9), 11, *range(14, 32), 127])
_MARKS = (  # UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = "Save the file as UTF-8."


def decode(data: bytes, path: str = "") -> tuple[str, tuple[Problem, ...]]:
    """Decode a content file.

    Args:
        data: The whole file, at most `MAX_BYTES` bytes.
        path: For the problems.

    Returns:
        The text, and problems; after an error the text is empty, because parts of it could be published wrongly. CRLF
        and CR became LF, a form feed a space. No bytes make this raise.
    """
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        return "", (Problem(message, "Split it, or move what is no text out of it.", path),)
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    data = data[len(mark) :]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return "", (_undecodable(data, error, encoding, path),)
    text = text.lstrip("\ufeff")  # two marks, when files were joined
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _suspicious(data, text) and (match := _CONTROL.search(text)):
        return "", (_control(text, match, path),)
    if "\f" in text:  # white space to HTML, but nothing that XML can carry
        text = text.replace("\f", " ")
    return text, _bidi(text, path)


def _suspicious(data: bytes, text: str) -> bool:
    """Whether `_CONTROL` may find something; a tenth of its time, and it runs on every file."""
    if len(data.translate(None, _C0)) != len(data):
        return True
    return not text.isascii() and (b"\xc2" in data or "\ufffe" in text or "\uffff" in text)


def _place(text: str, position: int) -> tuple[int, int]:
    """1-based line and column."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str, path: str) -> Problem:
    before = data[: error.start].decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    line, column = _place(before, len(before))
    if encoding != "utf-8":
        message = f"the file begins as {encoding[:6].upper()} but byte {error.start} of its text does not go on so"
        return Problem(message, _SAVE, path, line, column)
    byte = data[error.start]
    guess = _guess(data)
    message = f"byte {error.start} (0x{byte:02X}) is not UTF-8; the file looks like {guess}"
    return Problem(message, _SAVE, path, line, column)


def _guess(data: bytes) -> str:
    """Name the encoding of bytes that are not UTF-8."""
    if wide := _wide(data):
        return wide
    high = {byte for byte in data if byte >= 0x80}
    if high & set(range(0x80, 0xA0)):
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return "a file that is no text"
        return "Windows-1252"
    return "Latin-1 or Windows-1252"


def _wide(data: bytes) -> str:
    """`UTF-16` when every other byte of most of the text is zero, as it is for Latin scripts; else ""."""
    sample = data[:2000]
    for start in (0, 1):
        zeros = sample[start::2].count(0)
        if zeros * 2 * 10 >= len(sample) * 7 and zeros > sample[1 - start :: 2].count(0) * 4:
            return "UTF-16 without a byte order mark"
    return ""


def _control(text: str, match: re.Match[str], path: str) -> Problem:
    code = ord(match.group())
    line, column = _place(text, match.start())
    if code == 0 and (wide := _wide(text.encode())):
        return Problem(f"the file looks like {wide}", _SAVE, path, line, column)
    if 0x80 <= code <= 0x9F:
        meant = bytes([code]).decode("cp1252", "ignore")
        hint = f"Write `{meant}` instead, which was probably meant." if meant else "Remove it."
    else:
        hint = "Remove it." if code else "Remove it; if the file is no text, move it out of the folder."
    return Problem(f"a control character (U+{code:04X}) stands here", hint, path, line, column)


def _bidi(text: str, path: str) -> tuple[Problem, ...]:
    if text.isascii():
        return ()
    positions = [position for char in _BIDI if (position := text.find(char)) >= 0]
    if not positions:
        return ()
    first = min(positions)
    message = f"an invisible character (U+{ord(text[first]):04X}) changes the direction of text here"
    hint = "Remove it unless you put it there; for a quotation in another direction, use <bdi>."
    return (Problem(message, hint, path, *_place(text, first), severity=Severity.WARNING),)

"""The bytes of a text as the characters that somebody typed, whatever program saved them."""

from pacc_flow.matrix.findings import Code, Confidence, Finding

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4_000  # bytes
_MANY = 0.3
_MARKS = "ÃÂ"  # one of them is in each of the signs below
_MOJIBAKE = ("Ã¡", "Ã©", "Ã\xad", "Ã³", "Ãº", "Ã±", "Ã‘", "Â°", "Ã“")


def decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The text, and what there is to say of how it was saved."""
    text, findings = _decoded(data)
    if any(mark in text for mark in _MARKS) and any(sign in text for sign in _MOJIBAKE):
        mended = _mended(text)
        if mended is not None:
            message = "Las tildes y las eñes venían dañadas («Ã³» por «ó»); las recompusimos. Revíselas."
            return mended, (*findings, Finding(Code.LEGACY_ENCODING, "file", message, Confidence.MEDIUM))
    return text, findings


def _decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if data.startswith(_UTF16) or _is_bare_utf16(data):
        encoding = "utf-16" if data.startswith(_UTF16) else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(encoding, errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "El archivo no está en UTF-8; lo leímos como Windows-1252. Revise las tildes y las eñes."
        return _one_byte(data), (Finding(Code.LEGACY_ENCODING, "file", message, Confidence.MEDIUM),)


def _is_bare_utf16(data: bytes) -> bool:
    """Text of a European language in UTF-16 has a NUL in every other place, and in no other."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) > _MANY * len(sample) and min(even, odd) == 0


def _one_byte(data: bytes) -> str:
    """Windows-1252, and Latin-1 where a byte is none of its characters."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _mended(text: str) -> str | None:
    """What was UTF-8, read as one byte a character and saved again; None when it does not all go back."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None

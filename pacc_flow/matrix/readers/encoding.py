"""The bytes of a text as the characters that somebody typed, whatever program saved them."""

import codecs

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.readers.code_pages import CodePage, likeliest_page

_MARKED = (  # the longer mark first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_000  # bytes
_MANY = 0.3
_SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡°º"
_SHAPES = {
    # where the NULs of every four bytes stand
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}


def decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The text, and what there is to say of how it was saved."""
    text, findings = _decoded(data)
    for page in CodePage:
        mended = "\n".join(_mended(line, page) for line in text.split("\n")) if _is_damaged(text, page) else text
        if mended != text:
            message = f"Las tildes y las eñes venían dañadas («{_seen_as('ó', page)}» por «ó»); las recompusimos. Revíselas."
            return mended, (*findings, _said(message))
    return text, findings


def _decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if wide := _wide_encoding(data):
        return data.decode(wide, errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _in_one_byte(data.removeprefix(codecs.BOM_UTF8))


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by its NULs: a European language has them in the same places, and in no other."""
    marked = next((encoding for mark, encoding in _MARKED if data.startswith(mark)), "")
    if marked:
        return marked
    sample = data[:_SAMPLE]
    of_four = [sample[place::4].count(0) * 4 for place in range(4)]
    holds = [count > _MANY * 2 * len(sample) for count in of_four]
    for shape, encoding in _SHAPES.items():
        if holds == list(shape) and not any(count for count, held in zip(of_four, shape, strict=True) if not held):
            return encoding
    return ""


def _in_one_byte(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """One code page for the whole, but for the lines that are UTF-8 when somebody put two files together."""
    lines = data.split(b"\n")
    in_utf8 = {at for at, line in enumerate(lines) if not line.isascii() and _is_utf8(line)}
    page = likeliest_page(b"\n".join(line for at, line in enumerate(lines) if at not in in_utf8))
    text = "\n".join(line.decode() if at in in_utf8 else page.decode(line) for at, line in enumerate(lines))
    whole = "Una parte del archivo no está en UTF-8; la" if in_utf8 else "El archivo no está en UTF-8; lo"
    return text, (_said(f"{whole} leímos en {page.named}. Revise las tildes y las eñes."),)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged(text: str, page: CodePage) -> bool:
    """Whether it holds letters of UTF-8 that were taken for those of a page: «Ã³» for «ó»."""
    signs = [sign for letter in _SPANISH if len(sign := _seen_as(letter, page)) > 1]
    return any(first in text for first in {sign[0] for sign in signs}) and any(sign in text for sign in signs)


def _seen_as(letter: str, page: CodePage) -> str:
    return letter.encode().decode(page.codec, "ignore")


def _mended(line: str, page: CodePage) -> str:
    """What was UTF-8, read as one byte a character and saved again; the line as it is when it does not all go back."""
    try:
        return line if line.isascii() else line.encode(page.codec).decode()
    except UnicodeError:
        return line


def _said(message: str) -> Finding:
    return Finding(Code.LEGACY_ENCODING, "file", message, Confidence.MEDIUM)

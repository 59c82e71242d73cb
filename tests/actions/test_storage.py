"""The evidence store: what it takes, what it refuses, and that it gives back exactly what it took."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from pacc_flow.actions.storage import EvidenceDamaged, EvidenceStore, FileRefused, clean_name

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
PDF = b"%PDF-1.7\n"
KILOBYTE = 1024


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence", 64 * KILOBYTE)


def office_file(content_type: str) -> bytes:
    types = f'<Types><Override PartName="/main.xml" ContentType="{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types})


def archive(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, text in parts.items():
            zipped.writestr(name, text)
    return buffer.getvalue()


def files_in(store: EvidenceStore) -> list[str]:
    return sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())


# fmt: off
TAKEN = (  # name, bytes, media type
    ("acta.pdf",     PDF,                                                  "application/pdf"),
    ("ACTA.PDF",     PDF,                                                  "application/pdf"),
    ("foto.png",     b"\x89PNG\r\n\x1a\n\0\0",                             "image/png"),
    ("foto.jpg",     b"\xff\xd8\xff\xe0\0",                                "image/jpeg"),
    ("foto.jpeg",    b"\xff\xd8\xff\xe1\0",                                "image/jpeg"),
    ("foto.gif",     b"GIF89a\0",                                          "image/gif"),
    ("foto.webp",    b"RIFF\0\0\0\0WEBPVP8 ",                              "image/webp"),
    ("datos.xlsx",   office_file(f"{OOXML}spreadsheetml.sheet.main+xml"),  f"{OOXML}spreadsheetml.sheet"),
    ("carta.docx",   office_file(f"{OOXML}wordprocessingml.document.main+xml"), f"{OOXML}wordprocessingml.document"),
    ("charla.pptx",  office_file(f"{OOXML}presentationml.presentation.main+xml"), f"{OOXML}presentationml.presentation"),
    ("datos.ods",    archive({"mimetype": f"{ODF}spreadsheet"}),           f"{ODF}spreadsheet"),
    ("carta.odt",    archive({"mimetype": f"{ODF}text"}),                  f"{ODF}text"),
    ("nota.txt",     "Se reunió la mesa.\n".encode(),                      "text/plain"),
    ("nota.txt",     "Se reunió la mesa.\r\n".encode("latin-1"),           "text/plain"),
    ("datos.csv",    b"a;b\t1\n",                                          "text/csv"),
)
REFUSED = (  # name, bytes: what each is
    ("acta.exe",     b"MZ\x90\0"),                                         # a program
    ("acta.pdf",     b"MZ\x90\0"),                                         # a program by another name
    ("foto.png",     PDF),                                                 # a document by another name
    ("foto.webp",    b"RIFF\0\0\0\0WAVEfmt "),                             # sound
    ("pagina.html",  b"<script>alert(1)</script>"),                        # a page
    ("dibujo.svg",   b"<svg onload='alert(1)'/>"),                         # a drawing that runs
    ("macros.xlsx",  office_file("application/vnd.ms-excel.sheet.macroEnabled.main+xml")),  # macros by another name
    ("datos.xlsx",   office_file(f"{OOXML}wordprocessingml.document.main+xml")),            # a letter by another name
    ("datos.xlsx",   archive({"hola.txt": "hola"})),                       # any archive
    ("datos.xlsx",   b"PK\x03\x04 no zip at all"),                         # a broken archive
    ("datos.xlsx",   archive({"[Content_Types].xml": " " * 2_000_001})),   # out of proportion
    ("datos.ods",    archive({"mimetype": f"{ODF}text"})),                 # a letter by another name
    ("nota.txt",     b"abc\0def"),                                         # not text
    ("nota.txt",     b"abc\x1b[2J"),                                       # commands for a terminal
    ("sin-nombre",   PDF),                                                 # no extension
)
# fmt: on


@pytest.mark.parametrize(("name", "content", "media_type"), TAKEN)
def test_a_file_is_taken_when_its_content_is_what_its_name_says(
    name: str, content: bytes, media_type: str, store: EvidenceStore
):
    kept = store.keep(io.BytesIO(content), name)
    assert (kept.name, kept.size, kept.media_type) == (name, len(content), media_type)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert files_in(store) == [f"{kept.sha256[:2]}/{kept.sha256}"]
    assert store.read(kept.sha256) == content


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_any_other_file_is_refused_and_leaves_nothing(name: str, content: bytes, tmp_path: Path):
    store = EvidenceStore(tmp_path / "evidence", 4_000_000)
    with pytest.raises(FileRefused) as refused:
        store.keep(io.BytesIO(content), name)
    assert refused.value.sentence == f"{name} no se subió: ese tipo de archivo no se admite."
    assert files_in(store) == []


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(store: EvidenceStore):
    full = PDF.ljust(store.max_bytes, b"x")
    assert store.keep(io.BytesIO(full), "acta.pdf").size == store.max_bytes
    with pytest.raises(FileRefused):
        store.keep(io.BytesIO(full + b"x"), "acta.pdf")


def test_what_weighs_too_much_is_told_its_weight(tmp_path: Path):
    store = EvidenceStore(tmp_path, 20 * 1024 * KILOBYTE)
    with pytest.raises(FileRefused, match=r"^informe-completo\.pdf no se subió: pesa 34 MB y el máximo es 20 MB\.$"):
        store.keep(io.BytesIO(bytes(34 * 1024 * KILOBYTE)), "informe-completo.pdf")
    assert files_in(store) == []


def test_an_empty_file_says_so(store: EvidenceStore):
    with pytest.raises(FileRefused, match=r"^acta\.pdf no se subió: está vacío\.$"):
        store.keep(io.BytesIO(b""), "acta.pdf")


def test_the_same_bytes_twice_are_one_file(store: EvidenceStore):
    first = store.keep(io.BytesIO(PDF), "acta.pdf")
    second = store.keep(io.BytesIO(PDF), "copia del acta.pdf")
    assert (first.sha256, second.name) == (second.sha256, "copia del acta.pdf")
    assert len(files_in(store)) == 1


def test_an_upload_that_breaks_off_leaves_nothing(store: EvidenceStore):
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="the line went dead"):
        store.keep(Broken(), "acta.pdf")
    assert files_in(store) == []


def test_the_bytes_are_durable_before_the_file_has_its_name(store: EvidenceStore, monkeypatch: pytest.MonkeyPatch):
    acts = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (acts.append("sync"), sync(descriptor)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (acts.append("name"), replace(path, to)))
    store.keep(io.BytesIO(PDF), "acta.pdf")
    assert acts == ["sync", "sync", "name", "sync"]  # its bytes, the new folder, its name, the folder that holds it


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"%PDF-1.7 otra cosa"), Path.unlink], ids=["changed", "gone"])
def test_what_is_not_as_it_was_recorded_is_never_given(spoil: object, store: EvidenceStore):
    kept = store.keep(io.BytesIO(PDF), "acta.pdf")
    spoil(store.root / kept.sha256[:2] / kept.sha256)
    with pytest.raises(EvidenceDamaged):
        store.read(kept.sha256)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Laura\\acta.pdf", "acta.pdf"),
        ("../../etc/passwd", "passwd"),
        ("acta\r\n\0.pdf", "acta.pdf"),
        ("reunio\u0301n.pdf", "reunión.pdf"),
        (" .acta.pdf. ", "acta.pdf"),
        ("", "archivo"),
        ("…/", "…"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, "x." + "y" * 253),
    ],
)
def test_a_name_is_cleaned_and_keeps_its_extension(sent: str, kept: str):
    assert clean_name(sent) == kept


def test_the_document_of_a_plan_is_kept_as_it_came(store: EvidenceStore):
    kept = store.keep_source(b"\0any bytes", "C:\\matriz.xlsx", "text/plain")
    assert (kept.name, kept.media_type, store.read(kept.sha256)) == ("matriz.xlsx", "text/plain", b"\0any bytes")

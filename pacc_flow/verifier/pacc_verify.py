#!/usr/bin/env python3
"""Verificador independiente del registro de PACC Flow.

Un solo archivo, sin nada que instalar: le basta Python 3.9 o posterior. No usa el programa que verifica ni la red.

    python3 pacc_verify.py paquete.zip
    python3 pacc_verify.py paquete.zip --key llave.txt --checkpoint punto-recibido.txt
    python3 pacc_verify.py seguimiento.json --key llave.txt
    python3 pacc_verify.py prueba.tlog-proof --receipt HUELLA --key llave.txt
    python3 pacc_verify.py punto-viejo.txt punto-nuevo.txt [prueba-de-consistencia.txt] --key llave.txt

Reconoce cada archivo por su contenido. Termina con 0 si todo concuerda, con 1 si halló algo (o no pudo leerlo) y con 2
si faltan datos en la orden. Con --json responde para programas.

  --key         la llave pública del registro, o un archivo con ella; tómela de otra fuente que el paquete: sin esta opción
                solo se sabe que la llave que viene dentro firmó lo que viene dentro
  --checkpoint  un punto de control que usted guarda (llega con los correos de firma y publicación); puede repetirse
  --receipt     la huella del recibo cuya prueba de inclusión se verifica

Qué revisa en un paquete (cada hallazgo posible es una línea de la tabla FINDINGS):
  · que el ZIP sea, byte por byte, el único que puede contener esos archivos, y que no falte ni sobre ninguno;
  · que los registros estén completos y en orden, cada uno encadenado al anterior y conforme a su huella (SHA-256);
  · que su contenido tenga la única forma que admite el registro, con fechas que no retroceden más de cinco minutos;
  · que cada punto de control, los suyos incluidos, tenga la raíz de Merkle de estos registros y una firma válida;
  · que ninguna fila haya cambiado de revisión, ni de contenido, sin su registro, y que no falte ni sobre ninguna;
  · que cada archivo de evidencia sea el que se registró;
  · que no haya registros de más de 36 horas que ningún punto de control cubra.

Qué no puede revisar: si lo que alguien escribió era cierto; lo que nunca pasó por el programa; lo que venía después del
último punto de control que usted o alguien más guarde (quien controle la base de datos y la llave podría rehacerlo);
y el contenido de los registros de otras entidades, que aparecen solo por su huella. Si todos los que guardan puntos de
control se ponen de acuerdo, nada se nota.

Normas: RFC 6962 y 9162 (árbol de Merkle y pruebas), RFC 8032 (Ed25519), C2SP signed-note, tlog-checkpoint y tlog-proof.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import heapq
import itertools
import json
import re
import struct
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

FORMAT = "pacc-ledger-bundle/v1"
MAX_BODY = 60_000  # bytes de un registro
MAX_LINE = MAX_BODY + 256  # de una línea de entries.tsv
MAX_TEXT = 8 << 20  # de una fila o de un documento
MAX_NOTE = 64 << 10  # de un punto de control, una prueba o una lista de llaves
MAX_DEPTH = 32  # niveles de un contenido
MAX_INTEGER = 2**53 - 1
MAX_KEPT = 1_000_000  # archivos del ZIP, filas y evidencias: lo único que se guarda en memoria
MAX_FINDINGS = 1_000  # los demás se cuentan
MAX_SHOWN = 300  # caracteres de cada dato ajeno
CHUNK = 1 << 16
TOLERANCE = timedelta(minutes=5)
FRESHNESS = timedelta(hours=36)
GENESIS = "00" * 32

# fmt: off
FINDINGS = {
    "unreadable":         "No es un archivo que este programa conozca, o está incompleto: {}",
    "limit":              "Hay más de {} {}: este programa no sigue.",
    "zip":                "El ZIP no tiene la forma exacta de un paquete: {}",
    "member":             "El paquete trae «{}», que no le corresponde, está repetido o está fuera de orden.",
    "member_missing":     "Al paquete le falta «{}».",
    "manifest":           "La carátula del paquete (manifest.json) no tiene su forma: {}",
    "size":               "La carátula anuncia {} registros y el paquete trae {}.",
    "keys":               "La lista de llaves del paquete no tiene su forma: {}",
    "key_unknown":        "La llave de «{}» no es la que usted indicó: otro firmó este registro.",
    "line":               "La línea {} de los registros no tiene su forma: {}",
    "sequence":           "Se esperaba el registro {} y está el {}: faltan o sobran registros.",
    "link":               "El registro {} no encadena con el anterior.",
    "hash":               "El registro {} no corresponde a su huella: fue modificado.",
    "canonical":          "El contenido del registro {} no está en la forma del registro: {}",
    "body":               "El contenido del registro {} no es el de un registro: revise «{}».",
    "hidden":             "El registro {} viene sin su contenido en un paquete de toda la instalación.",
    "owner":              "El registro {} no es de la entidad del paquete.",
    "revision":           "El registro {} trae la revisión {} de «{}» {}, y la anterior que se ve es la {}.",
    "clock":              "El registro {} dice {}, antes que otro anterior a él ({}): alguien atrasó el reloj.",
    "future":             "El registro {} dice {}, después de que se hizo el paquete ({}).",
    "file_size":          "El registro {} da otro tamaño para el archivo {} que un registro anterior.",
    "stale":              "Ningún punto de control cubre el registro {}, del {}, más de 36 horas anterior al paquete.",
    "checkpoint":         "El punto de control {} no tiene su forma: {}",
    "checkpoint_name":    "El punto de control {} es en verdad de tamaño {}.",
    "signature":          "La firma del punto de control {} no vale: su texto fue modificado, o no lo firmó esa llave.",
    "signer":             "El punto de control {} es de «{}», y no lo firmó la llave que se conoce.",
    "beyond":             "El punto de control {} es de {} registros y el paquete solo trae {}: faltan registros.",
    "root":               "El punto de control {} no corresponde a los primeros {} registros: fueron reescritos.",
    "epoch":              "El punto de control {} es de «{}», y ningún registro anterior anuncia ese nombre.",
    "held_beyond":        "Su punto de control {} es de {} registros y el paquete solo trae {}: el registro fue recortado.",
    "held_root":          "Su punto de control {} no corresponde a los primeros {} registros: el registro fue reescrito.",
    "held_recovered":     "Su punto de control {} no concuerda. El registro {} dice que se retomó una copia de {} registros:"
                          " «{}». Juzgue usted si la razón es cierta.",
    "row":                "La línea {} de las filas no tiene su forma: {}",
    "row_order":          "La línea {} de las filas está repetida o fuera de orden.",
    "row_unrecorded":     "«{}» {} está entre las filas y ningún registro la conoce.",
    "row_changed":        "«{}» {} no está como la dejó su último registro: fue modificada por fuera.",
    "row_missing":        "Los registros conocen «{}» {}, y no está entre las filas: fue borrada.",
    "evidence_changed":   "El archivo de evidencia {} no es el que se registró: fue cambiado.",
    "evidence_size":      "El archivo de evidencia {} tiene {} bytes y el registro dice {}.",
    "evidence_extra":     "El archivo de evidencia {} no lo menciona ningún registro.",
    "evidence_missing":   "Falta el archivo de evidencia {}, que los registros mencionan.",
    "proof":              "La prueba {} no tiene su forma: {}",
    "inclusion":          "La prueba {} no lleva de esa huella al punto de control: no está en el registro, o no en ese lugar.",
    "consistency":        "La prueba {} no une los puntos de control de {} y {} registros: lo anterior fue reescrito.",
    "consistency_alone":  "La prueba {} parte de un punto de control de {} registros, que usted no dio.",
    "fork":               "Hay dos puntos de control de {} registros con raíces distintas ({} y {}): el registro se bifurcó.",
    "origin":             "{} y {} son de registros distintos («{}» y «{}») y no se pueden comparar.",
    "document":           "El documento {} no tiene su forma: {}",
    "document_alone":     "El documento {} aún no trae su inscripción en el registro. Pida una copia más reciente.",
    "document_record":    "La inscripción del documento {} no vale: revise «{}».",
    "snapshot":           "El contenido del documento {} no es el que se firmó: fue modificado.",
}
FACTS = {  # lo que dice el resumen, en su orden
    "origin":             "Registro: {}",
    "entity":             "El paquete es de la entidad {}: los contenidos que no son suyos no vienen.",
    "created_at":         "Paquete hecho el {}",
    "records":            "Registros leídos: {}",
    "hidden":             "De ellos, sin contenido a la vista: {}",
    "head":               "Huella del último registro: {}",
    "checkpoints":        "Puntos de control del paquete revisados: {}",
    "covered":            "El último cubre {} registros",
    "held":               "Puntos de control suyos revisados: {}",
    "recoveries":         "Veces que el registro se retomó desde una copia (lea sus razones): {}",
    "rows":               "Filas comparadas con sus registros: {}",
    "files":              "Archivos de evidencia comparados: {}",
    "document":           "Documento con SHA-256 {} (cubre «snapshot»; «summary» es un cálculo que no está firmado)",
    "inclusion":          "Registro {} incluido en el punto de control de {} registros",
    "heads":              "Puntos de control revisados: {}",
    "linked":             "Pares de ellos unidos por una prueba de consistencia: {}",
    "apart":              "Sin comparar, por ser de tamaños distintos y no haber prueba que los una: {} pares",
    "key_given":          "Firmado con la llave que usted indicó",
    "key_inside":         "La llave venía dentro de lo verificado. Compárela con la que la entidad publica: {}",
}
# fmt: on


class Finding(NamedTuple):
    """`code` es una clave de FINDINGS; `place`, el archivo donde se nota."""

    code: str
    place: str
    sentence: str


class FindingError(Exception):
    """Un hallazgo que no deja seguir leyendo lo que se leía."""

    def __init__(self, code: str, place: str, *details: object) -> None:
        super().__init__(FINDINGS[code].format(*details))
        self.code, self.place, self.details = code, place, details


class UsageError(Exception):
    """A la orden le falta algo; el mensaje dice qué."""


class Report:
    """Lo que se va hallando, y los datos del resumen."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.more = 0
        self.facts: dict[str, object] = {}

    def add(self, code: str, place: str, *details: object) -> None:
        if len(self.findings) >= MAX_FINDINGS:
            self.more += 1
            return
        sentence = FINDINGS[code].format(*[printable(detail) for detail in details])
        self.findings.append(Finding(code, printable(place), sentence))

    def add_error(self, error: FindingError) -> None:
        self.add(error.code, error.place, *error.details)


def printable(value: object) -> str:
    """Lo ajeno se muestra corto y sin nada que mande sobre la terminal."""
    text = str(value)
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text[:MAX_SHOWN]) + "…" * (
        len(text) > MAX_SHOWN
    )


def require(condition: object, code: str, place: str, *details: object) -> None:
    if not condition:
        raise FindingError(code, place, *details)


# ---------------------------------------------------------------------------------------------------------------------
# Archivos: siempre por partes, nunca más de lo previsto


class Part(NamedTuple):
    """Un tramo de un archivo: un miembro del ZIP, o el archivo entero."""

    path: Path
    name: str
    offset: int
    size: int


def file_part(name: str) -> Part:
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"No hay un archivo «{name}».")
    return Part(path, path.name, 0, path.stat().st_size)


def chunks_of(part: Part) -> Iterator[bytes]:
    with part.path.open("rb") as file:
        file.seek(part.offset)
        for start in range(0, part.size, CHUNK):
            yield file.read(min(CHUNK, part.size - start))


def lines_of(part: Part, limit: int, code: str) -> Iterator[tuple[int, bytes]]:
    """Número y texto de cada línea, sin su final; una más larga que `limit`, o sin final, no se acepta."""
    with part.path.open("rb") as file:
        file.seek(part.offset)
        for number in itertools.count(1):
            line = file.readline(min(limit, part.offset + part.size - file.tell()))
            if not line:
                return
            require(line.endswith(b"\n"), code, part.name, number, "es demasiado larga o no termina.")
            yield number, line[:-1]


def whole(part: Part, limit: int, code: str, *details: object) -> str:
    require(part.size <= limit, code, part.name, *details, f"ocupa más de {limit} bytes.")
    try:
        return b"".join(chunks_of(part)).decode("utf-8")
    except UnicodeDecodeError:
        raise FindingError(code, part.name, *details, "no es texto UTF-8.") from None


# ---------------------------------------------------------------------------------------------------------------------
# El ZIP: cada cabecera se vuelve a escribir y se compara, así que ningún byte queda sin revisar

ENTRY, EXTRA, DESCRIPTOR, TAIL = 46, 28, 24, 98
INSIDE = 0xFFFFFFFF
FIRST_DAY = 0x0021


def local_header(name: bytes) -> bytes:
    fixed = struct.pack("<I5H3I2H", 0x04034B50, 45, 8, 0, 0, FIRST_DAY, 0, INSIDE, INSIDE, len(name), 20)
    return fixed + name + struct.pack("<2H2Q", 1, 16, 0, 0)


def descriptor(crc: int, size: int) -> bytes:
    return struct.pack("<2I2Q", 0x08074B50, crc, size, size)


def directory_entry(name: bytes, crc: int, size: int, offset: int) -> bytes:
    form = (0x02014B50, 45, 45, 8, 0, 0, FIRST_DAY)
    fixed = struct.pack("<I6H3I5H2I", *form, crc, INSIDE, INSIDE, len(name), 28, 0, 0, 0, 0, INSIDE)
    return fixed + name + struct.pack("<2H3Q", 1, 24, size, size, offset)


def end_of_archive(count: int, size: int, offset: int) -> bytes:
    wide = struct.pack("<IQ2H2I4Q", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)
    where = struct.pack("<2IQI", 0x07064B50, 0, offset + size, 1)
    return wide + where + struct.pack("<I4H2IH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, INSIDE, INSIDE, 0)


def read_zip(archive: Part) -> list[Part]:
    """Los miembros, en su orden, si el archivo es exactamente el que ellos producen."""
    with archive.path.open("rb") as body, archive.path.open("rb") as directory:
        count, start = read_tail(archive, directory)
        directory.seek(start)
        members = []
        position = 0
        for _ in range(count):
            name, crc, size = read_entry(archive, directory, position)
            part = Part(archive.path, shown(name), position + len(local_header(name)), size)
            check_member(archive, body, part, name, crc)
            position = part.offset + size + DESCRIPTOR
            members.append(part)
        require(position == start, "zip", archive.name, "hay bytes entre los archivos y el directorio.")
        require(directory.tell() == archive.size - TAIL, "zip", archive.name, "hay bytes después del directorio.")
    return members


def check_member(archive: Part, body: BinaryIO, part: Part, name: bytes, crc: int) -> None:
    header, end = local_header(name), descriptor(crc, part.size)
    body.seek(part.offset - len(header))
    require(body.read(len(header)) == header, "zip", archive.name, f"la cabecera de «{part.name}».")
    require(crc_of(part) == crc, "zip", archive.name, f"el contenido de «{part.name}» no corresponde a su CRC.")
    body.seek(part.offset + part.size)
    require(body.read(DESCRIPTOR) == end, "zip", archive.name, f"lo que sigue a «{part.name}».")


def shown(name: bytes) -> str:
    """Cada byte, un carácter: dos nombres distintos nunca se confunden."""
    return name.decode("latin-1")


def read_tail(archive: Part, directory: BinaryIO) -> tuple[int, int]:
    require(archive.size >= TAIL, "zip", archive.name, "está incompleto.")
    directory.seek(archive.size - TAIL)
    tail = directory.read(TAIL)
    count, start = struct.unpack_from("<Q", tail, 32)[0], struct.unpack_from("<Q", tail, 48)[0]
    size = archive.size - TAIL - start
    require(size >= 0 and tail == end_of_archive(count, size, start), "zip", archive.name, "su final no es el de un paquete.")
    require(count <= MAX_KEPT, "limit", archive.name, MAX_KEPT, "archivos en el ZIP")
    return count, start


def read_entry(archive: Part, directory: BinaryIO, position: int) -> tuple[bytes, int, int]:
    """Nombre, CRC y tamaño de la siguiente entrada; después del directorio siempre quedan los bytes del final."""
    fixed = directory.read(ENTRY)
    crc, name_size = struct.unpack_from("<I8xH", fixed, 16)
    name, extra = directory.read(name_size), directory.read(EXTRA)
    require(len(extra) == EXTRA, "zip", archive.name, "el directorio está incompleto.")
    size = min(struct.unpack_from("<Q", extra, 4)[0], archive.size)
    same = fixed + name + extra == directory_entry(name, crc, size, position)
    require(same, "zip", archive.name, f"el directorio, en «{shown(name)}».")
    return name, crc, size


def crc_of(part: Part) -> int:
    crc = 0
    for chunk in chunks_of(part):
        crc = zlib.crc32(chunk, crc)
    return crc


# Los miembros, en este orden; entre los puntos de control, por tamaño, y entre las evidencias, por huella
LAYOUT = (
    r"manifest\.json",
    r"entries\.tsv",
    r"checkpoints/(0|[1-9][0-9]{0,17})\.txt",
    r"keys\.txt",
    r"rows\.jsonl",
    r"evidence/([0-9a-f]{2})/\1[0-9a-f]{62}",
)
CHECKPOINTS = 2
ALWAYS = ("manifest.json", "entries.tsv", "keys.txt", "rows.jsonl")


def place_of(name: str) -> tuple[int, int, str] | None:
    for rank, pattern in enumerate(LAYOUT):
        found = re.fullmatch(pattern, name)
        if found:
            return rank, int(found[1]) if rank == CHECKPOINTS else 0, name
    return None


def check_layout(members: Iterable[Part]) -> dict[str, list[Part]]:
    """Los miembros por su archivo o carpeta, si son los que deben y están en su orden."""
    found: dict[str, list[Part]] = {name: [] for name in (*ALWAYS, "checkpoints", "evidence")}
    last = (-1, 0, "")
    for part in members:
        place = place_of(part.name)
        if place is None or place <= last:
            raise FindingError("member", part.name, part.name)
        found[part.name.partition("/")[0]].append(part)
        last = place
    for name in ALWAYS:
        require(found[name], "member_missing", name, name)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# La forma de los contenidos

Predicate = Callable[[Any], bool]
KEY_NAME = re.compile("[a-z][a-z0-9_]*")
SURROGATE = re.compile("[\ud800-\udfff]")
INSTANT = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-9]{2}){2}\.[0-9]{6}Z")


class FormError(ValueError):
    """El texto no tiene la forma del registro; el mensaje dice por qué."""


def parse_json(text: str) -> Any:
    try:
        return DECODER.decode(text)
    except FormError:
        raise
    except (ValueError, RecursionError):
        raise FormError("no es JSON legible.") from None


def parse_canonical(text: str, depth: int = MAX_DEPTH) -> Any:
    """El valor de un texto que es el único que puede escribirlo."""
    value = parse_json(text)
    check_value(value, depth)
    if canonical(value) != text:
        raise FormError("hay otra manera más simple de escribir lo mismo.")
    return value


def check_value(value: object, depth: int) -> None:
    if depth < 0:
        raise FormError("tiene demasiados niveles.")
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, int):
        check_integer(value)
    elif isinstance(value, list):
        for item in value:
            check_value(item, depth - 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_key_name(key)
            check_value(item, depth - 1)


def check_integer(value: int) -> None:
    if abs(value) > MAX_INTEGER:
        raise FormError("un número entero no cabe en 53 bits.")


def check_key_name(key: str) -> None:
    if not KEY_NAME.fullmatch(key):
        raise FormError(f"la clave «{key}» no es un nombre.")


def check_text(text: str) -> None:
    if "\0" in text or SURROGATE.search(text):
        raise FormError("un texto tiene caracteres que no se admiten.")
    if not unicodedata.is_normalized("NFC", text):
        raise FormError("un texto no está en la forma NFC de Unicode.")


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise FormError("repite una clave.")
    return found


def short_int(digits: str) -> int:
    if len(digits) > len(str(-MAX_INTEGER)):
        raise FormError("un número entero no cabe en 53 bits.")
    return int(digits)


def no_float(digits: str) -> NoReturn:
    raise FormError(f"«{digits[:40]}» no es un número entero.")


DECODER = json.JSONDecoder(object_pairs_hook=unique, parse_int=short_int, parse_float=no_float, parse_constant=no_float)
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def is_whole(value: object) -> bool:
    return type(value) is int


def is_size(value: object) -> bool:
    return type(value) is int and value >= 0


def is_text(value: object) -> bool:
    return type(value) is str


def is_container(value: object) -> bool:
    return isinstance(value, (dict, list))


def is_instant(value: object) -> bool:
    """`AAAA-MM-DDTHH:MM:SS.ffffffZ`, siempre UTC, y que exista."""
    if type(value) is not str or not INSTANT.fullmatch(value):
        return False
    try:
        moment(value)
    except ValueError:
        return False
    return True


def moment(instant: str) -> datetime:
    return datetime.fromisoformat(instant[:-1])


def like(pattern: str) -> Predicate:
    form = re.compile(pattern)
    return lambda value: type(value) is str and form.fullmatch(value) is not None


def only(expected: object) -> Predicate:
    return lambda value: type(value) is type(expected) and value == expected


def either(*options: Predicate) -> Predicate:
    return lambda value: any(option(value) for option in options)


def list_of(item: Predicate) -> Predicate:
    return lambda value: type(value) is list and all(map(item, value))


def object_of(shape: Mapping[str, Predicate]) -> Predicate:
    return lambda value: misshapen(value, shape) is None


def misshapen(value: Any, shape: Mapping[str, Predicate]) -> str | None:
    """El primer campo que no tiene su forma, o None; un objeto con campos de más o de menos falla en todos."""
    if type(value) is not dict or value.keys() != shape.keys():
        return ", ".join(shape)
    return next((name for name, is_right in shape.items() if not is_right(value[name])), None)


# fmt: off
NULL   = only(None)
SHA256 = like("[0-9a-f]{64}")
WORD   = like("[a-z][a-z_]{0,63}")
BODY = {  # los once campos de un registro
    "actor":        either(object_of({"id": is_whole, "office": either(NULL, is_whole), "role": is_text}),
                           object_of({"id": NULL, "office": either(NULL, is_whole), "role": is_text, "system": like(".+")})),
    "after_sha256": either(NULL, SHA256),
    "at":           is_instant,
    "data":         is_container,
    "entity":       either(NULL, is_whole),
    "files":        list_of(object_of({"name": is_text, "sha256": SHA256, "size": is_size})),
    "kind":         like("[a-z][a-z_]*:[a-z][a-z_]*"),
    "nonce":        like("[0-9a-f]{32}"),
    "request":      either(NULL, is_container),
    "subject":      either(NULL, object_of({"id": is_whole, "rev": is_whole, "type": WORD})),
    "v":            only(1),
}
MANIFEST = {
    "created_at":   is_instant,
    "entity":       either(NULL, is_whole),
    "format":       only(FORMAT),
    "origin":       is_text,
    "size":         is_size,
}
ROW = {"id": is_whole, "rev": is_whole, "row": lambda _: True, "type": WORD}
RECOVERY = {"kept_size": is_size, "last_size": is_size, "origin": is_text, "reason": is_text}  # y otros
RECORD = {"body": is_text, "entry_hash": SHA256, "prev_hash": SHA256, "seq": is_size}
DOCUMENT = {"registration": lambda _: True, "sha256": SHA256, "snapshot": is_container}
REGISTRATION = {"key": is_text, "proof": is_text, "record": object_of(RECORD)}
# fmt: on


def wrong_in_body(body: Any) -> str | None:
    """El campo del contenido de un registro que no tiene su forma, o None."""
    wrong = misshapen(body, BODY)
    if wrong is None and (body["subject"] is None) != (body["after_sha256"] is None):
        return "after_sha256"
    if wrong is None and body["kind"] == "ledger:recover":
        known = {name: body["data"].get(name) for name in RECOVERY} if type(body["data"]) is dict else None
        return misshapen(known, RECOVERY)
    return wrong


# ---------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032, 5.1), estricto: escalar y puntos en su única forma, y ninguna llave de orden pequeño

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int, int, int]  # X, Y, Z, T de coordenadas extendidas: x = X/Z, y = Y/Z, xy = T/Z
IDENTITY = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def added_multiples(m: int, p: Point, n: int, q: Point) -> Point:
    """[m]p + [n]q."""
    total, both = IDENTITY, add(p, q)
    for bit in reversed(range(256)):
        total = add(total, total)
        wanted = (m >> bit & 1, n >> bit & 1)
        total = add(total, {(0, 0): IDENTITY, (1, 0): p, (0, 1): q, (1, 1): both}[wanted])
    return total


def decoded(coded: bytes) -> Point | None:
    """El punto de 32 bytes (RFC 8032, 5.1.3). Con x = 0 no se mira el signo: esos dos puntos son de orden pequeño."""
    y = int.from_bytes(coded, "little") & (1 << 255) - 1
    x_squared = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x_squared, (P + 3) // 8, P)
    if x * x % P != x_squared:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != x_squared or y >= P:
        return None
    if x & 1 != coded[31] >> 7:
        x = P - x
    return x, y, 1, x * y % P


def encoded(point: Point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or IDENTITY


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Si la firma, de 64 bytes, es de esa llave pública, de 32. Recalcula R y compara sus bytes: R también es canónico."""
    key, s = decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or s not in range(ORDER) or encoded(added_multiples(8, key, 0, key)) == encoded(IDENTITY):
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(hashed, "little") % ORDER
    opposite = (P - key[0], key[1], 1, P - key[3])
    return encoded(added_multiples(s, BASE, k, opposite)) == signature[:32]


# ---------------------------------------------------------------------------------------------------------------------
# El árbol de Merkle (RFC 6962, 2.1), las llaves y los puntos de control (C2SP)


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    """La raíz de las huellas que se le den, en orden; guarda una por cada bit del tamaño."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        pairs = (~self.size & self.size + 1).bit_length() - 1  # los unos con que termina el tamaño
        for _ in range(pairs):
            leaf = digest(b"\1", self.peaks.pop(), leaf)
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        root = self.peaks[-1] if self.peaks else digest()
        for peak in self.peaks[-2::-1]:
            root = digest(b"\1", peak, root)
        return root


def left_width(size: int) -> int:
    """La mayor potencia de dos menor que el tamaño: las hojas del subárbol izquierdo."""
    return 1 << (size - 1).bit_length() - 1


def included_root(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """La raíz a que lleva una prueba de inclusión, que se gasta desde arriba; IndexError si es corta (RFC 9162, 2.1.3)."""
    if size == 1:
        return leaf
    left, beside = left_width(size), path.pop()
    if index < left:
        return digest(b"\1", included_root(leaf, index, left, path), beside)
    return digest(b"\1", beside, included_root(leaf, index - left, size - left, path))


def joined_roots(old: int, new: int, path: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Las raíces, vieja y nueva, a que lleva una prueba de consistencia, como el SUBPROOF de RFC 6962, 2.1.2.

    `known` es la raíz vieja mientras el tramo la contenga entera, y entonces la prueba no la repite.
    """
    if old == new:
        root = known if known is not None else path.pop()
        return root, root
    left, beside = left_width(new), path.pop()
    if old <= left:
        before, after = joined_roots(old, left, path, known)
        return before, digest(b"\1", after, beside)
    before, after = joined_roots(old - left, new - left, path, None)
    return digest(b"\1", beside, before), digest(b"\1", beside, after)


def includes(leaf: bytes, index: int, head: Head, proof: Iterable[bytes]) -> bool:
    path = list(proof)
    try:
        return index < head.size and included_root(leaf, index, head.size, path) == head.root and not path
    except IndexError:
        return False


def extends(old: Head, new: Head, proof: Iterable[bytes]) -> bool:
    path = list(proof)
    if old.size == 0:
        return old.root == digest() and not path
    try:
        return old.size <= new.size and joined_roots(old.size, new.size, path, old.root) == (old.root, new.root) and not path
    except IndexError:
        return False


class Key(NamedTuple):
    """Quién puede firmar: `line` es su forma escrita, nombre+identificador+base64."""

    name: str
    public: bytes
    line: str


class Head(NamedTuple):
    """Un punto de control firmado por una llave conocida. `name` es su archivo; `is_held`, si lo trajo quien verifica."""

    name: str
    origin: str
    size: int
    root: bytes
    is_held: bool = False

    @property
    def epoch(self) -> int:
        return int(self.origin.rpartition("/")[2])


ORIGIN = r"[^\s+]{1,255}/registro/[1-9][0-9]{0,8}"
NUMBER = r"0|[1-9][0-9]{0,17}"
NOTE = re.compile(rf"({ORIGIN})\n({NUMBER})\n([A-Za-z0-9+/]{{43}}=)\n\n— ({ORIGIN}) ([A-Za-z0-9+/]{{91}}=)\n")
KEY_LINE = re.compile(rf"({ORIGIN})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/]{{44}})")
PROOF = re.compile(rf"(c2sp\.org/tlog-proof@v1\nindex|old) ({NUMBER})\n((?:[A-Za-z0-9+/]{{43}}=\n){{0,64}})\n(.*)", re.DOTALL)


def is_base64(text: str) -> bool:
    """Si el texto, que tiene la forma de base64, es el único que escribe sus bytes."""
    return base64.b64encode(base64.b64decode(text)).decode() == text


def parse_key(line: str) -> Key | None:
    found = KEY_LINE.fullmatch(line)
    if not found:
        return None
    kind, public = base64.b64decode(found[3])[:1], base64.b64decode(found[3])[1:]
    is_right = (kind, key_id(found[1], public).hex()) == (b"\1", found[2])
    return Key(found[1], public, line) if is_right else None


def key_id(name: str, public: bytes) -> bytes:
    return digest(name.encode(), b"\n\1", public)[:4]


def open_note(note: str, name: str, keys: Iterable[Key], *, is_held: bool = False) -> Head:
    """El punto de control de una nota; FindingError si no tiene su forma o no lo firmó una de esas llaves."""
    found = NOTE.fullmatch(note)
    if not found or found[1] != found[4] or not (is_base64(found[3]) and is_base64(found[5])):
        raise FindingError("checkpoint", name, name, "son tres líneas, una en blanco y una firma.")
    text, signature = note[: found.end(3) + 1].encode(), base64.b64decode(found[5])
    key = next((key for key in keys if (key.name, key_id(key.name, key.public)) == (found[1], signature[:4])), None)
    if key is None:
        raise FindingError("signer", name, name, found[1])
    require(is_signed(key.public, text, signature[4:]), "signature", name, name)
    return Head(name, found[1], int(found[2]), base64.b64decode(found[3]), is_held)


def parse_proof(text: str, name: str) -> tuple[int, list[bytes], str]:
    """El número (índice o tamaño viejo), las huellas y la nota de una prueba."""
    found = PROOF.fullmatch(text)
    if not found or not all(map(is_base64, found[3].split())):
        raise FindingError("proof", name, name, "son un número, huellas en base64 y un punto de control.")
    return int(found[2]), list(map(base64.b64decode, found[3].split())), found[4]


# ---------------------------------------------------------------------------------------------------------------------
# Los registros de un paquete


class Record(NamedTuple):
    """Una línea de entries.tsv: las huellas en hexadecimal; `raw` es None y `body` {} si el contenido no viene."""

    seq: int
    prev_hash: str
    entry_hash: str
    raw: bytes | None
    body: dict[str, Any]


class Last(NamedTuple):
    """El último registro a la vista de una fila, y cuántos ocultos había entonces."""

    rev: int
    after_sha256: str
    hidden: int


class Recovery(NamedTuple):
    """Un registro `ledger:recover`: la copia tenía `kept_size` registros, y la última firma conocida, `last_size`."""

    seq: int
    kept_size: int
    last_size: int
    origin: str
    reason: str


class Log:
    """Lo que se recuerda de los registros leídos: crece con las filas y los archivos, no con los registros."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.entity = manifest["entity"]
        self.created_at: str = manifest["created_at"]
        self.size = 0
        self.head = GENESIS
        self.tree = Tree()
        self.hidden = 0
        self.latest = ""
        self.uncovered: Record | None = None
        self.rows: dict[tuple[str, int], Last] = {}
        self.files: dict[str, int] = {}
        self.recoveries: list[Recovery] = []

    def take(self, record: Record) -> None:
        self.size, self.head = record.seq + 1, record.entry_hash
        self.tree.append(bytes.fromhex(record.entry_hash))
        self.hidden += record.raw is None
        if record.body:
            self.take_body(record, record.body)

    def take_body(self, record: Record, body: dict[str, Any]) -> None:
        self.latest = max(self.latest, body["at"])
        self.uncovered = self.uncovered or record
        subject = body["subject"]
        if subject:
            self.rows[subject["type"], subject["id"]] = Last(subject["rev"], body["after_sha256"], self.hidden)
        self.files.update({file["sha256"]: file["size"] for file in body["files"]})
        if body["kind"] == "ledger:recover":
            data = body["data"]
            short = data["origin"][:MAX_SHOWN], data["reason"][:MAX_SHOWN]
            self.recoveries.append(Recovery(record.seq, data["kept_size"], data["last_size"], *short))
        for kept, what in ((self.rows, "filas"), (self.files, "archivos de evidencia"), (self.recoveries, "recuperaciones")):
            require(len(kept) <= MAX_KEPT, "limit", "entries.tsv", MAX_KEPT, what)


ENTRY_LINE = re.compile(rb"(0|[1-9][0-9]{0,17})\t([0-9a-f]{64})\t([0-9a-f]{64})\t([^\t]*)")


def read_records(part: Part, report: Report) -> Iterator[Record]:
    for number, line in lines_of(part, MAX_LINE, "line"):
        found = ENTRY_LINE.fullmatch(line)
        if not found or len(found[4]) > MAX_BODY:
            raise FindingError("line", part.name, number, "son número, dos huellas y contenido, separados por tabuladores.")
        seq, raw = int(found[1]), None if found[4] == b"-" else found[4]
        body = {} if raw is None else read_body(seq, raw, part.name, report)
        yield Record(seq, found[2].decode(), found[3].decode(), raw, body)


def read_body(seq: int, raw: bytes, place: str, report: Report) -> dict[str, Any]:
    """El contenido de un registro, {} si no tiene su forma: queda un hallazgo, y lo demás del registro se sigue revisando."""
    try:
        body: dict[str, Any] = parse_canonical(raw.decode("utf-8"))
    except UnicodeDecodeError:
        report.add("canonical", place, seq, "no es texto UTF-8.")
        return {}
    except FormError as error:
        report.add("canonical", place, seq, error)
        return {}
    wrong = wrong_in_body(body)
    if wrong is not None:
        report.add("body", place, seq, wrong)
    return body if wrong is None else {}


def sealed(seq: int, prev_hash: str, raw: bytes) -> str:
    """La huella de un registro: eslabón de la cadena y hoja del árbol."""
    return digest(f"\0pacc-ledger/v1\n{seq}\n{prev_hash}\n".encode(), raw).hex()


Details = Iterator[tuple[Any, ...]]  # una clave de FINDINGS y los datos de su frase


def check_sequence(log: Log, record: Record) -> Details:
    if record.seq != log.size:
        yield "sequence", log.size, record.seq


def check_link(log: Log, record: Record) -> Details:
    if record.prev_hash != log.head:
        yield "link", record.seq


def check_hash(_: Log, record: Record) -> Details:
    if record.raw is not None and record.entry_hash != sealed(record.seq, record.prev_hash, record.raw):
        yield "hash", record.seq


def check_hidden(log: Log, record: Record) -> Details:
    if record.raw is None and log.entity is None:
        yield "hidden", record.seq


def check_owner(log: Log, record: Record) -> Details:
    """Una recuperación no es de ninguna entidad, y les importa a todas."""
    if log.entity not in (None, record.body["entity"]) and record.body["kind"] != "ledger:recover":
        yield "owner", record.seq


def check_revision(log: Log, record: Record) -> Details:
    """Entre dos revisiones a la vista pueden faltar tantas como registros ocultos haya entre ellas, no más."""
    subject = record.body["subject"]
    if subject is None:
        return
    last = log.rows.get((subject["type"], subject["id"]), Last(0, "", 0))
    if not last.rev < subject["rev"] <= last.rev + 1 + log.hidden - last.hidden:
        yield "revision", record.seq, subject["rev"], subject["type"], subject["id"], last.rev or "ninguna"


def check_clock(log: Log, record: Record) -> Details:
    if log.latest and moment(record.body["at"]) < moment(log.latest) - TOLERANCE:
        yield "clock", record.seq, record.body["at"], log.latest


def check_future(log: Log, record: Record) -> Details:
    """Un paquete fechado antes que sus registros haría pasar por reciente lo que ningún punto de control cubre."""
    if moment(record.body["at"]) > moment(log.created_at) + TOLERANCE:
        yield "future", record.seq, record.body["at"], log.created_at


def check_files(log: Log, record: Record) -> Details:
    for file in record.body["files"]:
        if log.files.get(file["sha256"], file["size"]) != file["size"]:
            yield "file_size", record.seq, file["sha256"]


RECORD_CHECKS = (check_sequence, check_link, check_hash, check_hidden)
BODY_CHECKS = (check_owner, check_revision, check_clock, check_future, check_files)


def advance(log: Log, records: Iterator[Record], until: int | None, report: Report) -> None:
    """Revisa registros hasta tener `until`, o todos."""
    missing = None if until is None else max(0, until - log.tree.size)
    for record in itertools.islice(records, missing):
        for check in RECORD_CHECKS + BODY_CHECKS if record.body else RECORD_CHECKS:
            for code, *details in check(log, record):
                report.add(code, "entries.tsv", *details)
        log.take(record)


# ---------------------------------------------------------------------------------------------------------------------
# El paquete


class Given(NamedTuple):
    """Lo que trae de su parte quien verifica."""

    keys: list[Key]
    checkpoints: list[Part]
    receipt: str | None


def check_bundle(archive: Part, given: Given, report: Report) -> None:
    members = check_layout(read_zip(archive))
    manifest = read_manifest(members["manifest.json"][0])
    keys = read_keys(members["keys.txt"][0], manifest["origin"])
    check_key(keys[-1], given, report)
    log = Log(manifest)
    records = read_records(members["entries.tsv"][0], report)
    own = (head for part in members["checkpoints"] for head in read_head(part, keys, report))
    held = [head for part in given.checkpoints for head in read_head(part, keys, report, is_held=True)]
    held.sort(key=lambda head: head.size)
    check_entries(log, records, heapq.merge(own, held, key=lambda head: head.size), report)
    check_end(log, manifest, report)
    check_rows(log, members["rows.jsonl"][0], report)
    check_evidence(log, members["evidence"], report)
    report.facts.update(
        origin=manifest["origin"], entity=manifest["entity"], created_at=log.created_at, records=log.tree.size,
        hidden=log.hidden or None, head=log.head, checkpoints=len(members["checkpoints"]), held=len(held) or None,
        recoveries=len(log.recoveries) or None,
    )  # fmt: skip


def read_manifest(part: Part) -> dict[str, Any]:
    text = whole(part, MAX_NOTE, "manifest")
    try:
        manifest: dict[str, Any] = parse_canonical(text[:-1])
    except FormError as error:
        raise FindingError("manifest", part.name, error) from None
    wrong = misshapen(manifest, MANIFEST)
    require(wrong is None and text[-1:] == "\n", "manifest", part.name, f"revise «{wrong}».")
    return manifest


def read_keys(part: Part, newest: str) -> list[Key]:
    """Una llave por época, desde la primera: el mismo registro, y la misma llave con otro nombre."""
    *lines, end = whole(part, MAX_NOTE, "keys").split("\n")
    keys: list[Key] = []
    for number, line in enumerate(lines, 1):
        key = parse_key(line)
        expected = f"{newest.rpartition('/')[0]}/{number}"
        if key is None or key.name != expected or key.public != (keys or [key])[0].public:
            raise FindingError("keys", part.name, f"la línea {number}.")
        keys.append(key)
    require(keys and keys[-1].name == newest and not end, "keys", part.name, "la última llave no es la de la carátula.")
    return keys


def check_key(key: Key, given: Given, report: Report) -> None:
    if given.keys and key.public not in [known.public for known in given.keys]:
        report.add("key_unknown", "", key.name)
    report.facts["key_given" if given.keys else "key_inside"] = key.line


def read_head(part: Part, keys: list[Key], report: Report, *, is_held: bool = False) -> Iterator[Head]:
    """El punto de control de un archivo; si no vale queda un hallazgo, y se sigue sin él."""
    try:
        head = open_note(whole(part, MAX_NOTE, "checkpoint", part.name), part.name, keys, is_held=is_held)
    except FindingError as error:
        report.add_error(error)
        return
    if not is_held and part.name != f"checkpoints/{head.size}.txt":
        report.add("checkpoint_name", part.name, part.name, head.size)
    yield head


def check_entries(log: Log, records: Iterator[Record], heads: Iterable[Head], report: Report) -> None:
    """Recorre a la par registros y puntos de control; los suyos que no concuerdan esperan a leer si hubo recuperación."""
    broken = []
    last_epoch = 1
    for head in heads:
        advance(log, records, head.size, report)
        code = wrong_in_head(log, head)
        if code and head.is_held:
            broken.append((code, head))
        elif code:
            report.add(code, head.name, head.name, head.size, log.tree.size)
        else:
            log.uncovered = None
            report.facts["covered"] = head.size
        if not head.is_held:
            check_epoch(log, head, last_epoch, report)
            last_epoch = head.epoch
    advance(log, records, None, report)
    for code, head in broken:
        explain(log, code, head, report)


def wrong_in_head(log: Log, head: Head) -> str | None:
    prefix = "held_" * head.is_held
    if head.size > log.tree.size:
        return f"{prefix}beyond"
    return f"{prefix}root" if head.root != log.tree.root() else None


def check_epoch(log: Log, head: Head, last_epoch: int, report: Report) -> None:
    """Un nombre nuevo lo anuncia un registro de recuperación, que en el paquete de una entidad no viene."""
    announced = head.epoch == 1 or log.entity is not None or any(head.origin == each.origin for each in log.recoveries)
    if head.epoch < last_epoch or not announced:
        report.add("epoch", head.name, head.name, head.origin)


def explain(log: Log, code: str, head: Head, report: Report) -> None:
    for each in log.recoveries:
        if each.kept_size < head.size <= each.last_size and not each.origin.endswith(f"/{head.epoch}"):
            report.add("held_recovered", head.name, head.name, each.seq, each.kept_size, each.reason)
            return
    report.add(code, head.name, head.name, head.size, log.tree.size)


def check_end(log: Log, manifest: dict[str, Any], report: Report) -> None:
    if log.tree.size != manifest["size"]:
        report.add("size", "manifest.json", manifest["size"], log.tree.size)
    if log.uncovered and moment(log.uncovered.body["at"]) < moment(log.created_at) - FRESHNESS:
        report.add("stale", "entries.tsv", log.uncovered.seq, log.uncovered.body["at"])


def check_rows(log: Log, part: Part, report: Report) -> None:
    last = ("", 0)
    for number, line in lines_of(part, MAX_TEXT, "row"):
        row = read_row(number, line, part.name)
        place = (row["type"], row["id"])
        if place <= last:
            report.add("row_order", part.name, number)
        last = place
        check_row(log, row, report)
        report.facts["rows"] = number
    for (kind, row_id), recorded in log.rows.items():
        if recorded.hidden == log.hidden:  # si no, pudo pasar a otra entidad en un registro que no se ve
            report.add("row_missing", part.name, kind, row_id)


def read_row(number: int, line: bytes, place: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = parse_canonical(line.decode("utf-8"), MAX_DEPTH + 1)
    except UnicodeDecodeError:
        raise FindingError("row", place, number, "no es texto UTF-8.") from None
    except FormError as error:
        raise FindingError("row", place, number, error) from None
    wrong = misshapen(row, ROW)
    require(wrong is None, "row", place, number, f"revise «{wrong}».")
    return row


def check_row(log: Log, row: dict[str, Any], report: Report) -> None:
    recorded = log.rows.pop((row["type"], row["id"]), None)
    if recorded is None:
        report.add("row_unrecorded", "rows.jsonl", row["type"], row["id"])
    elif (row["rev"], digest(canonical(row["row"]).encode()).hex()) != (recorded.rev, recorded.after_sha256):
        report.add("row_changed", "rows.jsonl", row["type"], row["id"])


def check_evidence(log: Log, parts: list[Part], report: Report) -> None:
    for part in parts:
        sha256 = part.name.rpartition("/")[2]
        size = log.files.pop(sha256, None)
        hashed = hashlib.sha256()
        for chunk in chunks_of(part):
            hashed.update(chunk)
        if hashed.hexdigest() != sha256:
            report.add("evidence_changed", part.name, sha256)
        elif size is None:
            report.add("evidence_extra", part.name, sha256)
        elif size != part.size:
            report.add("evidence_size", part.name, sha256, part.size, size)
    for sha256 in log.files:
        report.add("evidence_missing", "", sha256)
    report.facts["files"] = len(parts)


# ---------------------------------------------------------------------------------------------------------------------
# Fuera de un paquete: puntos de control, pruebas y documentos publicados


class Papers:
    """Las llaves en que se confía, los puntos de control que aparecen y las pruebas que los unen."""

    def __init__(self, given: Given, report: Report) -> None:
        self.given, self.report = given, report
        self.keys = list(given.keys)
        self.heads: list[Head] = []
        self.links: list[tuple[str, int, list[bytes], Head]] = []

    def open(self, note: str, name: str) -> Head:
        if not self.keys:
            raise UsageError("Hace falta la llave pública del registro: --key LLAVE.")
        self.heads.append(open_note(note, name, self.keys))
        return self.heads[-1]

    def check_included(self, proof: str, name: str, seq: int | None, entry_hash: str) -> None:
        index, path, note = parse_proof(proof, name)
        head = self.open(note, name)
        if seq not in (None, index) or not includes(bytes.fromhex(entry_hash), index, head, path):
            self.report.add("inclusion", name, name)
        self.report.facts["inclusion"] = (index, head.size)


def check_checkpoint(part: Part, papers: Papers) -> None:
    papers.open(whole(part, MAX_NOTE, "checkpoint", part.name), part.name)


def check_consistency(part: Part, papers: Papers) -> None:
    old, path, note = parse_proof(whole(part, MAX_NOTE, "proof", part.name), part.name)
    papers.links.append((part.name, old, path, papers.open(note, part.name)))


def check_inclusion(part: Part, papers: Papers) -> None:
    if papers.given.receipt is None:
        raise UsageError("Para verificar una prueba de inclusión hace falta la huella del recibo: --receipt HUELLA.")
    papers.check_included(whole(part, MAX_NOTE, "proof", part.name), part.name, None, papers.given.receipt)


def check_document(part: Part, papers: Papers) -> None:
    try:
        document = parse_json(whole(part, MAX_TEXT, "document", part.name))
        check_value(document.get("snapshot"), MAX_DEPTH)
    except FormError as error:
        raise FindingError("document", part.name, part.name, error) from None
    wrong = misshapen({name: document.get(name) for name in DOCUMENT}, DOCUMENT)
    require(wrong is None, "document", part.name, part.name, f"revise «{wrong}».")
    sha256 = digest(canonical(document["snapshot"]).encode()).hex()
    require(sha256 == document["sha256"], "snapshot", part.name, part.name)
    papers.report.facts["document"] = sha256
    require(document["registration"] is not None, "document_alone", part.name, part.name)
    wrong = misshapen(document["registration"], REGISTRATION)
    require(wrong is None, "document_record", part.name, part.name, wrong)
    check_registration(part.name, document["registration"], sha256, papers)


def check_registration(name: str, registration: dict[str, Any], sha256: str, papers: Papers) -> None:
    record, key = registration["record"], parse_key(registration["key"])
    if key is None:
        raise FindingError("document_record", name, name, "key")
    wrong = wrong_in_publication(record, sha256)
    require(wrong is None, "document_record", name, name, wrong)
    check_key(key, papers.given, papers.report)
    papers.keys.append(key)
    papers.check_included(registration["proof"], name, record["seq"], record["entry_hash"])


def wrong_in_publication(record: dict[str, Any], sha256: str) -> str | None:
    """Lo que no vale en el registro que dice haber publicado un contenido, o None."""
    try:
        body = parse_canonical(record["body"])
    except FormError:
        return "body"
    wrong = wrong_in_body(body)
    if wrong is not None:
        return wrong
    if record["entry_hash"] != sealed(record["seq"], record["prev_hash"], record["body"].encode()):
        return "entry_hash"
    if body["kind"] != "report:publish" or body["request"] is not None:
        return "kind"
    stated = body["data"].get("snapshot_sha256") if type(body["data"]) is dict else None
    return "data" if stated != sha256 else None


def compare(papers: Papers) -> None:
    """Dos puntos de control de un mismo tamaño y un mismo registro no pueden tener raíces distintas."""
    for one, other in itertools.combinations(papers.heads, 2):
        if one.origin.rpartition("/")[0] != other.origin.rpartition("/")[0]:  # las épocas son de un mismo registro
            papers.report.add("origin", other.name, one.name, other.name, one.origin, other.origin)
        elif one.size == other.size and one.root != other.root:
            papers.report.add("fork", other.name, one.size, one.name, other.name)
    linked = {pair for link in papers.links for pair in check_link_of(papers, *link)}
    sizes = sorted({head.size for head in papers.heads})
    apart = set(zip(sizes, sizes[1:])) - linked
    papers.report.facts.update(heads=len(papers.heads), linked=len(linked) or None, apart=len(apart) or None)


def check_link_of(papers: Papers, name: str, old: int, path: list[bytes], new: Head) -> Iterator[tuple[int, int]]:
    known = [head for head in papers.heads if head.size == old and head is not new]
    if not known:
        papers.report.add("consistency_alone", name, name, old)
    for head in known:
        if extends(head, new, path):
            yield old, new.size
        else:
            papers.report.add("consistency", name, name, old, new.size)


# ---------------------------------------------------------------------------------------------------------------------
# La orden

READERS = (  # cómo empieza · quién lo lee, en este orden: la llave de un documento sirve para lo demás
    (rb"\{", check_document),
    (rb"c2sp\.org/tlog-proof", check_inclusion),
    (rb"old ", check_consistency),
    (rb"\S+/registro/", check_checkpoint),
)


def verify(paths: Iterable[str], given: Given) -> Report:
    """Lo hallado en un paquete, o en varios puntos de control, pruebas y documentos. UsageError si falta algo."""
    report = Report()
    parts = [(part, first_bytes(part)) for part in map(file_part, paths)]
    if not any(start.startswith(b"PK") for _, start in parts):
        check_papers([*parts, *((part, first_bytes(part)) for part in given.checkpoints)], given, report)
    elif len(parts) > 1:
        raise UsageError("Un paquete se verifica solo; sus puntos de control van con --checkpoint.")
    else:
        attempt(report, check_bundle, parts[0][0], given, report)
    return report


def first_bytes(part: Part) -> bytes:
    return next(chunks_of(part._replace(size=min(part.size, 512))), b"")


def attempt(report: Report, check: Callable[..., None], *arguments: object) -> None:
    try:
        check(*arguments)
    except FindingError as error:
        report.add_error(error)


def check_papers(parts: list[tuple[Part, bytes]], given: Given, report: Report) -> None:
    papers = Papers(given, report)
    for pattern, reader in READERS:
        for part, start in parts:
            if re.match(pattern, start):
                attempt(report, reader, part, papers)
    for part, start in parts:
        if not any(re.match(pattern, start) for pattern, _ in READERS):
            report.add("unreadable", part.name, part.name)
    compare(papers)


def keys_of(given: str) -> list[Key]:
    """Las llaves de una línea, o de las líneas de un archivo."""
    lines = whole(file_part(given), MAX_NOTE, "keys").split() if Path(given).is_file() else [given]
    keys = [parse_key(line) for line in lines]
    known = [key for key in keys if key is not None]
    if not known or len(known) < len(keys):
        raise UsageError("La llave (--key) no es de la forma nombre+identificador+base64, ni un archivo con llaves así.")
    return known


def receipt_of(text: str | None) -> str | None:
    if text is not None and not SHA256(text.lower()):
        raise UsageError("La huella del recibo (--receipt) son 64 cifras hexadecimales.")
    return text and text.lower()


class Order(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002  # el de argparse, en inglés
        raise UsageError("No se entiende la orden. Con --ayuda dice cómo se usa.")


def read_order(arguments: list[str] | None) -> argparse.Namespace:
    order = Order(prog="pacc_verify.py", add_help=False, allow_abbrev=False)
    order.add_argument("files", nargs="*")
    order.add_argument("--key", action="append", default=[])
    order.add_argument("--checkpoint", action="append", default=[])
    order.add_argument("--receipt")
    order.add_argument("--json", action="store_true")
    order.add_argument("-h", "--help", "--ayuda", action="store_true")
    return order.parse_args(arguments)


def as_text(report: Report) -> str:
    lines = [f"✗ {finding.sentence}" for finding in report.findings]
    lines += [f"Y {report.more} hallazgos más."] if report.more else []
    lines += [] if report.findings else ["Todo concuerda."]
    for name, sentence in FACTS.items():
        fact = report.facts.get(name)
        if fact is not None:
            lines.append("  " + sentence.format(*(map(printable, fact) if isinstance(fact, tuple) else [printable(fact)])))
    return "\n".join(lines)


def as_json(report: Report) -> str:
    return json.dumps(
        {
            "ok": not report.findings,
            "findings": [finding._asdict() for finding in report.findings],
            "more": report.more,
            "facts": report.facts,
        }
    )


def main(arguments: list[str] | None = None) -> int:
    try:
        order = read_order(arguments)
        if order.help or not order.files:
            print(__doc__, file=sys.stdout if order.help else sys.stderr)
            return 0 if order.help else 2
        keys = [key for given in order.key for key in keys_of(given)]
        given = Given(keys, list(map(file_part, order.checkpoint)), receipt_of(order.receipt))
        report = verify(order.files, given)
    except (UsageError, FindingError, OSError) as error:
        print(printable(error), file=sys.stderr)
        return 2
    print((as_json if order.json else as_text)(report))
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())

"""What somebody may do to a good bundle: each function makes, or is, a way from the good one to another."""

import json
import struct
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from pacc_flow.ledger.bundle import Row
from pacc_flow.ledger.canonical import canonical_json, instant
from pacc_flow.ledger.note import to_base64
from tests.verifier.bundles import (
    FILE_REF,
    HOST,
    KEY,
    ROWS,
    START,
    STRANGER,
    Bundle,
    body,
    checkpoint,
    entry_row,
    key_of,
    sealed,
    small,
    subject_of,
)
from tests.verifier.forgery import Edit, forged, members_of

Build = Callable[[Bundle], Bundle | bytes]

PINNED = (str(KEY.verifier),)
GOOD = small()
PACKED = GOOD.packed()
MEMBERS = members_of(PACKED)
NEXT = key_of(2)


def bodies_with(seq: int, text: str) -> list[str]:
    return [text if number == seq else old for number, old in enumerate(GOOD.bodies)]


def changed(seq: int, **fields: object) -> Build:
    """One record with other fields, resealed and signed again by a forger who holds everything."""
    return lambda good: good.with_bodies(bodies_with(seq, canonical_json(json.loads(good.bodies[seq]) | fields)))


def body_text(seq: int, edit: Callable[[str], str]) -> Build:
    return lambda good: good.with_bodies(bodies_with(seq, edit(good.bodies[seq])))


def entry(seq: int, **fields: object) -> Build:
    return lambda good: good.but(entries=[each._replace(**fields) if each.seq == seq else each for each in good.entries])


def member(name: str, edit: Edit) -> Build:
    return lambda good: forged(
        (each, edit(content) if each == name else content) for each, content in members_of(good.packed())
    )


def members(edit: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> Build:
    return lambda good: forged(edit(members_of(good.packed())))


def manifest(**fields: object) -> Build:
    return member("manifest.json", lambda text: f"{canonical_json(json.loads(text) | fields)}\n".encode())


def swapped(text: str, old: str, new: str) -> str:
    assert old in text, (old, text)
    return text.replace(old, new)


def edited(old: bytes, new: bytes) -> Edit:
    def edit(content: bytes) -> bytes:
        assert old in content, (old, content)
        return content.replace(old, new, 1)

    return edit


def at(minutes: float) -> str:
    return instant(START + timedelta(minutes=minutes))


def made_after(**delta: float) -> Build:
    return lambda good: good.but(manifest=replace(good.manifest, created_at=START + timedelta(**delta)))


def subject(row_id: int, rev: int, kind: str = "entry") -> dict[str, object]:
    return {"id": row_id, "rev": rev, "type": kind}


def signed_by(note: str, other: str) -> str:
    """The text of one note with the signature of another."""
    return note[: note.rindex("\n\n")] + other[other.rindex("\n\n") :]


def without_line(number: int) -> Edit:
    def edit(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        return b"".join(lines[:number] + lines[number + 1 :])

    return edit


def nested(depth: int) -> dict[str, object]:
    """An object of that many levels, itself included."""
    value: object = []
    for _ in range(depth - 2):
        value = [value]
    return {"x": value}


RECOVERY = {"kept_size": 3, "last_checkpoint": "", "last_root": "", "last_size": 5, "lost_from": 3, "lost_to": 4,
            "origin": f"{HOST}/2", "reason": "Se dañó el disco"}  # fmt: skip


def recovered(good: Bundle, entity: int | None = 1, **data: object) -> Bundle:
    """The good log, lost after its third record and gone on from there under a new name."""
    told = body(3, kind="ledger:recover", entity=entity, data=RECOVERY | data)
    after = good.with_bodies([*good.bodies[:3], told, body(4, subject_of(ROWS[0]))], [3])
    newest = [(5, checkpoint(after.entries, 5, NEXT))]
    keys = [str(KEY.verifier), str(NEXT.verifier)]
    return after.but(checkpoints=[*after.checkpoints, *newest], keys=keys, manifest=replace(after.manifest, origin=NEXT.name))


def noted(size: int, note: str) -> Build:
    return lambda good: good.but(checkpoints=[(n, note if n == size else old) for n, old in good.checkpoints])


NOTE_5 = checkpoint(GOOD.entries, 5)
# What the note of another log of five records says: same origin, same key.
FORKED = GOOD.with_bodies(bodies_with(4, GOOD.bodies[4].replace("8824", "9999")))
FORK_5 = checkpoint(FORKED.entries, 5)
LONG = GOOD.with_bodies([*GOOD.bodies, *(body(n) for n in range(5, 9))], [9])
STRANGE = key_of(1, STRANGER)


def hidden_story(rev: int, *hidden: int) -> Build:
    """Row 1 goes from revision 1 to `rev` with some records hidden in between."""

    def build(good: Bundle) -> Bundle:
        row = entry_row(1, rev, 9000)
        bodies = [good.bodies[0], good.bodies[1], good.bodies[2], good.bodies[3], body(4, subject_of(row))]
        return good.with_bodies(bodies).but(rows=(row, ROWS[1])).hiding(*hidden)

    return build


def with_size(size: int) -> Edit:
    return lambda header: header[:-24] + struct.pack("<QQ", size, size) + header[-8:]


def with_name_size(size: int) -> Edit:
    return lambda header: header[:28] + struct.pack("<H", size) + header[30:]


def checkpoints_in(good: Bundle, *sizes: int) -> bytes:
    longer = good.with_bodies([*good.bodies, *(body(n) for n in range(5, 10))], sorted(sizes))
    names = {f"checkpoints/{size}.txt": number for number, size in enumerate(sizes)}
    listed = members_of(longer.packed())
    own = sorted((each for each in listed if each[0] in names), key=lambda each: names[each[0]])
    return forged([*listed[:2], *own, *listed[2 + len(own) :]])


def deep_row(good: Bundle, depth: int) -> Bundle | bytes:
    image = {"id": 2, "rev": 1, **nested(33)}
    made = good.with_bodies(bodies_with(2, body(2, subject_of(Row("entry", 2, 1, image)), [FILE_REF])))
    made = made.but(rows=(ROWS[0], Row("entry", 2, 1, image)))
    return made if depth == 33 else member("rows.jsonl", edited(b"[[]]", b"[[[]]]"))(made)


def negative_row(good: Bundle) -> Bundle:
    row = entry_row(-1, 1, 0)
    made = good.with_bodies(bodies_with(0, body(0, subject_of(row))))
    return made.but(rows=(row, *ROWS))


def hidden_tail(good: Bundle) -> Bundle:
    made = made_after(days=30)(good.with_bodies([*good.bodies, body(5)], [5]))
    return made.hiding(5)


def first_after_hidden(good: Bundle, rev: int) -> Bundle:
    row = entry_row(2, rev, 5000)
    made = good.with_bodies(bodies_with(2, body(2, subject_of(row), [FILE_REF])))
    return made.but(rows=(ROWS[0], row)).hiding(0)


def right_id(note: str) -> str:
    """A stranger's signature under the identifier of the key that it usurps."""
    start, coded = note[:-1].rpartition(" ")[0], note[:-1].rpartition(" ")[2]
    return f"{start} {to_base64(KEY.verifier.key_id + b64decode(coded)[4:])}\n"


def loose(note: str, line: int) -> str:
    """The same bytes written with the spare bits of base64, which nobody reads, set."""
    lines = note.splitlines(keepends=True)
    position = lines[line].index("=") - 1
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    letter = letters[letters.index(lines[line][position]) + 1]
    lines[line] = lines[line][:position] + letter + lines[line][position + 1 :]
    return "".join(lines)


def truncated(good: Bundle) -> Bundle:
    shorter = good.with_bodies(good.bodies[:4], [3]).but(rows=[entry_row(1, 1, 8824), ROWS[1]])
    return shorter.but(checkpoints=[*shorter.checkpoints, (5, NOTE_5)])


def epoch_back(good: Bundle) -> Bundle:
    after = recovered(good)
    entries = sealed([*after.bodies, body(5)])
    checkpoints = [*after.checkpoints, (6, checkpoint(entries, 6))]
    return after.but(entries=entries, checkpoints=checkpoints, manifest=replace(after.manifest, size=6))


def unannounced(good: Bundle) -> Bundle:
    renamed = [good.checkpoints[0], (5, checkpoint(good.entries, 5, NEXT))]
    manifest = replace(good.manifest, origin=NEXT.name)
    return good.but(checkpoints=renamed, keys=[*PINNED, str(NEXT.verifier)], manifest=manifest)


def with_extra(good: Bundle) -> list[tuple[str, bytes]]:
    return sorted([*good.evidence, (sha256(b"x").hexdigest(), b"x")])

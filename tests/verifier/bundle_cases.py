"""Bundles good and bad, each with the findings that it must give."""

import struct
from collections.abc import Iterator
from dataclasses import replace

from pacc_flow.ledger.body import FileRef
from pacc_flow.ledger.bundle import Row
from pacc_flow.ledger.merkle import EMPTY_ROOT
from pacc_flow.ledger.note import to_base64
from tests.verifier.bundles import FILE_REF, HOST, KEY, ORIGIN, ROWS, STRANGER, Bundle, body, checkpoint, entry_row, key_of
from tests.verifier.cases import Case
from tests.verifier.changes import (
    FORK_5,
    FORKED,
    GOOD,
    LONG,
    MEMBERS,
    NEXT,
    NOTE_5,
    PACKED,
    PINNED,
    STRANGE,
    Build,
    at,
    bodies_with,
    body_text,
    changed,
    checkpoints_in,
    deep_row,
    edited,
    entry,
    epoch_back,
    first_after_hidden,
    hidden_story,
    hidden_tail,
    loose,
    made_after,
    manifest,
    member,
    members,
    negative_row,
    nested,
    noted,
    recovered,
    right_id,
    signed_by,
    subject,
    swapped,
    truncated,
    unannounced,
    with_extra,
    with_name_size,
    with_size,
    without_line,
)
from tests.verifier.forgery import forged

# fmt: off
BUNDLES: tuple[tuple[str, str, Build], ...] = (
    # name, findings, how it is made
    ("good",                                      "",                  lambda good: good),
    ("empty log",                                 "",                  lambda _: Bundle([], [], [], [])),
    ("checkpoint of nothing",                     "",                  lambda good: good.with_bodies(good.bodies, [0, 5])),
    ("no checkpoint yet",                         "",                  lambda good: good.with_bodies(good.bodies, [])),
    ("long log",                                  "",                  lambda _: LONG),
    ("entity bundle",                             "",                  lambda good: good.hiding(0, 3)),
    ("data that is a list",                       "",                  changed(0, data=[{"key": "3", "value": 1}])),
    ("data with everything",                      "",
        changed(0, data={"a": [True, False, None, 2**53 - 1, -(2**53) + 1, '\x7f\x01"\\']})),
    ("body as deep as may be",                    "",                  changed(0, data=nested(32))),
    ("row as deep as may be",                     "",                  lambda good: deep_row(good, 33)),
    # the container
    ("too short",                                 "zip",               lambda _: PACKED[:90].replace(b"\x00", b"P")),
    ("only PK",                                   "zip",               lambda _: b"PK"),
    ("truncated",                                 "zip",               lambda _: PACKED[:-1]),
    ("a directory entry that never ends",        "zip",               lambda _: forged(MEMBERS, entry=with_name_size(0xFFFF))),
    ("an end unlike its own",                    "zip",               lambda _: PACKED[:-1] + b"\1"),
    ("a count unlike the other",                 "zip",               lambda _: PACKED[:-74] + b"\0" + PACKED[-73:]),
    ("something after",                           "zip",               lambda _: PACKED + b"\0"),
    ("directory beyond the file",                 "zip",
        lambda _: PACKED[:-50] + struct.pack("<Q", 2**63) + PACKED[-42:]),
    ("a dated member",                            "zip",
        lambda _: forged(MEMBERS, local=edited(b"\x21\0", b"\x22\0"))),
    ("a name that differs",                       "zip",
        lambda _: forged(MEMBERS, local=edited(b"evidence", b"Evidence"))),
    ("content unlike its crc",                    "zip",               lambda _: forged(MEMBERS, data=edited(b"a", b"b"))),
    ("shorter content",                           "zip",               lambda _: forged(MEMBERS, data=edited(b"a", b""))),
    ("a descriptor that differs",                 "zip",
        lambda _: PACKED.replace(b"PK\x07\x08", b"PK\x07\x09", 1)),
    ("an encrypted member",                       "zip",
        lambda _: forged(MEMBERS, entry=edited(b"\x2d\0\x08\0", b"\x2d\0\x09\0"))),
    ("a compressed member",                       "zip",
        lambda _: forged(MEMBERS, entry=edited(b"\x08\0\0\0", b"\x08\0\x08\0"))),
    ("a member said to be huge",                  "zip",               lambda _: forged(MEMBERS, entry=with_size(2**62))),
    ("a member that reaches the end",             "zip",               lambda _: forged(MEMBERS, entry=with_size(5000))),
    ("a directory cut in a header",               "zip",
        lambda _: forged(MEMBERS, entry=lambda header: header[:20])),
    ("a directory cut in a name",                 "zip",
        lambda _: forged(MEMBERS, entry=lambda header: header[:60])),
    ("fewer than counted",                        "zip",               lambda _: forged(MEMBERS, count=len(MEMBERS) + 1)),
    ("more than counted",                         "zip",               lambda _: forged(MEMBERS, count=len(MEMBERS) - 1)),
    ("bytes after the directory",                 "zip",               lambda _: forged(MEMBERS, after_directory=b"hidden")),
    ("bytes before the directory",                "zip",               lambda _: forged(MEMBERS, gap=b"hidden")),
    ("too many members",                          "limit",             lambda _: forged([], count=1_000_001)),
    # its members
    ("a member more",                             "member",            members(lambda old: [*old, ("otro.txt", b"")])),
    ("a path outside",                            "member",            members(lambda old: [*old, ("../../etc/passwd", b"")])),
    ("a repeated member",                         "member",            members(lambda old: [*old, old[-1]])),
    ("a repeated manifest",                       "member",            members(lambda old: [old[0], *old])),
    ("members out of order",                      "member",            members(lambda old: [old[1], old[0], *old[2:]])),
    ("evidence in another folder",                "member",
        members(lambda old: [*old, ("evidence/00/" + "ff" * 32, b"")])),
    ("checkpoints out of order",                  "member",            lambda good: checkpoints_in(good, 10, 9)),
    ("checkpoints in order of number",            "",                  lambda good: checkpoints_in(good, 9, 10)),
    ("a checkpoint with a leading zero",          "member",
        members(lambda old: [*old[:2], ("checkpoints/03.txt", b""), *old[3:]])),
    ("no manifest",                               "member_missing",    members(lambda old: old[1:])),
    ("no entries",                                "member_missing",    members(lambda old: [old[0], *old[2:]])),
    ("no keys",                                   "member_missing",    members(lambda old: [*old[:4], *old[5:]])),
    ("no rows",                                   "member_missing",    members(lambda old: [*old[:5], *old[6:]])),
    # the manifest and the keys
    ("manifest of another format",                "manifest",          manifest(format="pacc-ledger-bundle/v2")),
    ("manifest with one field more",              "manifest",          manifest(note="x")),
    ("manifest of a negative size",               "manifest",          manifest(size=-1)),
    ("manifest of size true",                     "manifest",          manifest(size=True)),
    ("manifest of entity text",                   "manifest",          manifest(entity="1")),
    ("manifest without an instant",               "manifest",          manifest(created_at="2026-05-04")),
    ("manifest of no origin",                     "manifest",          manifest(origin=3)),
    ("manifest without end",                      "manifest",          member("manifest.json", lambda text: text[:-1] + b" ")),
    ("manifest with spaces",                      "manifest",
        member("manifest.json", lambda text: text.replace(b":", b": "))),
    ("manifest that is not JSON",                 "manifest",          member("manifest.json", lambda _: b"{\n")),
    ("manifest that is not UTF-8",                "manifest",          member("manifest.json", lambda text: text + b"\xff")),
    ("a manifest too long",                       "manifest",
        member("manifest.json", lambda text: text + b" " * 70_000)),
    ("manifest of another size",                  "size",              manifest(size=6)),
    ("keys of nobody",                            "keys",              member("keys.txt", lambda _: b"")),
    ("keys without end",                          "keys",              member("keys.txt", lambda text: text[:-1])),
    ("keys and something more",                   "keys",              member("keys.txt", lambda text: text + b"x")),
    ("keys of another epoch",                     "keys",              lambda good: good.but(keys=[str(NEXT.verifier)])),
    ("keys of one epoch more",                    "keys",
        lambda good: good.but(keys=[*PINNED, str(NEXT.verifier)])),
    ("an epoch of another key",                   "keys",
        lambda good: recovered(good).but(keys=[*PINNED, str(key_of(2, STRANGER).verifier)])),
    ("a key of another kind",                     "keys",              member("keys.txt", edited(b"+AQ", b"+Ag"))),
    ("a key with another id",                     "keys",              member("keys.txt", edited(b"+76c7", b"+76c8"))),
    # the records
    ("a line without tabs",                       "line",              member("entries.tsv", edited(b"\t", b" "))),
    ("a line with capitals",                      "line",
        member("entries.tsv", edited(GOOD.entries[0].entry_hash.hex().encode(), b"AB" * 32))),
    ("a line with a leading zero",                "line",              member("entries.tsv", edited(b"0\t", b"00\t"))),
    ("a line with a tab more",                    "line",              member("entries.tsv", edited(b"\n", b"\t\n"))),
    ("a line without end",                        "line",              member("entries.tsv", lambda text: text[:-1])),
    ("an empty line",                             "line",              member("entries.tsv", lambda text: text + b"\n")),
    ("a line too long",                           "line",
        member("entries.tsv", lambda text: text + b"5" * 70_000 + b"\n")),
    ("a body too long",                           "line",              body_text(0, lambda _: "x" * 60_001)),
    ("a body as long as may be",                  "canonical",         body_text(0, lambda _: "x" * 60_000)),
    ("records removed and not resealed",          "sequence link root beyond size row_unrecorded evidence_extra",
        member("entries.tsv", without_line(2))),
    ("records swapped",                           "sequence link sequence link sequence link root root",
        lambda good: good.but(entries=[good.entries[each] for each in (1, 0, 2, 3, 4)])),
    ("a record of another chain",                 "link hash",         entry(0, prev_hash=b"\1" * 32)),
    ("a record edited",                           "hash",              entry(2, body=GOOD.bodies[2].replace("8824", "8825"))),
    ("a hash edited",                             "hash root link root", entry(2, entry_hash=b"\1" * 32)),
    ("the last record edited with its hash",      "root",              lambda good: good.but(entries=FORKED.entries)),
    ("a body that is not UTF-8",                  "canonical hash",
        member("entries.tsv", edited("«á»".encode(), b"\xff\xfe"))),
    ("a body that is not JSON",                   "canonical",         body_text(0, lambda _: "{")),
    ("a body that is nothing",                    "canonical",         body_text(0, lambda _: "")),
    ("a body with spaces",                        "canonical",
        body_text(0, lambda text: swapped(text, '"v":1', '"v": 1'))),
    ("a body with a byte order mark",             "canonical",         body_text(0, lambda text: "\ufeff" + text)),
    ("a body with a repeated key",                "canonical",
        body_text(0, lambda text: swapped(text, '"v":1', '"v":1,"v":1'))),
    ("a body with unsorted keys",                 "canonical",
        body_text(0, lambda text: swapped(text, '{"actor"', '{"v":1,"actor"').replace(',"v":1}', "}"))),
    ("a body with a decimal",                     "canonical",
        body_text(0, lambda text: swapped(text, "8824", "8824.0"))),
    ("a body with an exponent",                   "canonical",         body_text(0, lambda text: swapped(text, "8824", "1e3"))),
    ("a body with NaN",                           "canonical",         body_text(0, lambda text: swapped(text, "8824", "NaN"))),
    ("a body with minus zero",                    "canonical",         body_text(0, lambda text: swapped(text, "8824", "-0"))),
    ("a body with 2^53",                          "canonical",
        body_text(0, lambda text: swapped(text, "8824", str(2**53)))),
    ("a body with minus 2^53",                    "canonical",
        body_text(0, lambda text: swapped(text, "8824", str(-(2**53))))),
    ("a body with a giant integer",               "canonical",
        body_text(0, lambda text: swapped(text, "8824", "9" * 50_000))),
    ("a body with NUL",                           "canonical",
        body_text(0, lambda text: swapped(text, "avance", "\\u0000"))),
    ("a body with half a character",              "canonical",
        body_text(0, lambda text: swapped(text, "avance", "\\ud800"))),
    ("a body with decomposed text",               "canonical",
        body_text(0, lambda text: swapped(text, "á", "a\u0301"))),
    ("a body with an odd key",                    "canonical",
        body_text(0, lambda text: swapped(text, '"percent"', '"Percent"'))),
    ("a body too deep",                           "canonical",
        body_text(0, lambda text: swapped(text, '{"percent":[null,8824]', '{"percent":' + "[" * 32 + "]" * 32))),
    ("a body deep beyond reason",                 "canonical",         body_text(0, lambda _: "[" * 60_000)),
    ("a body that is a list",                     "body",              body_text(0, lambda _: "[]")),
    ("a body that is empty",                      "body",              body_text(0, lambda _: "{}")),
    ("a body with a field more",                  "body",              changed(0, extra=1)),
    ("a body of nobody",                          "body",
        changed(0, actor={"id": None, "office": None, "role": "system"})),
    ("a body of a nameless system",               "body",
        changed(0, actor={"id": None, "office": None, "role": "system", "system": ""})),
    ("a body of a person and a system",           "body",
        changed(0, actor={"id": 1, "office": None, "role": "system", "system": "cli"})),
    ("a body of actor true",                      "body",
        changed(0, actor={"id": True, "office": None, "role": "office"})),
    ("a body of an odd office",                   "body",
        changed(0, actor={"id": 1, "office": "3", "role": "office"})),
    ("a body of an odd role",                     "body",              changed(0, actor={"id": 1, "office": 3, "role": None})),
    ("a body with a short after",                 "body revision",     changed(1, after_sha256="ab")),
    ("a body without after",                      "body row_unrecorded evidence_extra", changed(2, after_sha256=None)),
    ("a body with only after",                    "body",              changed(0, after_sha256="ab" * 32)),
    ("a body at no instant",                      "body",              changed(0, at="ayer")),
    ("a body at an instant that never was",       "body",              changed(0, at="2026-02-30T00:00:00.000000Z")),
    ("a body at hour 24",                         "body",              changed(0, at="2026-05-04T24:00:00.000000Z")),
    ("a body at a number",                        "body",              changed(0, at=3)),
    ("a body at the beginning of time",           "body",              changed(0, at="0001-01-01T00:00:00.000000Z")),
    ("a body with text for data",                 "body",              changed(0, data="x")),
    ("a body of entity text",                     "body",              changed(0, entity="1")),
    ("a body with a file without size",           "body",              changed(0, files=[{"name": "a", "sha256": "ab" * 32}])),
    ("a body with a file of odd size",            "body",
        changed(0, files=[{"name": "a", "sha256": "ab" * 32, "size": -1}])),
    ("a body with a nameless file",               "body",
        changed(0, files=[{"name": None, "sha256": "ab" * 32, "size": 1}])),
    ("a body with an object of files",            "body",              changed(0, files={})),
    ("a body of an odd kind",                     "body",              changed(0, kind="entry")),
    ("a body of an odd nonce",                    "body",              changed(0, nonce="00")),
    ("a body of an odd request",                  "body",              changed(0, request="10.0.0.7")),
    ("a body of an odd subject",                  "body row_unrecorded evidence_extra",
        changed(2, subject={"id": 2, "rev": 1})),
    ("a body of an odd subject type",             "body row_unrecorded evidence_extra",
        changed(2, subject=subject(2, 1, "x" * 65))),
    ("a body of version true",                    "body",              changed(0, v=True)),
    ("a body of another version",                 "body",              changed(0, v=2)),
    ("a hidden body in a whole bundle",           "hidden",
        member("entries.tsv", edited(GOOD.bodies[0].encode() + b"\n", b"-\n"))),
    ("a record of another entity",                "owner",             lambda good: changed(0, entity=2)(good).hiding(3)),
    ("a record of no entity",                     "owner",             lambda good: changed(0, entity=None)(good).hiding(3)),
    ("a revision skipped",                        "revision",          hidden_story(3)),
    ("a revision repeated",                       "revision",          hidden_story(1)),
    ("a first revision that is not 1",            "revision row_changed", changed(2, subject=subject(2, 2))),
    ("a revision zero",                           "revision row_changed", changed(2, subject=subject(2, 0))),
    ("revisions that may be hidden",              "",                  hidden_story(3, 3)),
    ("revisions all of them hidden",              "",                  hidden_story(3, 0, 3)),
    ("more revisions than are hidden between",    "revision",          hidden_story(4, 0, 3)),
    ("a first revision after a hidden one",       "",                  lambda good: first_after_hidden(good, 2)),
    ("a first revision beyond the hidden",        "revision",          lambda good: first_after_hidden(good, 3)),
    ("a clock five minutes back",                 "",                  changed(4, at=at(-2))),
    ("a clock more than five minutes back",       "clock",             changed(4, at=at(-2.001))),
    ("a clock back once",                         "clock clock clock", changed(1, at=at(60))),
    ("five minutes after the bundle",             "",                  changed(4, at=at(125))),
    ("later than the bundle",                     "future",            changed(4, at=at(125.001))),
    ("a file of two sizes",                       "file_size evidence_size",
        changed(4, files=[{"name": "a", "sha256": FILE_REF.sha256, "size": 5}])),
    ("the same file twice",                       "",
        changed(4, files=[{"name": "a", "sha256": FILE_REF.sha256, "size": FILE_REF.size}])),
    ("36 hours without a checkpoint",             "",
        lambda good: made_after(hours=36, minutes=3)(good.with_bodies(good.bodies, [3]))),
    ("more than 36 hours without one",            "stale",
        lambda good: made_after(hours=36, minutes=3.001)(good.with_bodies(good.bodies, [3]))),
    ("a month later, all covered",                "",                  made_after(days=30)),
    ("a month without any checkpoint",            "stale",
        lambda good: made_after(days=30)(good.with_bodies(good.bodies, []))),
    ("a month, the last hidden",                  "",                  hidden_tail),
    # the checkpoints
    ("a checkpoint of another root",              "root",              noted(5, FORK_5)),
    ("a checkpoint of another text",              "signature",         noted(5, signed_by(NOTE_5, FORK_5))),
    ("a checkpoint of another id",                "signer",
        noted(5, STRANGE.sign(f"{ORIGIN}\n5\n{to_base64(EMPTY_ROOT)}\n"))),
    ("a signature with the right id",             "signature",
        noted(5, right_id(checkpoint(GOOD.entries, 5, STRANGE)))),
    ("a checkpoint of another log",               "signer",            noted(5, checkpoint(GOOD.entries, 5, key_of(7)))),
    ("a checkpoint with a line more",             "checkpoint",
        noted(5, KEY.sign(NOTE_5.partition("\n\n")[0] + "\nmore\n"))),
    ("a checkpoint signed twice",                 "checkpoint",        noted(5, NOTE_5 + NOTE_5.splitlines(keepends=True)[-1])),
    ("a checkpoint signed with another name",     "checkpoint",        noted(5, NOTE_5.replace(f"— {ORIGIN}", f"— {HOST}/2"))),
    ("a checkpoint with loose base64",            "checkpoint",        noted(5, loose(NOTE_5, 2))),
    ("a signature with loose base64",             "checkpoint",        noted(5, loose(NOTE_5, 4))),
    ("a checkpoint that is not UTF-8",            "checkpoint",
        member("checkpoints/5.txt", lambda text: text + b"\xff")),
    ("a checkpoint under another size",           "checkpoint_name",   noted(5, checkpoint(GOOD.entries, 4))),
    ("a checkpoint beyond the log",               "beyond",
        lambda good: good.but(checkpoints=[*good.checkpoints, (9, checkpoint(LONG.entries, 9))])),
    ("log and rows cut together",                 "beyond",            truncated),
    # recoveries
    ("a recovered log",                           "",                  recovered),
    ("a recovery that is nobody's, of an entity", "",                  lambda good: recovered(good, entity=None).hiding(0)),
    ("a recovery without a name",                 "body epoch",        lambda good: recovered(good, origin=None)),
    ("a recovery without a reason",               "body epoch",        lambda good: recovered(good, reason=None)),
    ("a recovery of odd sizes",                   "body epoch",        lambda good: recovered(good, kept_size="3")),
    ("a recovery that is a list",                 "body",              changed(0, kind="ledger:recover", data=[])),
    ("a recovery of another name",                "epoch",             lambda good: recovered(good, origin=f"{HOST}/3")),
    ("an epoch back",                             "epoch",             epoch_back),
    ("an epoch that nobody announced",            "epoch",             unannounced),
    ("an epoch announced out of sight",           "",                  lambda good: unannounced(good).hiding(0)),
    # the rows
    ("a row that is not JSON",                    "row",               member("rows.jsonl", lambda text: text + b"{\n")),
    ("a row that is not UTF-8",                   "row",               member("rows.jsonl", lambda text: text + b"\xff\n")),
    ("a row without end",                         "row",               member("rows.jsonl", lambda text: text[:-1])),
    ("a row with spaces",                         "row",               member("rows.jsonl", edited(b":", b": "))),
    ("a row without type",                        "row",               member("rows.jsonl", edited(b',"type":"entry"', b""))),
    ("a row of an odd revision",                  "row",
        member("rows.jsonl", edited(b'"rev":2,"row"', b'"rev":"2","row"'))),
    ("a row too deep",                            "row",               lambda good: deep_row(good, 34)),
    ("rows out of order",                         "row_order",
        member("rows.jsonl", lambda text: b"".join(reversed(text.splitlines(keepends=True))))),
    ("a repeated row",                            "row_order row_unrecorded",
        member("rows.jsonl", lambda text: text + text.splitlines(keepends=True)[-1])),
    ("a row below zero first",                    "",                  negative_row),
    ("a row that nobody recorded",                "row_unrecorded",    lambda good: good.but(rows=[*ROWS, entry_row(3, 1, 0)])),
    ("a row changed",                             "row_changed",
        lambda good: good.but(rows=[entry_row(1, 2, 9001), ROWS[1]])),
    ("a row of an older revision",                "row_changed",
        lambda good: good.but(rows=[Row("entry", 1, 1, ROWS[0].image), ROWS[1]])),
    ("a row with no canonical form",              "row_changed",
        lambda good: good.but(rows=[ROWS[0], Row("entry", 2, 1, {"percent": 0.5})])),
    ("a row deleted",                             "row_missing",       lambda good: good.but(rows=ROWS[:1])),
    ("every row deleted",                         "row_missing row_missing", lambda good: good.but(rows=[])),
    ("a row that may be another's now",           "",                  lambda good: good.but(rows=ROWS[:1]).hiding(3)),
    ("a row that cannot be another's",            "row_missing",       lambda good: good.but(rows=ROWS[1:]).hiding(3)),
    # the evidence
    ("evidence changed",                          "evidence_changed",
        lambda good: good.but(evidence=[(FILE_REF.sha256, b"otra cosa")])),
    ("evidence missing",                          "evidence_missing",  lambda good: good.but(evidence=[])),
    ("evidence that nobody recorded",             "evidence_extra",    lambda good: good.but(evidence=with_extra(good))),
    ("evidence of another size",                  "evidence_size",
        changed(2, files=[{"name": "a", "sha256": FILE_REF.sha256, "size": 5}])),
    ("evidence of hidden records only",           "",
        lambda good: good.hiding(2).but(evidence=[], rows=ROWS[:1])),
)
# fmt: on


def bundle_cases() -> Iterator[Case]:
    for name, codes, build in BUNDLES:
        made = build(GOOD)
        yield Case(name, {"b.zip": made if isinstance(made, bytes) else made.packed()}, codes.split())
    yield from held_cases()


def held_cases() -> Iterator[Case]:
    good = {"b.zip": PACKED}
    after = recovered(GOOD)
    lost, kept = {"h.txt": NOTE_5}, {"h.txt": checkpoint(GOOD.entries, 3)}
    yield Case("held at 5", good, held={"h.txt": NOTE_5})
    yield Case("held at 0", good, held={"h.txt": checkpoint(GOOD.entries, 0)})
    yield Case("two held, unsorted", good, held={"h.txt": NOTE_5, "g.txt": checkpoint(GOOD.entries, 3)})
    yield Case("held of a fork", good, ["held_root"], held={"h.txt": FORK_5})
    yield Case("held of a longer log", good, ["held_beyond"], held={"h.txt": checkpoint(LONG.entries, 9)})
    yield Case("held and signed by another", good, ["signer"], held={"h.txt": checkpoint(GOOD.entries, 5, STRANGE)})
    yield Case("held of nothing", good, ["checkpoint"], held={"h.txt": "x"})
    yield Case("held too long", good, ["checkpoint"], held={"h.txt": NOTE_5 + "x" * 70_000})
    yield Case("held covers the rest", {"b.zip": made_after(days=30)(GOOD.with_bodies(GOOD.bodies, [3])).packed()}, held=lost)
    for size in (3, 4, 5):  # what was kept, and what was lost
        codes = ["held_recovered"] if size > 3 else []
        yield Case(f"recovered, held at {size}", {"b.zip": after.packed()}, codes, {"h.txt": checkpoint(GOOD.entries, size)})
    short = recovered(GOOD, last_size=4).packed()
    yield Case("recovered less than was lost", {"b.zip": short}, ["held_root"], lost)
    own = recovered(GOOD, origin=ORIGIN)
    own = own.but(checkpoints=own.checkpoints[:1], keys=PINNED, manifest=replace(own.manifest, origin=ORIGIN))
    yield Case("recovered under the same name", {"b.zip": own.packed()}, ["held_root"], lost)
    yield Case("recovered and kept", {"b.zip": after.packed()}, [], kept)
    yield Case("recovered, of the new name", {"b.zip": after.packed()}, [], {"h.txt": checkpoint(after.entries, 5, NEXT)})
    of_new = {"h.txt": checkpoint(GOOD.entries, 5, NEXT)}
    yield Case("forked under the new name", {"b.zip": after.packed()}, ["held_root"], of_new)
    yield Case("pinned", good, keys=PINNED)
    yield Case("pinned by its second name", {"b.zip": after.packed()}, keys=PINNED)
    yield Case("pinned to others", good, ["key_unknown"], keys=[str(STRANGE.verifier)])
    yield Case("pinned to several", good, keys=[str(STRANGE.verifier), *PINNED])
    yield Case("bundle and more", {"b.zip": PACKED, "h.txt": NOTE_5}, ["usage"])
    yield Case("as long as may be", good, limits={"MAX_NOTE": max(len(text) for name, text in MEMBERS if name[0] in "mkc")})
    yield Case("too many rows", good, ["limit"], limits={"MAX_KEPT": 1})
    yield Case("as many as may be", {"b.zip": PACKED}, limits={"MAX_KEPT": 7})
    many = GOOD.with_bodies(bodies_with(0, body(0, None, [FileRef("a", f"{n:064x}", 1) for n in range(9)])))
    yield Case("too many files", {"b.zip": many.packed()}, ["limit"], limits={"MAX_KEPT": 8})
    missing = ["evidence_missing"] * 9
    yield Case("as many files as may be", {"b.zip": many.packed()}, missing, limits={"MAX_KEPT": 10})
    yield Case("findings beyond count", {"b.zip": GOOD.but(rows=[]).packed()}, ["row_missing"], limits={"MAX_FINDINGS": 1})

"""Checkpoints, proofs and published documents, good and bad, each with what must be found."""

from collections.abc import Iterator, Mapping, Sequence

from pacc_flow.ledger.merkle import EMPTY_ROOT
from pacc_flow.ledger.note import SigningKey, to_base64
from tests.verifier.bundles import (
    KEY,
    ORIGIN,
    SNAPSHOT,
    STRANGER,
    as_json,
    body,
    checkpoint,
    consistency,
    digest_of,
    document,
    inclusion,
    publication,
    sealed,
)
from tests.verifier.cases import Case
from tests.verifier.changes import FORK_5, FORKED, GOOD, LONG, NEXT, NOTE_5, PINNED, STRANGE, loose, signed_by


def paper_cases() -> Iterator[Case]:
    yield from document_cases()
    nine, leaves = LONG.entries, [entry.entry_hash.hex() for entry in LONG.entries]
    for size in range(1, 10):
        for index in range(size):
            proof = {"p.txt": inclusion(nine, index, size)}
            yield Case(f"included {index} of {size}", proof, keys=PINNED, receipt=leaves[index])
    proof = inclusion(nine, 2, 9)
    lines = proof.splitlines(keepends=True)
    odd = {
        "another receipt": (proof, "inclusion", leaves[3]),
        "another index": (proof.replace("index 2", "index 3"), "inclusion", leaves[2]),
        "an index outside": (proof.replace("index 2", "index 9"), "inclusion", leaves[2]),
        "a hash less": ("".join(lines[:2] + lines[3:]), "inclusion", leaves[2]),
        "a hash more": ("".join([*lines[:3], lines[2], *lines[3:]]), "inclusion", leaves[2]),
        "a hash more below": ("".join([*lines[:2], lines[2], *lines[2:]]), "inclusion", leaves[2]),
        "loose base64": (loose(proof, 2), "proof", leaves[2]),
        "a leading zero": (proof.replace("index 2", "index 02"), "proof", leaves[2]),
        "no note": ("".join(lines[:6]), "proof", leaves[2]),
        "a forged note": (signed_by(proof, inclusion(nine, 2, 8)), "signature", leaves[2]),
        "no version": (proof.replace("@v1", "@v2"), "proof", leaves[2]),
    }
    for name, (text, code, receipt) in odd.items():
        yield Case(f"inclusion with {name}", {"p.txt": text}, [code], keys=PINNED, receipt=receipt)
    beyond = inclusion(nine, 8, 9).replace("index 8", "index 9")
    yield Case("inclusion of the last as the next", {"p.txt": beyond}, ["inclusion"], keys=PINNED, receipt=leaves[8])
    yield Case("inclusion too long", {"p.txt": proof + "x" * 70_000}, ["proof"], keys=PINNED, receipt=leaves[2])
    yield Case("inclusion without receipt", {"p.txt": proof}, ["usage"], keys=PINNED)
    yield Case("inclusion without key", {"p.txt": proof}, ["usage"], receipt=leaves[2])
    yield Case(
        "included in what is held", {"p.txt": proof}, held={"h.txt": checkpoint(nine, 9)}, keys=PINNED, receipt=leaves[2]
    )
    yield Case("one checkpoint", {"a.txt": NOTE_5}, keys=PINNED)
    yield Case("a checkpoint of others", {"a.txt": checkpoint(nine, 5, STRANGE)}, ["signer"], keys=PINNED)
    yield Case("a checkpoint too long", {"a.txt": NOTE_5 + "x" * 70_000}, ["checkpoint"], keys=PINNED)
    yield Case("a note of no checkpoint", {"a.txt": NOTE_5 + "x"}, ["checkpoint"], keys=PINNED)
    yield Case("the same twice", {"a.txt": NOTE_5, "b.txt": NOTE_5}, keys=PINNED)
    yield Case("two sizes", {"a.txt": checkpoint(nine, 3), "b.txt": NOTE_5}, keys=PINNED)
    yield Case("three sizes", {"a.txt": checkpoint(nine, 3), "b.txt": NOTE_5, "c.txt": checkpoint(nine, 9)}, keys=PINNED)
    yield Case("a fork", {"a.txt": NOTE_5, "b.txt": FORK_5}, ["fork"], keys=PINNED)
    yield Case("a fork held", {"a.txt": NOTE_5}, ["fork"], held={"h.txt": FORK_5}, keys=PINNED)
    other = {"a.txt": NOTE_5, "b.txt": checkpoint(nine, 5, NEXT)}
    epochs = [*PINNED, str(NEXT.verifier)]
    yield Case("two epochs", other, keys=epochs)
    forked = {"a.txt": NOTE_5, "b.txt": checkpoint(FORKED.entries, 5, NEXT)}
    yield Case("two epochs that disagree", forked, ["fork"], keys=epochs)
    later = {"a.txt": checkpoint(nine, 3), "b.txt": consistency(nine, 3, 9, NEXT)}
    yield Case("two epochs and what joins them", later, keys=epochs)
    foreign = SigningKey("otro.example/registro/1", STRANGER)
    others = {"a.txt": NOTE_5, "b.txt": checkpoint(nine, 5, foreign)}
    yield Case("two logs", others, ["origin"], keys=[*PINNED, str(foreign.verifier)])
    yield Case("nothing known", {"a.txt": "hola"}, ["unreadable"], keys=PINNED)
    yield Case("an empty file", {"a.txt": ""}, ["unreadable"], keys=PINNED)
    yield Case("nothing known, and a checkpoint", {"a.txt": "hola", "b.txt": NOTE_5}, ["unreadable"], keys=PINNED)
    for old in range(1, 10):
        for new in range(old, 10):
            pair = {"a.txt": checkpoint(nine, old), "b.txt": consistency(nine, old, new)}
            yield Case(f"consistent {old} to {new}", pair, keys=PINNED)
    yield from odd_consistencies(nine)


def odd_consistencies(nine: Sequence[object]) -> Iterator[Case]:
    for old in (3, 4):
        first, proof = checkpoint(LONG.entries, old), consistency(LONG.entries, old, 9)
        lines, other_hash = proof.splitlines(keepends=True), f"{to_base64(EMPTY_ROOT)}\n"
        fork = checkpoint(FORKED.with_bodies([body(0, entity=2), *LONG.bodies[1:]]).entries, old)
        odd = {
            "of a fork": ({"a.txt": fork, "p.txt": proof}, "consistency"),
            "a hash less": ({"a.txt": first, "p.txt": "".join(lines[:1] + lines[2:])}, "consistency"),
            "a hash more": ({"a.txt": first, "p.txt": "".join([*lines[:2], *lines[1:]])}, "consistency"),
            "a hash changed": ({"a.txt": first, "p.txt": "".join([lines[0], other_hash, *lines[2:]])}, "consistency"),
            "another size": ({"a.txt": checkpoint(LONG.entries, 5), "p.txt": proof}, "consistency_alone"),
            "no other": ({"p.txt": proof}, "consistency_alone"),
            "no form": ({"a.txt": first, "p.txt": "old x\n"}, "proof"),
            "bad base64": ({"a.txt": first, "p.txt": loose(proof, 1)}, "proof"),
        }  # fmt: skip
        for name, (files, code) in odd.items():
            yield Case(f"consistency from {old}, {name}", files, [code], keys=PINNED)
    zero, from_zero = checkpoint(LONG.entries, 0), f"old 0\n\n{checkpoint(LONG.entries, 9)}"
    yield Case("consistent from nothing", {"a.txt": zero, "p.txt": from_zero}, keys=PINNED)
    padded = from_zero.replace("old 0\n", f"old 0\n{to_base64(EMPTY_ROOT)}\n")
    yield Case("from nothing by something", {"a.txt": zero, "p.txt": padded}, ["consistency"], keys=PINNED)
    odd_zero = KEY.sign(f"{ORIGIN}\n0\n{to_base64(bytes(32))}\n")
    yield Case("from an odd nothing", {"a.txt": odd_zero, "p.txt": from_zero}, ["consistency"], keys=PINNED)
    back = {"a.txt": checkpoint(LONG.entries, 9), "p.txt": f"old 9\n\n{checkpoint(LONG.entries, 3)}"}
    yield Case("consistent backwards", back, ["consistency"], keys=PINNED)
    long_way = back | {"p.txt": back["p.txt"].replace("old 9\n", "old 9\n" + f"{to_base64(EMPTY_ROOT)}\n" * 2)}
    yield Case("consistent backwards by something", long_way, ["consistency"], keys=PINNED)
    same = {"a.txt": checkpoint(LONG.entries, 5), "p.txt": f"old 5\n\n{FORK_5}"}
    yield Case("consistent with a fork", same, ["fork", "consistency"], keys=PINNED)
    alone = {"p.txt": f"old 9\n\n{checkpoint(LONG.entries, 9)}"}
    yield Case("consistent with itself", alone, ["consistency_alone"], keys=PINNED)


def document_cases() -> Iterator[Case]:
    log = sealed([*GOOD.bodies, publication(5), body(6)])
    good = document(log, 5, 7)

    def of(made: Mapping[str, object], **fields: object) -> dict[str, str]:
        return {"d.json": as_json({**made, **fields})}

    def registered(**fields: object) -> dict[str, str]:
        return of(good, registration={**good["registration"], **fields})  # type: ignore[dict-item] # an object

    def published(text: str) -> dict[str, str]:
        entries = sealed([*GOOD.bodies, text, body(6)])
        return of(document(entries, 5, 7))

    def recorded(**fields: object) -> dict[str, str]:
        return registered(record={**good["registration"]["record"], **fields})  # type: ignore[index] # an object

    yield Case("a document", of(good))
    yield Case("a document, pinned", of(good), keys=PINNED)
    yield Case("a document, pinned to others", of(good), ["key_unknown"], keys=[str(STRANGE.verifier)])
    yield Case("a document against what is held", of(good), held={"h.txt": checkpoint(log, 7)})
    yield Case("a document of a fork", of(good), ["fork"], held={"h.txt": checkpoint(sealed([*GOOD.bodies, "x", "y"]), 7)})
    yield Case("a document not yet registered", of(good, registration=None), ["document_alone"])
    yield Case("a document that is not JSON", {"d.json": "{"}, ["document"])
    yield Case("a document with floats", {"d.json": as_json(good).replace("8824", "88.24")}, ["document"])
    yield Case("a document with a repeated key", {"d.json": as_json(good).replace("{", '{"sha256": 1,', 1)}, ["document"])
    yield Case("a document not in UTF-8", {"d.json": as_json(good).encode() + b"\xff"}, ["document"])
    yield Case("a document with half a character", {"d.json": as_json(good).replace("1.1", "\\ud800")}, ["document"])
    yield Case("a document too long", {"d.json": as_json(good) + " " * (8 << 20)}, ["document"])
    yield Case("a document of nothing", {"d.json": "{}"}, ["document"])
    yield Case("a document of another hash", of(good, sha256="ab" * 32), ["snapshot"])
    yield Case("a document changed", of(good, snapshot=SNAPSHOT | {"cut": "Segundo corte"}), ["snapshot"])
    yield Case("a document changed with its hash", {"d.json": forged_document(good)}, ["document_record"])
    yield Case("a registration of nothing", of(good, registration={}), ["document_record"])
    yield Case("a registration without key", registered(key="x"), ["document_record"])
    yield Case("a registration with an odd proof", registered(proof=3), ["document_record"])
    yield Case("a registration with no proof", registered(proof="x"), ["proof"])
    yield Case("a registration of another proof", registered(proof=inclusion(log, 4, 7)), ["inclusion"])
    yield Case("a registration of another seq", recorded(seq=4), ["document_record"])
    yield Case("a registration of another hash", recorded(entry_hash="ab" * 32), ["document_record"])
    yield Case("a registration of another chain", recorded(prev_hash="ab" * 32), ["document_record"])
    yield Case("a registration of an odd body", recorded(body="{}"), ["document_record"])
    yield Case("a registration of no body", recorded(body="x"), ["document_record"])
    yield Case("a registration of another act", published(publication(5, kind="report:read")), ["document_record"])
    yield Case("a registration with a request", published(publication(5, request={})), ["document_record"])
    yield Case("a registration of a list", published(publication(5, data=[])), ["document_record"])
    yield Case("a registration of nothing stated", published(publication(5, data={})), ["document_record"])
    displaced = inclusion(log[1:], 4, 6)
    yield Case("a registration in another place", registered(proof=displaced), ["inclusion"])
    lone = of(document(log, 5, 7))
    yield Case("a document and a link", {**lone, "p.txt": consistency(log, 3, 7), "a.txt": checkpoint(log, 3)})


def forged_document(good: Mapping[str, object]) -> str:
    changed_snapshot = SNAPSHOT | {"cut": "Segundo corte"}
    return as_json({**good, "snapshot": changed_snapshot, "sha256": digest_of(changed_snapshot)})

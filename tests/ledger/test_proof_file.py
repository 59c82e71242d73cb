"""The two proof texts: their layout, what they carry, and the ones that are refused.

The long example is a test vector of the spicy tool over the test log of Tessera, under the later name of the format.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pacc_flow.ledger.checkpoint import Checkpoint, opened, signed
from pacc_flow.ledger.merkle import consistency_proof, extends, includes, inclusion_proof, root_of
from pacc_flow.ledger.note import SigningKey, VerifierKey
from pacc_flow.ledger.proof_file import (
    MAX_HASHES,
    MAX_PROOF_BYTES,
    ConsistencyProof,
    InclusionProof,
    ProofFileError,
)

KEY = SigningKey("pacc.example/registro/1", Ed25519PrivateKey.from_private_bytes(bytes(32)))
LEAVES = [sha256(bytes([number])).digest() for number in range(23)]
NOTE = signed(Checkpoint(KEY.name, len(LEAVES), root_of(LEAVES)), KEY)
HASH = bytes(range(32))
CODED = b64encode(HASH).decode()
HEAD = "c2sp.org/tlog-proof@v1"

EXAMPLE_HASHES = """\
+4IF875THRSj6IOZo2SRpgL6buVI/cawB2iLGFLgWDQ=
nBeqO1BayYMNXX05jMGGtCfprprlSVASVTUUwA0OC9E=
zpUmeEe94VcV/jft8wYlUcDx9yr2kff2jq9QW295vhw=
DTWvScrZyztZdQo5YhJ2Sioo6xDCRDgnoxJJJhN5vl0=
550NhxNMkqzfWFptIePTfVic0rHovJMectLfzaLgh5U=
aoGmNLa5zDVavVfeWhrAxU3duQ0m2TB489dVEGmquO8=
Sbbxxj/8zvCs1q23zn+3wxE9OfJyqVtajvLlvg4FOaI=
WuiUqI+eMKiZ4OUa9CORDO64u91gs7kbTzQYw/e/Khg=
nxkvRAG/1vChJgwuphcHSaCBWcBXebV52Nd3sGxP2kI=
8xVjSf6ZkYSabrgN8m3ePiWgQSpafmz8FXTCfv7guck=
uIkQsFgLVnAeDt5KgZP6l3eJ6YzFz2p92KwlA50Ea5Q=
8SliMOQ4QRiNiRzAt4iEDvrOC0ETwRssbnOdutGqPhA=
""".splitlines()
EXAMPLE_NOTE = (
    "example.com/log/testdata\n100270\nGRV1O0dCqmjjPvYi7CtOT79zb/fPwLNsMFWsynwU8Ac=\n\n"
    "\N{EM DASH} example.com/log/testdata "
    "M9e0lkcvy5bAe7rrC8tCyAP+my+CLzswA91zOpBNWVU7qCojkUOHnfdQzDImoYeYH8G8PJSwOqsx0RkSa261OmKVwwM=\n"
)
EXAMPLE = "\n".join([HEAD, "index 100252", *EXAMPLE_HASHES, "", EXAMPLE_NOTE])

NO_HEAD = f"No es una prueba de inclusión: su primera línea no es «{HEAD}»."
NO_INDEX = "La prueba no trae su línea «index» con un número entero sin ceros a la izquierda."
NO_OLD = "La prueba no trae su línea «old» con un número entero sin ceros a la izquierda."
NO_NOTE = "A la prueba le falta la línea en blanco o el punto de control firmado."
NO_HASH = "Una línea de la prueba no es una huella SHA-256 en base64."
TOO_MANY = "La prueba trae más de 64 huellas."
TOO_LONG = "El texto supera los 16384 bytes."
RETURNS = "El texto trae retornos de carro: alguien lo guardó con los saltos de línea de Windows."
CONTROL = "El texto trae caracteres de control."


def short(value: object) -> str:
    return ascii(value)[:60]


def perfect(level: int, index: int) -> bytes:
    return root_of(LEAVES[index << level : (index + 1) << level])


def test_the_published_proof_is_read_and_written_the_same():
    proof = InclusionProof.parse(EXAMPLE)
    assert (proof.index, proof.note) == (100_252, EXAMPLE_NOTE)
    assert proof.hashes == tuple(map(b64decode, EXAMPLE_HASHES))
    assert proof.text() == EXAMPLE


def test_the_published_proof_has_the_length_that_its_checkpoint_asks_for():
    key = VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
    size = opened(InclusionProof.parse(EXAMPLE).note, [key]).size
    assert len(inclusion_proof(100_252, size, lambda _level, _index: HASH)) == len(EXAMPLE_HASHES)


@pytest.mark.parametrize("index", range(len(LEAVES)))
def test_a_record_proves_to_whoever_has_only_the_file_and_the_key(index: int):
    hashes = tuple(inclusion_proof(index, len(LEAVES), perfect))
    read = InclusionProof.parse(InclusionProof(index, hashes, NOTE).text())
    checkpoint = opened(read.note, [KEY.verifier])
    assert includes(LEAVES[index], read.index, checkpoint.size, read.hashes, checkpoint.root)


@pytest.mark.parametrize("old", range(len(LEAVES) + 1))
def test_growth_proves_to_whoever_has_only_the_file_the_key_and_the_older_root(old: int):
    hashes = tuple(consistency_proof(old, len(LEAVES), perfect))
    read = ConsistencyProof.parse(ConsistencyProof(old, hashes, NOTE).text())
    checkpoint = opened(read.note, [KEY.verifier])
    assert extends(read.old, checkpoint.size, root_of(LEAVES[:old]), checkpoint.root, read.hashes)


def test_the_layouts_are_those_of_c2sp():
    assert InclusionProof(7, (HASH, HASH), NOTE).text() == f"{HEAD}\nindex 7\n{CODED}\n{CODED}\n\n{NOTE}"
    assert InclusionProof(0, (), NOTE).text() == f"{HEAD}\nindex 0\n\n{NOTE}"
    assert ConsistencyProof(7, (HASH,), NOTE).text() == f"old 7\n{CODED}\n\n{NOTE}"
    assert ConsistencyProof(0, (), NOTE).text() == f"old 0\n\n{NOTE}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", NO_HEAD),
        (f"index 7\n{CODED}\n\n{NOTE}", NO_HEAD),
        (f"c2sp.org/tlog-proof@v2\nindex 7\n{CODED}\n\n{NOTE}", NO_HEAD),
        (f"\n{HEAD}\nindex 7\n{CODED}\n\n{NOTE}", NO_HEAD),
        (HEAD, NO_INDEX),
        (f"{HEAD}\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nextra AAAA\nindex 7\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nold 7\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex 07\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex -7\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex 7 \n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex  7\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex {10**18}\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\n\nindex 7\n{CODED}\n\n{NOTE}", NO_INDEX),
        (f"{HEAD}\nindex 7\n{CODED}\n", NO_NOTE),
        (f"{HEAD}\nindex 7\n{CODED}\n\n", NO_NOTE),
        (f"{HEAD}\nindex 7\n{CODED[:-1]}\n\n{NOTE}", NO_HASH),
        (f"{HEAD}\nindex 7\n{CODED[:-2]}9=\n\n{NOTE}", NO_HASH),
        (f"{HEAD}\nindex 7\n{b64encode(HASH[:31]).decode()}\n\n{NOTE}", NO_HASH),
        (f"{HEAD}\nindex 7\n{HASH.hex()}\n\n{NOTE}", NO_HASH),
        (f"{HEAD}\nindex 7\n{CODED}\n{NOTE}", NO_HASH),
        (f"{HEAD}\nindex 7\n" + f"{CODED}\n" * (MAX_HASHES + 1) + f"\n{NOTE}", TOO_MANY),
        (f"{HEAD}\nindex 7\n" + f"{CODED}\n" * 400 + f"\n{NOTE}", TOO_LONG),
        (f"{HEAD}\r\nindex 7\r\n{CODED}\r\n\r\n{NOTE}", RETURNS),
        (f"{HEAD}\nindex 7\r\n{CODED}\n\n{NOTE}", RETURNS),
        (f"{HEAD}\nindex 7\n{CODED}\n\n{NOTE}\x00", CONTROL),
        (f"{HEAD}\nindex 7\n{CODED}\n\n\ud800{NOTE}", "El texto no es UTF-8."),
    ],
    ids=short,
)
def test_a_text_that_is_no_inclusion_proof_is_refused(text: str, said: str):
    with pytest.raises(ProofFileError) as refused:
        InclusionProof.parse(text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", NO_OLD),
        (EXAMPLE, NO_OLD),
        (f"index 7\n{CODED}\n\n{NOTE}", NO_OLD),
        (f"old 07\n{CODED}\n\n{NOTE}", NO_OLD),
        (f"old 7\n{CODED}\n", NO_NOTE),
        (f"old 7\nold 8\n{CODED}\n\n{NOTE}", NO_HASH),
        ("old 7\n" + f"{CODED}\n" * (MAX_HASHES + 1) + f"\n{NOTE}", TOO_MANY),
        ("old 7\n" + f"{CODED}\n" * 400 + f"\n{NOTE}", TOO_LONG),
        (f"old 7\r\n{CODED}\r\n\r\n{NOTE}", RETURNS),
    ],
    ids=short,
)
def test_a_text_that_is_no_consistency_proof_is_refused(text: str, said: str):
    with pytest.raises(ProofFileError) as refused:
        ConsistencyProof.parse(text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (InclusionProof(-1, (), NOTE), NO_INDEX),
        (InclusionProof(7, (HASH[:31],), NOTE), NO_HASH),
        (InclusionProof(7, (b"",), NOTE), "Una huella de la prueba está vacía."),
        (InclusionProof(7, (HASH,) * (MAX_HASHES + 1), NOTE), TOO_MANY),
        (InclusionProof(7, (), ""), NO_NOTE),
        (InclusionProof(7, (), "a" * MAX_PROOF_BYTES), TOO_LONG),
        (ConsistencyProof(-1, (), NOTE), NO_OLD),
        (ConsistencyProof(7, (HASH,) * (MAX_HASHES + 1), NOTE), TOO_MANY),
        (ConsistencyProof(7, (), NOTE.replace("\n", "\r\n")), RETURNS),
    ],
    ids=short,
)
def test_a_proof_that_could_not_be_read_back_is_not_written(proof: InclusionProof | ConsistencyProof, said: str):
    with pytest.raises(ProofFileError) as refused:
        proof.text()
    assert str(refused.value) == said


def test_the_most_hashes_that_fit_are_taken():
    proof = InclusionProof(7, (HASH,) * MAX_HASHES, NOTE)
    assert InclusionProof.parse(proof.text()) == proof
    longest = ConsistencyProof(7, (), "a" * (MAX_PROOF_BYTES - len("old 7\n\n")))
    assert ConsistencyProof.parse(longest.text()) == longest


def test_no_line_of_a_proof_may_be_dropped_or_swapped_unnoticed():
    index = 9
    text = InclusionProof(index, tuple(inclusion_proof(index, len(LEAVES), perfect)), NOTE).text()
    lines = text.splitlines(keepends=True)
    others = [lines[:at] + lines[at + 1 :] for at in range(len(lines))]
    others += [[*lines[:at], after, before, *lines[at + 2 :]] for at, (before, after) in enumerate(pairwise(lines))]
    assert proves(text)
    assert not any(proves("".join(other)) for other in others)


def proves(text: str) -> bool:
    try:
        proof = InclusionProof.parse(text)
        checkpoint = opened(proof.note, [KEY.verifier])
    except ValueError:
        return False
    return includes(LEAVES[9], proof.index, checkpoint.size, proof.hashes, checkpoint.root)

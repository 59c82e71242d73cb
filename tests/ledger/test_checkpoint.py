"""Checkpoints, against the examples of C2SP tlog-checkpoint and of the test log of Tessera, and against forgeries."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pacc_flow.ledger.checkpoint import Checkpoint, CheckpointError, opened, signed
from pacc_flow.ledger.note import NoteError, SigningKey, VerifierKey

ORIGIN = "pacc.example/registro/1"
KEY = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
SAME_KEY_NEXT_EPOCH = SigningKey.from_pem(KEY.to_pem(), "pacc.example/registro/2")
WITNESS = SigningKey("witness.example", Ed25519PrivateKey.from_private_bytes(b"w" * 32))
ROOT = bytes(range(32))
CHECKPOINT = Checkpoint(ORIGIN, 40, ROOT)
TEXT = CHECKPOINT.text()
CODED = b64encode(ROOT).decode()

LINES = "Un punto de control tiene tres líneas: origen, tamaño y raíz."
SIZE = "El tamaño del punto de control no es un número entero sin ceros a la izquierda."
ROOT_LINE = "La raíz del punto de control no es una huella SHA-256 en base64."
ORIGIN_LINE = "El origen de un punto de control no puede estar vacío ni llevar espacios o el signo «+»."


def test_the_example_of_the_specification_is_read_and_written_the_same():
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text() == text


def test_a_published_checkpoint_opens_with_the_published_key():
    key = VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
    text = "example.com/log/testdata\n100270\nGRV1O0dCqmjjPvYi7CtOT79zb/fPwLNsMFWsynwU8Ac=\n"
    coded = "M9e0lkcvy5bAe7rrC8tCyAP+my+CLzswA91zOpBNWVU7qCojkUOHnfdQzDImoYeYH8G8PJSwOqsx0RkSa261OmKVwwM="
    note = f"{text}\n\N{EM DASH} example.com/log/testdata {coded}\n"
    assert opened(note, [key]) == Checkpoint.parse(text)
    with pytest.raises(CheckpointError):
        opened(note.replace("100270", "100271"), [key])


@pytest.mark.parametrize("size", [0, 1, 40, 10**18 - 1])
def test_a_signed_checkpoint_opens_as_it_was(size: int):
    checkpoint = Checkpoint(ORIGIN, size, ROOT)
    assert opened(signed(checkpoint, KEY), iter([WITNESS.verifier, KEY.verifier])) == checkpoint


def test_a_checkpoint_is_three_lines():
    assert CHECKPOINT.text() == "pacc.example/registro/1\n40\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", LINES),
        (f"{ORIGIN}\n40\n", LINES),
        (TEXT.removesuffix("\n"), LINES),
        (TEXT + "\n", LINES),
        (TEXT + "sin salto final", LINES),
        (TEXT + "una línea de extensión\n", LINES),
        (f"{ORIGIN}\n\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n040\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n00\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n+40\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n-40\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n4_0\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n 40\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n40 \n{CODED}\n", SIZE),
        (f"{ORIGIN}\n40\r\n{CODED}\r\n", SIZE),
        (f"{ORIGIN}\n٤٠\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n0x28\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n{10**18}\n{CODED}\n", SIZE),
        (f"{ORIGIN}\n40\n\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n{ROOT.hex()}\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n{CODED[:-1]}\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n{CODED[:-2]}9=\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n {CODED}\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n{b64encode(ROOT[:-1]).decode()}\n", ROOT_LINE),
        (f"{ORIGIN}\n40\n{b64encode(ROOT + ROOT[:1]).decode()}\n", ROOT_LINE),
        (f"\n40\n{CODED}\n", ORIGIN_LINE),
        (f"go.sum database tree\n40\n{CODED}\n", ORIGIN_LINE),
        (f"pacc.example+registro\n40\n{CODED}\n", ORIGIN_LINE),
    ],
)
def test_a_malformed_checkpoint_is_refused_even_when_it_is_signed(text: str, said: str):
    with pytest.raises(CheckpointError) as refused:
        Checkpoint.parse(text)
    assert str(refused.value) == said
    if text.endswith("\n") and "\r" not in text:
        with pytest.raises(CheckpointError) as refused:
            opened(KEY.sign(text), [KEY.verifier])
        assert str(refused.value) == said


@pytest.mark.parametrize(
    ("origin", "size", "root", "said"),
    [
        ("", 40, ROOT, ORIGIN_LINE),
        ("un registro", 40, ROOT, ORIGIN_LINE),
        (f"{ORIGIN}\n41", 40, ROOT, ORIGIN_LINE),
        (ORIGIN, -1, ROOT, "El tamaño de un punto de control es un número entero desde cero, de hasta 18 cifras."),
        (ORIGIN, 10**18, ROOT, "El tamaño de un punto de control es un número entero desde cero, de hasta 18 cifras."),
        (ORIGIN, True, ROOT, "El tamaño de un punto de control es un número entero desde cero, de hasta 18 cifras."),
        (ORIGIN, 40, ROOT[:-1], "La raíz de un punto de control es una huella SHA-256 de 32 bytes."),
        (ORIGIN, 40, ROOT.hex().encode(), "La raíz de un punto de control es una huella SHA-256 de 32 bytes."),
    ],
)
def test_there_is_no_checkpoint_that_could_not_be_read_back(origin: str, size: int, root: bytes, said: str):
    with pytest.raises(CheckpointError) as refused:
        Checkpoint(origin, size, root)
    assert str(refused.value) == said


def test_the_key_of_another_epoch_does_not_sign():
    with pytest.raises(CheckpointError) as refused:
        signed(CHECKPOINT, SAME_KEY_NEXT_EPOCH)
    assert str(refused.value) == f"La llave de «pacc.example/registro/2» no firma los puntos de control de «{ORIGIN}»."


@pytest.mark.parametrize("key", [WITNESS, SAME_KEY_NEXT_EPOCH], ids=["a witness", "the next epoch"])
def test_a_checkpoint_that_only_another_known_key_signed_is_refused(key: SigningKey):
    note = key.sign(TEXT)
    for keys in ([key.verifier], [KEY.verifier, key.verifier]):
        with pytest.raises(CheckpointError):
            opened(note, keys)
    with pytest.raises(CheckpointError) as refused:
        opened(note, [key.verifier])
    assert str(refused.value) == "Firma el punto de control una llave conocida, pero no la de su origen."


def test_a_witness_beside_the_log_changes_nothing():
    note = signed(CHECKPOINT, KEY) + WITNESS.sign(TEXT).removeprefix(f"{TEXT}\n")
    assert opened(note, [KEY.verifier]) == opened(note, [WITNESS.verifier, KEY.verifier]) == CHECKPOINT


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", "La nota no tiene la línea en blanco que separa el texto de las firmas."),
        (TEXT, "La nota no tiene la línea en blanco que separa el texto de las firmas."),
        (signed(CHECKPOINT, KEY).replace("\n", "\r\n"), "El texto trae retornos de carro: alguien lo guardó con los "),
        (WITNESS.sign(TEXT), "La nota no trae la firma de ninguna llave conocida."),
        (signed(CHECKPOINT, KEY).replace("\n40\n", "\n41\n"), f"La firma de «{ORIGIN}» no corresponde al texto: "),
        (signed(CHECKPOINT, KEY).replace("\n40\n", "\n4\n"), f"La firma de «{ORIGIN}» no corresponde al texto: "),
    ],
    ids=["nothing", "unsigned", "saved by Windows", "by a stranger", "another size", "a digit less"],
)
def test_a_note_that_is_no_checkpoint_of_this_log_is_refused(note: str, said: str):
    with pytest.raises(CheckpointError) as refused:
        opened(note, [KEY.verifier])
    assert str(refused.value).startswith(said)


def test_who_expects_a_bad_note_catches_a_bad_checkpoint():
    assert issubclass(CheckpointError, NoteError)

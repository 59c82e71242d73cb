"""Signed notes, against the published vectors: RFC 8032, 7.1; the examples of C2SP signed-note and of Go's sumdb/note."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from pacc_flow.ledger.note import MAX_NOTE_BYTES, NoteError, SigningKey, VerifierKey, open_note, refuse_odd_text

DASH = "\N{EM DASH}"
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
FOO = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = f"{DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
BY_ENOCH = f"{DASH} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
BY_NOBODY = f"{DASH} nobody.example AAAAAAE=\n"
NOTE = f"{TEXT}\n{BY_PETER}"
KEY = SigningKey("pacc.example/registro/1", Ed25519PrivateKey.from_private_bytes(bytes(32)))

# fmt: off
RFC_8032 = [  # seed, public key, message, signature: tests 1, 2, 3 and SHA(abc)
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
     "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
]
# fmt: on

MALFORMED = "Una línea de firma de la nota no tiene su forma: «\N{EM DASH} nombre base64»."
UNKNOWN = "La nota no trae la firma de ninguna llave conocida."
SPOILED = "La firma de «PeterNeumann» no corresponde al texto: fue modificado o no lo firmó esa llave."
CONTROL = "El texto trae caracteres de control."
NO_BLANK = "La nota no tiene la línea en blanco que separa el texto de las firmas."
NO_END = "La nota no termina en una línea de firma completa."
RETURNS = "El texto trae retornos de carro: alguien lo guardó con los saltos de línea de Windows."
ODD_KEY = "No es una llave pública Ed25519 de la forma «nombre+identificador+base64»."
ODD_NAME = "El nombre de una llave no puede estar vacío ni llevar espacios o el signo «+»."


def from_seed(seed: bytes, name: str) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(seed))


def signature_of(name: str, key_id: bytes, signature: bytes) -> str:
    return f"{DASH} {name} {b64encode(key_id + signature).decode()}\n"


@pytest.mark.parametrize(("seed", "public", "message", "signature"), [tuple(map(bytes.fromhex, row)) for row in RFC_8032])
def test_the_keys_sign_and_verify_as_rfc_8032_publishes(seed: bytes, public: bytes, message: bytes, signature: bytes):
    key = from_seed(seed, "vector")
    assert key.verifier.public == public
    assert key.private.sign(message) == signature
    assert key.verifier.verifies(message, signature)
    assert not key.verifier.verifies(message + b"\x00", signature)
    assert not key.verifier.verifies(message, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not key.verifier.verifies(message, signature[:-1])


def test_the_published_key_writes_the_published_note():
    seed = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
    key = from_seed(seed, "PeterNeumann")
    assert key.verifier == PETER
    assert key.sign(TEXT) == NOTE


@pytest.mark.parametrize("signatures", [BY_PETER, BY_PETER + BY_ENOCH, BY_NOBODY + BY_PETER + BY_NOBODY])
def test_a_published_note_opens_with_its_key_whoever_else_signed_it(signatures: str):
    assert open_note(f"{TEXT}\n{signatures}", [PETER]) == TEXT


def test_a_note_opens_with_any_of_the_keys_that_the_reader_knows():
    assert open_note(f"{TEXT}\n{BY_PETER}{BY_ENOCH}", iter([FOO, ENOCH])) == TEXT


def test_the_example_of_the_specification_opens():
    signature = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    note = f"This is an example message.\n\n{DASH} example.com/foo {signature}\n"
    assert open_note(note, [FOO]) == "This is an example message.\n"


@pytest.mark.parametrize("text", ["a\n", "a\n\nb\n", "a\n\n", "\n", "\na\n", "ñandú – €\n"])
def test_a_text_with_blank_lines_of_its_own_comes_back_whole(text: str):
    assert open_note(KEY.sign(text), [KEY.verifier]) == text


@pytest.mark.parametrize("key", [PETER, ENOCH, FOO, KEY.verifier], ids=["Peter", "Enoch", "foo", "ours"])
def test_a_verifier_key_is_read_from_the_line_that_it_writes(key: VerifierKey):
    assert VerifierKey.parse(str(key)) == VerifierKey.parse(f"{key}\n") == key


def test_the_line_of_a_verifier_key_is_the_published_one():
    assert str(PETER) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert PETER.key_id.hex() == "c74f20a3"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", ODD_KEY),
        ("PeterNeumann", ODD_KEY),
        ("PeterNeumann+c74f20a3", ODD_KEY),
        ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ODD_KEY),
        ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ODD_KEY),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T", ODD_KEY),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW", ODD_KEY),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n\n", ODD_KEY),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ODD_KEY),
        ("PeterNeumann+c74f20a3+AQ==", "Una llave pública Ed25519 tiene 32 bytes."),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ODD_NAME),
        (
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "El identificador de la llave de «PeterNeumann» no corresponde a la llave.",
        ),
        (
            "EnochRoot+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "El identificador de la llave de «EnochRoot» no corresponde a la llave.",
        ),
    ],
)
def test_a_malformed_verifier_key_is_refused(line: str, said: str):
    with pytest.raises(NoteError) as refused:
        VerifierKey.parse(line)
    assert str(refused.value) == said


def test_no_change_of_a_letter_leaves_a_verifier_key_as_good():
    line = str(PETER)
    for at, letter in enumerate(line):
        with pytest.raises(NoteError):
            VerifierKey.parse(line[:at] + chr(ord(letter) + 1) + line[at + 1 :])


@pytest.mark.parametrize("name", ["", "a b", "a\tb", "a\u00a0b", "a\u2003b", "a\u2028b", "a+b", "a\nb", "a\x00b", "a\ud800b"])
def test_a_name_that_a_note_could_not_carry_gets_no_key(name: str):
    with pytest.raises(NoteError) as refused:
        SigningKey.generate(name)
    assert str(refused.value) == ODD_NAME


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", NO_BLANK),
        (TEXT, NO_BLANK),
        (BY_PETER, NO_BLANK),
        (TEXT + BY_PETER, NO_BLANK),
        (TEXT + "\n", NO_END),
        (NOTE + "\n", NO_END),
        (NOTE.removesuffix("\n"), NO_END),
        (NOTE + BY_NOBODY.removesuffix("\n"), NO_END),
        (NOTE.replace("\n", "\r\n"), RETURNS),
        (NOTE.replace("problem,", "problem,\r"), RETURNS),
        (NOTE.replace("answer", "\x1banswer"), CONTROL),
        (NOTE.replace("answer", "answer\t"), CONTROL),
        (NOTE.replace("answer", "\x00"), CONTROL),
        (NOTE.replace("Neumann", "\x0bNeumann"), CONTROL),
        (NOTE.replace("answer", "\ud800"), "El texto no es UTF-8."),
        (NOTE.replace(DASH, "-"), MALFORMED),
        (NOTE.replace(DASH, "\N{EN DASH}"), MALFORMED),
        (NOTE.replace(f"{DASH} ", DASH), MALFORMED),
        (NOTE.replace(f"{DASH} ", f"{DASH}  "), MALFORMED),
        (NOTE.replace("PeterNeumann", "Peter Neumann"), MALFORMED),
        (NOTE.replace("PeterNeumann", "Peter+Neumann"), MALFORMED),
        (NOTE.replace("PeterNeumann", "Peter\u00a0Neumann"), MALFORMED),
        (NOTE.replace("PeterNeumann ", ""), MALFORMED),
        (NOTE.replace("nAM=", "nAM"), MALFORMED),
        (NOTE.replace("nAM=", "nAN="), MALFORMED),
        (NOTE.replace("nAM=", "nAM= "), MALFORMED),
        (NOTE.replace("x08go/", "x08go_"), MALFORMED),
        (NOTE.replace("x08go/", "x08go\u00e9"), MALFORMED),
        (f"{TEXT}\n{DASH} PeterNeumann \n", MALFORMED),
        (f"{TEXT}\n{DASH} PeterNeumann\n", MALFORMED),
        (f"{TEXT}\n{DASH} PeterNeumann x08gow==\n", MALFORMED),
        (NOTE + "una línea de más\n", MALFORMED),
        (NOTE + f"{DASH} nobody.example ????\n", MALFORMED),
        (f"{TEXT}\n{BY_NOBODY}", UNKNOWN),
        (f"{TEXT}\n{BY_ENOCH}", UNKNOWN),
        (NOTE.replace("PeterNeumann", "peterneumann"), UNKNOWN),
        (NOTE.replace("x08go/", "x08gp/"), UNKNOWN),
        (NOTE.replace("answer", "answers"), SPOILED),
        (NOTE.replace("is.\n\n", "is.\n\n\n"), SPOILED),
        (NOTE.replace("If", "\nIf"), SPOILED),
        (NOTE.replace("ZJku", "ZJkv"), SPOILED),
        (f"{TEXT}\n" + signature_of("PeterNeumann", PETER.key_id, b"\x00"), SPOILED),
        (f"{TEXT}\n{BY_PETER}" + signature_of("PeterNeumann", PETER.key_id, bytes(64)), SPOILED),
        (f"{TEXT}\n{BY_PETER.replace('ZJku', 'ZJkv')}{BY_ENOCH}", SPOILED),
    ],
)
def test_a_note_that_is_not_to_be_trusted_is_refused(note: str, said: str):
    with pytest.raises(NoteError) as refused:
        open_note(note, [PETER])
    assert str(refused.value) == said


def test_a_spoiled_signature_of_a_known_key_is_not_made_good_by_another():
    with pytest.raises(NoteError, match="PeterNeumann"):
        open_note(f"{TEXT}\n{BY_PETER.replace('ZJku', 'ZJkv')}{BY_ENOCH}", [PETER, ENOCH])


def test_a_note_that_nobody_known_signed_is_refused_even_without_keys():
    with pytest.raises(NoteError) as refused:
        open_note(NOTE, [])
    assert str(refused.value) == UNKNOWN


def test_a_stranger_with_the_name_and_the_identifier_of_a_key_does_not_pass_for_it():
    stranger = SigningKey.generate("PeterNeumann")
    forged = signature_of("PeterNeumann", PETER.key_id, stranger.private.sign(TEXT.encode()))
    with pytest.raises(NoteError) as refused:
        open_note(f"{TEXT}\n{forged}", [PETER])
    assert str(refused.value) == SPOILED


def test_no_single_bit_of_a_signed_text_may_change():
    note = KEY.sign("0123456789\n")
    for at in range(10):
        for bit in range(7):
            other = note[:at] + chr(ord(note[at]) ^ 1 << bit) + note[at + 1 :]
            with pytest.raises(NoteError):
                open_note(other, [KEY.verifier])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "El texto que se firma debe terminar en un salto de línea."),
        ("a", "El texto que se firma debe terminar en un salto de línea."),
        ("a\r\n", RETURNS),
        ("a\x07\n", CONTROL),
        ("\udfff\n", "El texto no es UTF-8."),
        ("a" * MAX_NOTE_BYTES + "\n", f"El texto supera los {MAX_NOTE_BYTES} bytes."),
        ("a" * (MAX_NOTE_BYTES - 1) + "\n", f"El texto supera los {MAX_NOTE_BYTES} bytes."),
    ],
    ids=["nothing", "no line feed", "carriage return", "bell", "half a character", "too long", "too long once signed"],
)
def test_what_could_not_be_opened_is_not_signed(text: str, said: str):
    with pytest.raises(NoteError) as refused:
        KEY.sign(text)
    assert str(refused.value) == said


def test_the_limit_is_of_bytes_and_counts_the_last_one():
    refuse_odd_text("ñ" * 5, 10)
    with pytest.raises(NoteError, match=r"^El texto supera los 10 bytes\.$"):
        refuse_odd_text("ñ" * 5 + "\n", 10)


def test_a_note_may_carry_sixteen_signatures_of_any_kind():
    others = "".join(signature_of(f"witness{number}.example", bytes(4), bytes(5000)) for number in range(15))
    assert open_note(KEY.sign("a\n") + others, [KEY.verifier]) == "a\n"


def test_the_stored_key_signs_as_the_one_that_was_made():
    stored = KEY.to_pem()
    again = SigningKey.from_pem(stored, KEY.name)
    assert isinstance(load_pem_private_key(stored, password=None), Ed25519PrivateKey)
    assert again.verifier == KEY.verifier
    assert again.sign(TEXT) == KEY.sign(TEXT)


def test_the_same_key_under_another_name_is_another_key():
    second = SigningKey.from_pem(KEY.to_pem(), "pacc.example/registro/2")
    assert second.verifier.public == KEY.verifier.public
    assert second.verifier.key_id != KEY.verifier.key_id
    with pytest.raises(NoteError) as refused:
        open_note(second.sign(TEXT), [KEY.verifier])
    assert str(refused.value) == UNKNOWN


def test_each_key_that_is_made_is_new():
    assert SigningKey.generate("a").verifier != SigningKey.generate("a").verifier


def test_no_printed_key_shows_its_private_part():
    assert repr(KEY) == "SigningKey(name='pacc.example/registro/1')"


def pem_of(private: Ed25519PrivateKey | ec.EllipticCurvePrivateKey, lock: KeySerializationEncryption) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


UNREADABLE = "El archivo no es una llave privada legible en formato PEM."


@pytest.mark.parametrize(
    ("pem", "said"),
    [
        (b"", UNREADABLE),
        (b"una llave", UNREADABLE),
        (KEY.to_pem()[:-40], UNREADABLE),
        (pem_of(KEY.private, BestAvailableEncryption(b"secreto")), UNREADABLE),
        (pem_of(ec.generate_private_key(ec.SECP256R1()), NoEncryption()), "La llave privada no es Ed25519."),
    ],
    ids=["nothing", "no PEM", "cut short", "under a password", "of another kind"],
)
def test_a_file_that_holds_no_private_key_of_ours_is_refused(pem: bytes, said: str):
    with pytest.raises(NoteError) as refused:
        SigningKey.from_pem(pem, "pacc.example/registro/1")
    assert str(refused.value) == said

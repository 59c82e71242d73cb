"""Signatures of Ed25519 and whether a strict verifier takes them: (public key, message, signature, verdict)."""

from tests.verifier.bundles import PRIVATE

ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032, 5.1
PUBLIC = PRIVATE.public_key().public_bytes_raw()
SIGNED = PRIVATE.sign(b"acta")


def rfc8032(public: str, message: str, signature: str) -> tuple[bytes, bytes, bytes, bool]:
    return bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature), True


def more(scalar: bytes) -> bytes:
    """The same scalar written as another number: what makes signatures malleable where nobody refuses it."""
    return (int.from_bytes(scalar, "little") + ORDER).to_bytes(32, "little")


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "little") ^ 1 << bit).to_bytes(len(value), "little")


# RFC 8032, 7.1: TEST 1, 2, 3 and SHA(abc).
VECTORS = (
    rfc8032(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    rfc8032(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    rfc8032(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    rfc8032(
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
)
IDENTITY = (1).to_bytes(32, "little")
# The points of order 1, 2, 4 and 8 (two of each of the last), with which a signature would say nothing of its message.
SMALL_ORDER = (
    IDENTITY,
    (2**255 - 20).to_bytes(32, "little"),
    bytes(32),
    bytes(31) + b"\x80",
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
)
SIGNATURES = (
    *VECTORS,
    (PUBLIC, b"acta", SIGNED, True),
    (PUBLIC, b"Acta", SIGNED, False),
    (PUBLIC, b"acta", flipped(SIGNED, 3), False),
    (PUBLIC, b"acta", flipped(SIGNED, 300), False),
    (PUBLIC, b"acta", SIGNED[:32] + more(SIGNED[32:]), False),
    (flipped(PUBLIC, 0), b"acta", SIGNED, False),
    (flipped(PUBLIC, 255), b"acta", SIGNED, False),
    ((2).to_bytes(32, "little"), b"acta", SIGNED, False),  # the height of no point of the curve
    *((public, b"", IDENTITY + bytes(32), False) for public in SMALL_ORDER),
)

P = 2**255 - 19
POINTS = (  # 32 bytes, and whether they are the canonical form of a point
    (PUBLIC, True),
    (IDENTITY, True),
    (bytes(32), True),  # y = 0, of order 4
    ((2).to_bytes(32, "little"), False),  # no x has that y
    ((3).to_bytes(32, "little"), True),
    ((P - 1).to_bytes(32, "little"), True),
    (P.to_bytes(32, "little"), False),  # y = 0 again, written otherwise
    ((P + 3).to_bytes(32, "little"), False),
    (b"\xff" * 32, False),
)

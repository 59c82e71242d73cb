"""The verifier's own Ed25519: RFC 8032 by its vectors, and strict where libraries differ."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pacc_flow.verifier.pacc_verify import decoded, is_signed
from tests.verifier.signatures import POINTS, SIGNATURES


@pytest.mark.parametrize(("public", "message", "signature", "is_right"), SIGNATURES)
def test_a_signature_is_taken_or_refused(public: bytes, message: bytes, signature: bytes, *, is_right: bool):
    assert is_signed(public, message, signature) == is_right


@pytest.mark.parametrize(("coded", "is_point"), POINTS)
def test_a_point_has_one_form(coded: bytes, *, is_point: bool):
    assert (decoded(coded) is not None) == is_point


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_it_agrees_with_the_library_that_signs(seed: bytes, message: bytes, bit: int):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    forged = (int.from_bytes(signature, "little") ^ 1 << bit).to_bytes(64, "little")
    assert is_signed(public, message, signature)
    assert is_signed(public, message, forged) == accepts(public, message, forged)


def accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True

"""The seal, against figures computed by hand with another tool."""

from hashlib import sha256

from pacc_flow.ledger.seal import GENESIS, entry_hash, leaf


def test_the_leaf_is_four_lines_of_text():
    assert leaf(0, GENESIS, "{}") == b"pacc-ledger/v1\n0\n" + b"0" * 64 + b"\n{}"


def test_the_hash_of_the_first_record_is_the_published_one():
    # printf '\0pacc-ledger/v1\n0\n%064d\n{}' 0 | sha256sum
    assert entry_hash(0, GENESIS, "{}").hex() == "326c7cbdcd203cc60fae7bf47e654dad3df892464839703a2e1c851b5c49f64d"


def test_the_leaf_is_utf8_and_prefixed_as_rfc_6962_says():
    assert entry_hash(7, b"\xab" * 32, '"ñ"') == sha256(b"\x00pacc-ledger/v1\n7\n" + b"ab" * 32 + b'\n"\xc3\xb1"').digest()


def test_number_link_and_body_all_change_the_hash():
    hashes = {
        entry_hash(0, GENESIS, "{}"),
        entry_hash(1, GENESIS, "{}"),
        entry_hash(0, b"\x01" * 32, "{}"),
        entry_hash(0, GENESIS, "[]"),
    }
    assert len(hashes) == 4

"""The kinds of record: one grammar, one order."""

import re

import pytest

from pacc_flow.ledger.kinds import Kind


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_a_subject_and_an_action(kind: Kind):
    assert re.fullmatch(r"[a-z]+:[a-z]+(_[a-z]+)*", kind.value)
    assert kind.name == kind.value.replace(":", "_").upper()


def test_the_kinds_are_in_alphabetical_order():
    assert [kind.value for kind in Kind] == sorted(kind.value for kind in Kind)

"""The cases of the verifier tell every broken verifier from the sound one."""

import struct
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from tests.verifier.bundle_cases import bundle_cases
from tests.verifier.cases import outcome
from tests.verifier.mutants import FACTORIES, TREE, Mutant, broken, mutants, telling_lines, verifier_of
from tests.verifier.paper_cases import paper_cases
from tests.verifier.signatures import POINTS, SIGNATURES

CASES = [*bundle_cases(), *paper_cases()]
SIGNING = {"add", "added_multiples", "decoded", "encoded", "is_signed"}
# What a broken verifier may end in; a mutant that stops with one of these is told apart too.
CRASHES = (ArithmeticError, AttributeError, LookupError, NameError, OSError, RuntimeError, TypeError, ValueError, struct.error)


def test_no_broken_verifier_passes_for_the_sound_one(tmp_path: Path):
    folders = []
    for number, case in enumerate(CASES):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        case.write(folders[-1])
    reached = lines_reached(folders)
    verifier, signing = verifier_of(TREE), verifier_of(TREE)
    verifier.is_signed = is_signed = lru_cache(maxsize=None)(signing.is_signed)
    expected = [outcome(verifier, case, folder) for case, folder in zip(CASES, folders, strict=True)]

    def survives(mutant: Mutant) -> bool:
        if mutant.function in SIGNING:
            with broken(signing, mutant):
                return signs_well(signing)
        with broken(verifier, mutant) as other:
            other.is_signed = is_signed
            return all(said(other, number, folders) == expected[number] for number in numbers_of(mutant, reached))

    assert signs_well(signing)
    assert [mutant.what for mutant in mutants() if survives(mutant)] == []


def numbers_of(mutant: Mutant, reached: list[set[int]]) -> list[int]:
    """The cases that run what is broken; the predicates of the tables are made when nothing runs yet."""
    return [number for number, lines in enumerate(reached) if mutant.line in lines or mutant.function in FACTORIES]


def signs_well(verifier: ModuleType) -> bool:
    try:
        points = all((verifier.decoded(coded) is not None) == is_point for coded, is_point in POINTS)
        return points and all(verifier.is_signed(*signature) == right for *signature, right in SIGNATURES)
    except CRASHES:
        return False


def lines_reached(folders: list[Path]) -> list[set[int]]:
    lines: set[int] = set()
    verifier = telling_lines(lines.add)
    verifier.is_signed = lru_cache(maxsize=None)(verifier_of(TREE).is_signed)
    found = []
    for case, folder in zip(CASES, folders, strict=True):
        lines.clear()
        outcome(verifier, case, folder)
        found.append(set(lines))
    return found


def said(verifier: ModuleType, number: int, folders: list[Path]) -> object:
    try:
        return outcome(verifier, CASES[number], folders[number])
    except (*CRASHES, verifier.FindingError) as error:
        return error

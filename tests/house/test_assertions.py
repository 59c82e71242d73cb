"""A test that asserts nothing proves nothing."""

import ast

from tests.support.sources import dotted, functions_of, python_files

Function = ast.FunctionDef | ast.AsyncFunctionDef
ASSERTING_CALLS = ("raises", "warns", "expect", "fail")


def called_names(function: Function) -> set[str]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {dotted(call.func).rpartition(".")[2] for call in calls}


def asserts_itself(function: Function) -> bool:
    has_assert = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return has_assert or not called_names(function).isdisjoint(ASSERTING_CALLS)


def test_every_test_asserts_something():
    functions = [(path, node) for path in python_files("tests/") for node in functions_of(path)]
    tests = [(path, node) for path, node in functions if node.name.startswith("test_")]
    helpers = {node.name for _, node in functions if not node.name.startswith("test_") and asserts_itself(node)}
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in tests
        if not asserts_itself(node) and called_names(node).isdisjoint(helpers)
    ]
    assert silent == []

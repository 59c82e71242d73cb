"""Files and functions stay small enough to be read at once."""

import ast
import io
import tokenize

from tests.support.sources import functions_of, python_files, text_of, tree_of

FILE_LINES = 250
FUNCTION_LINES = 45
# One file by design: an auditor reads it, carries it and runs it without anything else of this project.
CARRIED_ALONE = "pacc_flow/verifier/pacc_verify.py"
LAYOUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER
}  # fmt: skip


def code_lines(path: str) -> int:
    """Lines that hold code: blank ones, comments and docstrings do not count."""
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    lines = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - docstring_lines(path))


def docstring_lines(path: str) -> set[int]:
    statements = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Expr)]
    strings = [node for node in statements if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)]
    return {line for node in strings for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def test_no_file_grows_beyond_what_one_reads_in_a_sitting():
    long = {path: lines for path in python_files("pacc_flow/") if (lines := code_lines(path)) > FILE_LINES}
    assert set(long) <= {CARRIED_ALONE}


def test_no_function_grows_beyond_a_screen():
    long = {
        f"{path}:{node.lineno} {node.name}": lines
        for path in python_files("pacc_flow/")
        for node in functions_of(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}

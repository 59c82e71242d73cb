"""The project's own files, as the tests that police the house read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = {".png", ".jpg", ".ico", ".ttf", ".woff2", ".xlsx", ".ods", ".pdf", ".docx", ".zip", ".sqlite3"}


@cache
def own_files() -> tuple[str, ...]:
    """Paths from the root of all text files that are or will be committed, vendored ones apart."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(path for path in sorted(set(listed)) if _is_own_text(path))


def _is_own_text(path: str) -> bool:
    file = ROOT / path
    return "/vendor/" not in path and file.suffix not in BINARY and file.is_file()


def python_files(folder: str = "") -> list[str]:
    return [path for path in own_files() if path.endswith(".py") and path.startswith(folder)]


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse(text_of(path), path)


def functions_of(path: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a chain of names; what is not one ends it with nothing before the dot."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""

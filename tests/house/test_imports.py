"""Who imports whom, beyond the direction that import-linter keeps."""

import ast
from functools import cache

import grimp
import pytest

from pacc_flow import cli
from tests.support.sources import python_files, tree_of

# Started by their name, so nobody imports them.
COMMANDS = {f"pacc_flow.cli.{where.partition(':')[0]}" for where, _ in cli._COMMANDS.values()}
STARTED = {
    "pacc_flow.__main__",
    "pacc_flow.cli",
    "pacc_flow.matrix.child",
    "pacc_flow.verifier.pacc_verify",
} | COMMANDS

# fmt: off
ONLY_IN = (  # library              the files that may import it
    ("transitions",                 ("pacc_flow/workflow/machine.py",)),
    ("flask",                       ("pacc_flow/web/", "pacc_flow/__init__.py")),
    ("flask_login",                 ("pacc_flow/web/",)),
    ("flask_wtf",                   ("pacc_flow/web/",)),
    ("wtforms",                     ("pacc_flow/web/",)),
    ("apscheduler",                 ("pacc_flow/jobs.py", "pacc_flow/cli/")),
    ("python_calamine",             ("pacc_flow/matrix/",)),
    ("xlrd",                        ("pacc_flow/matrix/readers/",)),
    ("lxml",                        ("pacc_flow/matrix/readers/", "pacc_flow/reports/")),
    ("docx",                        ("pacc_flow/matrix/readers/", "pacc_flow/reports/")),
    ("typst",                       ("pacc_flow/reports/pdf.py",)),
    ("pdfplumber",                  ("pacc_flow/matrix/readers/",)),
    ("openpyxl",                    ("pacc_flow/matrix/",)),
    ("xlsxwriter",                  ("pacc_flow/reports/",)),
    ("smtplib",                     ("pacc_flow/notifications/",)),
    ("holidays",                    ("pacc_flow/calendar/",)),
    ("icalendar",                   ("pacc_flow/calendar/feed.py",)),
    ("argon2",                      ("pacc_flow/actions/passwords.py",)),
    ("pickle",                      ()),
    ("random",                      ()),
)
# fmt: on


@cache
def libraries_of(path: str) -> frozenset[str]:
    """The first name of every absolute import of a file, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return frozenset(found)


@pytest.mark.parametrize(("library", "places"), ONLY_IN, ids=[row[0] for row in ONLY_IN])
def test_a_library_is_known_only_in_its_own_room(library: str, places: tuple[str, ...]):
    users = [path for path in python_files("pacc_flow/") if library in libraries_of(path)]
    assert [path for path in users if not path.startswith(places)] == []


def test_every_module_is_imported_by_another():
    graph = grimp.build_graph("pacc_flow", cache_dir=None)
    leaves = {module for module in graph.modules if not graph.find_children(module)} - STARTED
    assert sorted(module for module in leaves if not graph.find_modules_that_directly_import(module)) == []

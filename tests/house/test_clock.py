"""Time is an argument: only `clock.py` asks the system what time it is. (That none is naive, ruff's DTZ rules see.)"""

import ast

from tests.support.sources import dotted, python_files, tree_of

CLOCKS = (
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime",
    "func.now", "func.current_timestamp", "func.current_date",
)  # fmt: skip


def clocks_read(path: str) -> list[str]:
    nodes = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)]
    return [f"{path}:{node.lineno} {dotted(node)}" for node in nodes if f".{dotted(node)}".endswith(_ENDINGS)]


_ENDINGS = tuple(f".{clock}" for clock in CLOCKS)


def test_only_the_clock_asks_what_time_it_is():
    others = [path for path in python_files("pacc_flow/") if path != "pacc_flow/clock.py"]
    assert [found for path in others for found in clocks_read(path)] == []


def test_the_clock_itself_is_seen_by_this_police():
    assert clocks_read("pacc_flow/clock.py")

"""The verifier with one thing broken: a condition turned round, an edge moved by one, or a finding that is never told.

Only the code of the function that holds the broken thing is compiled, and put in the place of the sound one for a moment.
"""

import __future__

import ast
import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

from pacc_flow.verifier import pacc_verify

TREE = ast.parse(Path(pacc_verify.__file__).read_text("utf-8"))
# What only reads the order and writes the answer: the tests of the command see to it.
NOT_CHECKS = {"keys_of", "receipt_of", "Order", "read_order", "as_text", "as_json", "main", "printable", "file_part"}
TELLS = {"add", "add_error", "require"}
EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


# They make the predicates of the tables when the verifier is loaded.
FACTORIES = {
    top.name
    for top in TREE.body
    if isinstance(top, ast.FunctionDef) and isinstance(top.returns, ast.Name) and top.returns.id == "Predicate"
}


class Mutant(NamedTuple):
    function: str
    line: int
    what: str
    top: ast.stmt
    tree: ast.stmt


def verifier_of(tree: ast.Module, **names: object) -> ModuleType:
    """A verifier of its own, whose functions may be broken without anybody else noticing."""
    module = ModuleType("verifier_under_test")
    module.__dict__.update(names)
    exec(compile_(tree), module.__dict__)  # noqa: S102 - our own source
    return module


def compile_(tree: ast.Module) -> CodeType:
    flags = __future__.annotations.compiler_flag
    return compile(ast.fix_missing_locations(tree), "<mutant>", "exec", flags=flags, dont_inherit=True)


@contextmanager
def broken(verifier: ModuleType, mutant: Mutant) -> Iterator[ModuleType]:
    """The verifier with that code for a moment, or another one if what is broken has already made parts of it."""
    if mutant.function in FACTORIES:
        others = [each for each in TREE.body if each is not mutant.top]
        place = TREE.body.index(mutant.top)
        yield verifier_of(ast.Module([*others[:place], mutant.tree, *others[place:]], []))
        return
    changed = dict(verifier.__dict__)
    exec(compile_(ast.Module([mutant.tree], [])), changed)  # noqa: S102 - our own source
    sound = [(function, function.__code__) for function in functions(verifier.__dict__[mutant.function])]
    for (function, _), other in zip(sound, functions(changed[mutant.function]), strict=True):
        function.__code__ = other.__code__
    try:
        yield verifier
    finally:
        for function, code in sound:
            function.__code__ = code


def functions(named: object) -> list[FunctionType]:
    if isinstance(named, FunctionType):
        return [named]
    members = sorted(vars(named).items())
    return [each for _, each in members if isinstance(each, FunctionType)]


def mutants() -> Iterator[Mutant]:
    for top in TREE.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef) and top.name not in NOT_CHECKS:
            for node in ast.walk(top):
                for what, change in ways_to_break(node):
                    told = f"{top.name}, line {node.lineno}: {what}: {ast.unparse(node).splitlines()[0]}"
                    yield Mutant(top.name, line_of(top, node), told, top, with_change(top, node, change))


def line_of(top: ast.stmt, node: ast.AST) -> int:
    """The line of the statement that the node is part of."""
    statements = [each for each in ast.walk(top) if isinstance(each, ast.stmt) and node in set(ast.walk(each))]
    return max(statement.lineno for statement in statements)


Change = Callable[[ast.AST], ast.AST]


def ways_to_break(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare):
        yield "negated", negated
        if len(node.ops) == 1 and type(node.ops[0]) in EDGES:
            yield "edge moved", edge_moved
    if isinstance(node, ast.BoolOp):
        for position in range(len(node.values)):
            yield f"operand {position} dropped", partial(operand_dropped, position)
    if isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield "condition negated", condition_negated
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", attrgetter("operand")
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and tells(node.value)):
        yield "dropped", lambda _: ast.Pass()


def negated(node: ast.AST) -> ast.AST:
    return ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type] # given expressions only


def edge_moved(node: ast.AST) -> ast.AST:
    node.ops = [EDGES[type(node.ops[0])]()]  # type: ignore[attr-defined] # a Compare
    return node


def operand_dropped(position: int, node: ast.AST) -> ast.AST:
    del node.values[position]  # type: ignore[attr-defined] # a BoolOp
    return node if len(node.values) > 1 else node.values[0]  # type: ignore[attr-defined] # a BoolOp


def condition_negated(node: ast.AST) -> ast.AST:
    node.test = negated(node.test)  # type: ignore[attr-defined] # an If
    return node


def tells(value: ast.expr) -> bool:
    """Whether a statement is one that tells a finding: `yield …`, `report.add(…)` or `require(…)`."""
    called = value.func if isinstance(value, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return isinstance(value, ast.Yield) or name in TELLS


def with_change(top: ast.stmt, node: ast.AST, change: Change) -> ast.stmt:
    copies: dict[int, ast.AST] = {}
    copied = copy.deepcopy(top, copies)
    changed = Swap(copies[id(node)], change).visit(copied)
    assert isinstance(changed, ast.stmt)
    return changed


class Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, change: Change) -> None:
        self.old, self.change = old, change

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.change(node), node) if node is self.old else self.generic_visit(node)


class Hits(ast.NodeTransformer):
    """Every statement says its line to `hit` before it is run."""

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.With | ast.Try | ast.ExceptHandler):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if block:
                    setattr(node, name, [each for statement in block for each in (said(statement), statement)])
        return node


def said(statement: ast.stmt) -> ast.stmt:
    call = ast.Call(ast.Name("hit", ast.Load()), [ast.Constant(statement.lineno)], [])
    return ast.copy_location(ast.Expr(call), statement)


def telling_lines(hit: Callable[[int], None]) -> ModuleType:
    """A verifier that says each line that it runs."""
    return verifier_of(Hits().visit(copy.deepcopy(TREE)), hit=hit)

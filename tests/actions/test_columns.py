"""A document is read again with its columns as a person names them; its entity remembers them for the next one."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from pacc_flow import matrix
from pacc_flow.actions import columns as action
from pacc_flow.actions import proposals
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.proposals import DecidedMeanwhile, discard
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.matrix.deciding.decision_log import Step
from pacc_flow.models import LedgerRecord, OfficeKind, Proposal
from pacc_flow.models.drafts import log_of, reading_of
from tests.actions.test_proposals import create, decide, file_of, kinds_of, planner
from tests.support.cast import NOW, World

HEAD = "COMPONENTE\tSUBCOMPONENTE\tACTIVIDADES\tCLAVE ABC\tFECHA\tFECHA DOS\tRESPONSABLE\t"
ROW = "Rendición de cuentas\tDiálogo\tHacer un foro\tUn foro\t30/11/2027\tcuando se pueda\tSecretaría General\tx"
OTHER = "Rendición de cuentas\tDiálogo\tHacer un video\tUn video\t30/11/2027\tcuando se pueda\tSecretaría General\ty"
MATRIX = f"{HEAD}\n{ROW}\n{OTHER}".encode()


def read(content: bytes = MATRIX, **columns: str) -> matrix.Proposal:
    """`columns` by their keys, a blank of a key written as an underscore."""
    return matrix.read(content, "matriz.tsv", columns={key.replace("_", " "): field for key, field in columns.items()})


def upload(world: World, content: bytes = MATRIX) -> Proposal:
    made = proposals.upload(
        world.session, world.entity, file=file_of(content), reading=read(content), actor=planner(world), at=NOW
    ).proposal
    world.session.commit()
    return made


def remap(world: World, proposal: Proposal, reading: matrix.Proposal, **changed: object) -> action.Remapped:
    asked: dict[str, Any] = {"entity_id": world.entity.id, "seen_rev": proposal.rev, "actor": planner(world)} | changed
    made = action.remap(world.session, proposal.id, reading=reading, at=NOW, **asked)
    world.session.commit()
    return made


def told(world: World, kind: str) -> list[dict[str, Any]]:
    bodies = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == kind).order_by(LedgerRecord.seq))
    return [json.loads(body)["data"] for body in bodies]


def test_the_new_reading_takes_the_place_of_the_first_and_is_one_record(world: World):
    proposal = upload(world)
    made = remap(world, proposal, read(CLAVE_ABC="goal"))
    assert made.keeps
    assert [row.goal for row in reading_of(proposal).rows] == ["Un foro", "Un video"]
    assert kinds_of(world, proposal) == ["import:upload", "import:remap"]
    assert told(world, "import:remap") == [
        {"columns": [{"column": "CLAVE ABC", "field": ["", "goal"]}], "keeps": True, "rows": 2}
    ]


def test_the_entity_remembers_and_the_latest_word_prevails(world: World):
    proposal = upload(world)
    remap(world, proposal, read(CLAVE_ABC="goal", FECHA_DOS=""))
    assert world.entity.columns == {"CLAVE ABC": "goal"} | {"FECHA DOS": ""}
    remap(world, proposal, read(CLAVE_ABC="narrative"))
    assert world.entity.columns == {"CLAVE ABC": "narrative"}
    assert told(world, "entity:update")[-1] == {
        "columns": [
            {"column": "CLAVE ABC", "field": ["goal", "narrative"]},
            {"column": "FECHA DOS", "field": ["", None]},
        ]
    }


def test_what_was_said_of_other_documents_stays_remembered_up_to_a_bound(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(action, "REMEMBERED", 2)
    for column in (b"COSA UNO", b"COSA DOS", b"COSA TRES"):
        content = MATRIX.replace(b"CLAVE ABC", column)
        remap(world, upload(world, content), read(content, **{column.decode(): "goal"}))
    assert world.entity.columns == {"COSA DOS": "goal", "COSA TRES": "goal"}


def test_a_column_without_heading_is_read_but_not_remembered(world: World):
    proposal = upload(world)
    remap(world, proposal, read(COLUMNA_8="narrative"))
    assert [row.narrative for row in reading_of(proposal).rows] == ["x", "y"]
    assert world.entity.columns is None
    assert told(world, "entity:update") == []


def test_what_was_decided_stands_while_the_rows_are_the_same_lines(world: World):
    proposal = upload(world)
    decide(world, proposal, Step(rows=(1,), corrections={"goal": "Otro foro"}))
    decide(world, proposal, Step(rows=(2,), accepts=True))
    remap(world, proposal, read(CLAVE_ABC="goal"))
    log = log_of(proposal)
    assert (log.corrections, log.accepted) == ({1: {"goal": "Otro foro"}}, frozenset({2}))


def test_a_row_that_asks_something_new_is_no_longer_accepted_but_stays_corrected(world: World):
    proposal = upload(world)
    decide(world, proposal, Step(rows=(1, 2), corrections={"goal": "Un foro"}, accepts=True))
    decide(world, proposal, Step(rows=(1,), accepts=True))
    made = remap(world, proposal, read(FECHA_DOS="due"))
    log = log_of(proposal)
    assert made.keeps
    assert log.accepted == frozenset()
    assert log.corrections == {1: {"goal": "Un foro"}, 2: {"goal": "Un foro"}}


def test_decisions_over_lines_that_are_others_now_begin_anew(world: World):
    proposal = upload(world)
    decide(world, proposal, Step(rows=(1,), accepts=True))
    longer = f"{HEAD}\n{OTHER}\n{ROW}\n{OTHER}".encode()
    made = remap(world, proposal, read(longer, CLAVE_ABC="goal"))
    assert (made.keeps, log_of(proposal).steps) == (False, ())


def test_whoever_may_not_or_looked_at_something_else_is_refused(world: World):
    proposal = upload(world)
    reading = read(CLAVE_ABC="goal")
    office = Actor(account_id=world.person("Laura").id, role=OfficeKind.OFFICE)
    refused: list[tuple[type[Refusal], dict[str, object]]] = [
        (Forbidden, {"actor": office}),
        (NotFound, {"entity_id": world.entity.id + 1}),
        (DecidedMeanwhile, {"seen_rev": proposal.rev + 1}),
    ]
    for refusal, changed in refused:
        with pytest.raises(refusal):
            remap(world, proposal, reading, **changed)
        world.session.rollback()
    discard(world.session, proposal.id, entity_id=world.entity.id, seen_rev=proposal.rev, actor=planner(world), at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match="ya se cerró"):
        remap(world, proposal, reading)
    world.session.rollback()
    assert world.entity.columns is None


def test_more_columns_than_a_record_holds_are_told_up_to_the_bound(world: World):
    head = "\t".join((*HEAD.rstrip("\t").split("\t"), *(f"COSA {'X' * 90} {n}" for n in range(240))))
    content = f"{head}\n{ROW}\n".encode()
    proposal = upload(world)
    keys = [column.key for column in read(content).metadata.blocks[0].columns if column.key.startswith("COSA")]
    remap(world, proposal, matrix.read(content, "matriz.tsv", columns=dict.fromkeys(keys, "")))
    assert len(world.entity.columns or {}) == 240
    assert len(told(world, "entity:update")[0]["columns"]) == action.TOLD


def test_nothing_comes_of_supposed_columns_until_somebody_says_them(world: World):
    """No heading is one that anybody knows: what each column holds is a guess, whatever is decided about the rows."""
    lines = ["EJE DE TRABAJO\tQUE SE HARA\tPARA CUANDO\tQUIEN"]
    lines += [f"Transparencia\tHacer la tarea {n} de la página\t30/0{n}/2027\tSecretaría General" for n in range(1, 5)]
    made = upload(world, "\n".join(lines).encode())
    with pytest.raises(Refusal, match="qué trae cada columna"):
        create(world, made)

"""A person names the columns of a document otherwise: it is read again, or it is said why that cannot be."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from pacc_flow import clock, matrix
from pacc_flow.actions.columns import remap
from pacc_flow.actions.proposals import OVER
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.storage import EvidenceDamaged
from pacc_flow.actions.trail import FileRef
from pacc_flow.matrix.deciding.named_columns import doubled, unheeded
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.proposal import Block
from pacc_flow.web.column_lines import ColumnLine, columns_of
from pacc_flow.web.database import commit, db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.evidence import raise_alarm
from pacc_flow.web.proposal_desk import asking, draw
from pacc_flow.web.proposal_page import ProposalPage
from pacc_flow.web.receipts import done

log = logging.getLogger(__name__)

READ, AUTOMATIC = "leer", "solas"
_LOST = "El archivo original ya no está como se guardó, y no se puede leer otra vez. Avise a quien administra el sistema."


def take_columns(page: ProposalPage) -> ResponseReturnValue:
    """Reads the file again with the columns as the form names them, or with none named when that is what was asked."""
    if not page.is_open:
        raise Refusal(OVER)
    before = page.draft.reading
    lines = [line.answered(request.form) for line in columns_of(before)]
    asked = request.form.get("do")
    if asked not in (READ, AUTOMATIC):  # Enter presses neither: what was chosen stays, undecided
        return draw(page, columns=lines, columns_open=True)
    named = {line.key: line.asked for line in lines} if before.asks_for_columns else _changed(lines)
    chosen = {} if asked == AUTOMATIC else {**before.metadata.chosen, **named}
    if chosen == before.metadata.chosen:
        flash("No había ninguna columna que cambiar.", "plain")
        return redirect(page.address())
    if problems := list(_doubles(before.metadata.blocks, lines)) if chosen else []:
        return _refused(page, lines, problems)
    try:
        reading = _read_again(page, chosen)
    except matrix.Unreadable as refusal:
        return _refused(page, lines, [f"Así no se puede leer: {refusal.message}"])
    if problems := list(_unheeded(lines, chosen, reading)):
        return _refused(page, lines, problems)
    made = remap(db.session, page.proposal.id, reading=reading, **asking(), at=clock.now())
    commit()
    decided = "" if made.keeps or not page.draft.log.steps else "Las filas ya no son las mismas: hay que decidirlas otra vez."
    done(f"Volvimos a leer {page.proposal.file_name}.", decided, made.receipt)
    return redirect(page.address())


def _changed(lines: Sequence[ColumnLine]) -> dict[str, str]:
    return {line.key: line.asked for line in lines if line.asked != line.field}


def _doubles(blocks: Sequence[Block], lines: Sequence[ColumnLine]) -> Iterator[str]:
    """Two columns that would be the same field, or no column with the activity."""
    asked = {line.key: line.asked for line in lines}
    told = {
        f"«{one.heading}» y «{other.heading}» no pueden ser las dos «{TITLES[asked[other.key]]}». Deje una."
        for one, other in doubled(blocks, asked, _changed(lines))
    }
    yield from sorted(told)
    if "activity" not in asked.values():
        yield "Diga cuál columna trae las actividades."


def _unheeded(lines: Sequence[ColumnLine], chosen: Mapping[str, str], reading: matrix.Proposal) -> Iterator[str]:
    missed = unheeded(reading, chosen)
    for line in lines:
        if line.key in missed:
            yield f"No pudimos leer «{line.heading}» como «{TITLES.get(chosen[line.key], 'solo se conserva')}»."


def _read_again(page: ProposalPage, chosen: Mapping[str, str]) -> matrix.Proposal:
    proposal = page.proposal
    try:
        content = evidence_store().read(proposal.file_sha256)
    except EvidenceDamaged as damage:
        log.error("the file of proposal %s is damaged: %s", proposal.id, damage)  # noqa: TRY400  # no bug here
        raise_alarm(FileRef(proposal.file_name, proposal.file_sha256, proposal.file_size))
        raise Refusal(_LOST) from damage
    return matrix.read(content, proposal.file_name, columns=chosen)


def _refused(page: ProposalPage, lines: Sequence[ColumnLine], sentences: Sequence[str]) -> ResponseReturnValue:
    problems = [("#columnas", sentence) for sentence in sentences]
    return draw(page, columns=lines, columns_open=True, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY

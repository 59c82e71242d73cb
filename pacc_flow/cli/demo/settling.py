"""The entity of the demonstration comes to be: its offices with their spellings, and its people."""

from pacc_flow import matrix
from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.entities import create_entity, create_office
from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.cli.demo.cast import CONTROL, PASSWORD, PEOPLE, PLANNING
from pacc_flow.cli.demo.stage import AT_FIRST, DEMO, Stage
from pacc_flow.models import OfficeKind

_KINDS = {PLANNING: OfficeKind.PLANNING, CONTROL: OfficeKind.CONTROL}


def settle_in(session: Session, evidence: EvidenceStore, signer: SignerFolder, slug: str, proposal: matrix.Proposal) -> Stage:
    at = AT_FIRST
    entity = create_entity(session, slug=slug, name="ICETEX", plan_kind="PTEP", is_demo=True, actor=DEMO, at=at)
    stage = Stage(session, evidence, signer, entity)
    for proposed in matrix.propose_offices([row.office_text for row in proposal.rows]):
        spellings = tuple(spelling.text for spelling in proposed.spellings if spelling.text != proposed.name)
        kind = _KINDS.get(proposed.name, OfficeKind.OFFICE)
        office = create_office(session, entity, name=proposed.name, kind=kind, spellings=spellings, actor=DEMO, at=at)
        stage.offices[office.name] = office
    for person in PEOPLE:
        account = create_account(
            session,
            entity,
            email=person.email,
            name=person.name,
            standing=person.standing,
            password=PASSWORD,
            actor=DEMO,
            at=at,
        )
        if person.office:
            join_office(session, account, stage.offices[person.office], is_head=person.is_head, actor=DEMO, at=at)
    session.commit()
    return stage

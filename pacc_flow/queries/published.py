"""What anyone may see: the published follow-ups of an entity, and nothing that is not published."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager

from pacc_flow.models import Cut, Entity, Plan, Report


def newest_report(session: Session, slug: str, year: int, number: int) -> Report | None:
    """The revision in force of one follow-up, or None while it is not published."""
    return session.scalars(
        select(Report)
        .join(Report.cut)
        .join(Cut.plan)
        .join(Plan.entity)
        .where(Entity.slug == slug, Plan.year == year, Cut.number == number)
        .order_by(Report.revision.desc())
        .limit(1)
    ).first()


def reports_of(session: Session, entity_id: int) -> Sequence[Report]:
    """The revision in force of every published follow-up of an entity, the newest cut first, cut and plan at hand."""
    later = aliased(Report)
    is_superseded = select(later.id).where(later.cut_id == Report.cut_id, later.revision > Report.revision).exists()
    return session.scalars(
        select(Report)
        .join(Report.cut)
        .join(Cut.plan)
        .options(contains_eager(Report.cut).contains_eager(Cut.plan))
        .where(Plan.entity_id == entity_id, ~is_superseded)
        .order_by(Cut.cut_on.desc())
    ).all()

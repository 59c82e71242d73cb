"""An entity and its offices. Everything hangs from the entity, and nobody sees another's."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.calendar import THREE_CUTS
from pacc_flow.models.base import Audited
from pacc_flow.models.vocabulary import OfficeKind, one_of


class Entity(Audited):
    """`schedule` holds the cut dates as MM-DD; `offsets`, `ladder`, `thresholds` and `catalogue` are the entity's
    own data, in the JSON shapes of the rooms calendar, reports and matrix; empty means the default of that room.
    `columns`: {key of a column: field of a row, or ""}, as Planning said the entity's documents are to be read; only
    an import asks for it. `look`: how its documents look on paper, which only those who set it or publish ask for.
    """

    __tablename__ = "entity"
    __subject__ = "entity"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    is_demo: Mapped[bool] = mapped_column(default=False)
    plan_kind: Mapped[str] = mapped_column(String(10), default="PTEP")
    schedule: Mapped[list[str]] = mapped_column(JSON, default=THREE_CUTS.to_json)
    offsets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    ladder: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    thresholds: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    catalogue: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    days_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    days_worked: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    look: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)

    offices: Mapped[list["Office"]] = relationship(back_populates="entity", order_by="Office.name")


class Office(Audited):
    """A dependencia. `name_key` is the name without accents or case; `spellings` are other ways documents write it."""

    __tablename__ = "office"
    __subject__ = "office"
    __table_args__ = (
        UniqueConstraint("entity_id", "name_key"),
        CheckConstraint(one_of("kind", OfficeKind), name="kind"),
        Index(
            "uq_office_one_planning_one_control",
            "entity_id",
            "kind",
            unique=True,
            sqlite_where=text("kind <> 'office'"),
            postgresql_where=text("kind <> 'office'"),
        ),
    )

    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), default=OfficeKind.OFFICE)
    spellings: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_active: Mapped[bool] = mapped_column(default=True)

    entity: Mapped[Entity] = relationship(back_populates="offices")

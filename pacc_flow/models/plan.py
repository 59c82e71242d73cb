"""A yearly plan: its components, its activities, and the offices responsible for each."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.base import Audited
from pacc_flow.models.entity import Entity, Office


class Plan(Audited):
    """`source_sha256` names the document it was read from, kept as evidence of where the plan came from."""

    __tablename__ = "plan"
    __subject__ = "plan"
    __table_args__ = (
        UniqueConstraint("entity_id", "year"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
    )

    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    asks_evidence: Mapped[bool] = mapped_column(default=True)
    source_name: Mapped[str | None] = mapped_column(String(255))
    source_sha256: Mapped[str | None] = mapped_column(String(64))

    entity: Mapped[Entity] = relationship()
    components: Mapped[list["Component"]] = relationship(back_populates="plan", order_by="Component.number")
    activities: Mapped[list["Activity"]] = relationship(back_populates="plan", order_by="Activity.number")


class Component(Audited):
    __tablename__ = "component"
    __subject__ = "component"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))

    plan: Mapped[Plan] = relationship(back_populates="components")


class Activity(Audited):
    """`due_text` is the literal cell; `due_dates` are its ISO dates; `search_text` is what the board searches."""

    __tablename__ = "activity"
    __subject__ = "activity"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("name <> ''", name="named"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    component_id: Mapped[int] = mapped_column(ForeignKey("component.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    subcomponent: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text, default="")
    due_text: Mapped[str] = mapped_column(Text, default="")
    due_dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    office_text: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship(back_populates="activities")
    component: Mapped[Component] = relationship()
    responsibilities: Mapped[list["Responsibility"]] = relationship(
        back_populates="activity", order_by="Responsibility.position"
    )


class Responsibility(Audited):
    """An office responsible for an activity. Position 0 leads: it alone submits."""

    __tablename__ = "responsibility"
    __subject__ = "responsibility"
    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        UniqueConstraint("activity_id", "office_id"),
        CheckConstraint("position >= 0", name="position"),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="RESTRICT"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]

    activity: Mapped[Activity] = relationship(back_populates="responsibilities")
    office: Mapped[Office] = relationship()

"""Help for everyone: the workflow as its table tells it, how the trail is protected, and how the site is reached by all."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pacc_flow.web.access import Audience, audience
from pacc_flow.web.frame import visited_entity
from pacc_flow.workflow import PROCESS, Action, Role, State, Step
from pacc_flow.workflow.guards import incomplete, not_the_lead, own_review, own_submission
from pacc_flow.workflow.process import Guard

bp = Blueprint("help", __name__, url_prefix="/ayuda")

# fmt: off
ACTIONS = {
    Action.SAVE:               "Guardar el borrador",
    Action.SUBMIT:             "Enviar a Planeación",
    Action.WITHDRAW:           "Retirar el envío",
    Action.RETURN_TO_OFFICE:   "Devolver a la oficina",
    Action.REVIEW:             "Aprobar la revisión",
    Action.RETURN_TO_PLANNING: "Devolver a Planeación",
    Action.VERIFY:             "Verificar y firmar",
    Action.REOPEN:             "Reabrir",
}
STATES = {
    State.DRAFT: "Borrador", State.SUBMITTED: "Enviada", State.REVIEWED: "Revisada", State.VERIFIED: "Verificada",
}
ROLES = {Role.OFFICE: "Oficina responsable", Role.PLANNING: "Planeación", Role.CONTROL: "Control Interno"}
GUARDS: dict[Guard, str] = {
    not_the_lead:   "su oficina no lidera la actividad",
    incomplete:     "falta el porcentaje, el texto o la evidencia que pide el plan",
    own_submission: "usted la envió o escribió parte de ella",
    own_review:     "usted la revisó",
}
# fmt: on


@dataclass(frozen=True)
class Row:
    """A row of the process table, numbered as in the diagram, in words."""

    number: int
    step: Step
    action: str
    source: str
    target: str
    by: str
    refused_when: str
    comment: str


@bp.get("/")
@audience(Audience.PUBLIC)
def workflow() -> ResponseReturnValue:
    return render_template("help/workflow.html", rows=rows(), states=STATES, entity=visited_entity())


@bp.get("/registro")
@audience(Audience.PUBLIC)
def trail() -> ResponseReturnValue:
    return render_template("help/trail.html", entity=visited_entity())


@bp.get("/accesibilidad")
@audience(Audience.PUBLIC)
def accessibility() -> ResponseReturnValue:
    return render_template("help/accessibility.html", entity=visited_entity())


def rows() -> list[Row]:
    return [
        Row(
            number=number,
            step=step,
            action=ACTIONS[step.action],
            source=STATES[step.source],
            target=STATES[step.target],
            by=ROLES[step.by],
            refused_when="; o ".join(GUARDS[guard] for guard in step.refused_when),
            comment=step.comment.value,
        )
        for number, step in enumerate(PROCESS, start=1)
    ]

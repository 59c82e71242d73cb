"""How the installation is doing, for whoever administers an entity: the scheduler, its jobs, and mail that does not leave."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions import deliveries
from pacc_flow.actions.refusals import NotFound
from pacc_flow.queries import installation as query
from pacc_flow.queries.people import account_of
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.receipts import done

bp = Blueprint("installation", __name__, url_prefix="/app/admin/sistema")

# fmt: off
JOBS = {  # job: (what it does, what its figure counts, for one and for several)
    "open_due_cuts":     ("Abrir los cortes en su día",            "corte abierto",        "cortes abiertos"),
    "enqueue_reminders": ("Decidir los recordatorios",             "recordatorio",         "recordatorios"),
    "deliver_mail":      ("Enviar el correo",                      "correo enviado",       "correos enviados"),
    "sign_checkpoint":   ("Firmar el registro",                    "registro firmado",     "registros firmados"),
    "write_documents":   ("Escribir los documentos de lo publicado", "documento escrito", "documentos escritos"),
    "sweep_evidence":    ("Revisar que la evidencia esté intacta", "archivo revisado",     "archivos revisados"),
}
# fmt: on


@bp.get("/")
@audience(Audience.ADMIN)
def show() -> ResponseReturnValue:
    standing = query.scheduler_standing(db.session)
    return render_template(
        "admin/installation.html",
        standing=standing,
        runs={run.name: run for run in query.job_runs(db.session)},
        jobs=JOBS,
        undelivered=query.undelivered(db.session, me().entity_id),
        waiting=query.waiting_mail(db.session, me().entity_id, now=clock.now()),
    )


@bp.post("/correo/<int:account_id>")
@audience(Audience.ADMIN)
def retry(account_id: int) -> ResponseReturnValue:
    account = account_of(db.session, account_id, entity_id=me().entity_id)
    if account is None:
        raise NotFound
    receipt = deliveries.retry(db.session, account, actor=source().actor(me(), role=me().standing), at=clock.now())
    commit()
    if receipt is None:
        flash(f"No había correo por volver a intentar para {account.name}.", "plain")
    else:
        done(f"El correo de {account.name} se intentará de nuevo.", "Sale en el próximo envío.", receipt)
    return redirect(url_for("installation.show"))

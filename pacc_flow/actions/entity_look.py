"""How an entity's documents look on paper: the picture of its logo, read anew, and what it chose."""

import hashlib
import io
from datetime import datetime

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import FileRef, Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity, Office
from pacc_flow.reports import Logo, Look
from pacc_flow.reports.look import LOGO_NAME

LOGO_BYTES = 2 * 1024 * 1024
LOGO_PIXELS = 4_000  # a side: a bomb says more
KEPT = (900, 270)  # pixels: 60 × 18 mm at 380 dots an inch
_NOT_A_PICTURE = "Este archivo no es una imagen PNG o JPG que se pueda leer."


def read_logo(content: bytes) -> tuple[Logo, bytes]:
    """The picture drawn anew as a PNG, as large as paper needs and without whatever else the file carried.

    Raises Invalid naming `logo`.
    """
    if len(content) > LOGO_BYTES:
        raise Invalid({"logo": "La imagen pesa más de 2 MB: guárdela más pequeña."})
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > LOGO_PIXELS:
                raise Invalid({"logo": f"La imagen mide más de {LOGO_PIXELS} píxeles de lado: redúzcala."})
            if picture.mode.startswith(("I", "F")):
                raise Invalid({"logo": "La imagen es de 16 bits por color: guárdela como un PNG o JPG corriente."})
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Invalid({"logo": _NOT_A_PICTURE}) from error  # Pillow says in all these ways that it cannot read a picture
    drawn.thumbnail(KEPT)
    stream = io.BytesIO()
    drawn.save(stream, "PNG", optimize=True)
    png = stream.getvalue()
    return Logo(sha256=hashlib.sha256(png).hexdigest(), size=len(png), width=drawn.width, height=drawn.height), png


def set_look(session: Session, entity: Entity, look: Look, *, actor: Actor, at: datetime) -> Receipt | None:
    """None when it is what it was. The logo that `look` names is in the store already.

    From the next publication on: what is published keeps the look that it had. Raises Invalid naming `signatories`.
    """
    offices = set(session.scalars(select(Office.name).where(Office.entity_id == entity.id)))
    if any(one.office not in offices for one in look.signatories):
        raise Invalid({"signatories": "Elija dependencias de la entidad."})
    if look == Look.from_json(entity.look):
        return None
    files = [FileRef(LOGO_NAME, look.logo.sha256, look.logo.size)] if look.logo else []
    told = change(entity, {"look": look.to_json()})
    return record(
        session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=told, files=files
    )

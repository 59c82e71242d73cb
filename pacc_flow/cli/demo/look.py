"""How the documents of the demonstration look: sober, with a monogram that is nobody's logo."""

import io

from PIL import Image, ImageDraw, ImageFont

from pacc_flow.actions.entity_look import read_logo, set_look
from pacc_flow.cli.demo.cast import CONTROL, PLANNING
from pacc_flow.cli.demo.stage import AT_FIRST, DEMO, Stage
from pacc_flow.reports import Look, Signatory
from pacc_flow.reports.look import LOGO_NAME

COLOUR = "#1f4e3d"
COVER = (
    "Seguimiento que la Oficina de Control Interno hace y publica en los diez días hábiles siguientes a cada corte.\n"
    "Cada cifra fue reportada por la dependencia responsable, revisada por Planeación y verificada por Control Interno, "
    "con las evidencias que se enlazan."
)
SIGNATORIES = (
    Signatory(role="Consolidó", office=PLANNING),
    Signatory(role="Verificó y aprobó", office=CONTROL),
)
_SIDE, _EDGE, _LETTERS = 270, 12, "PA"


def look_of(stage: Stage) -> None:
    logo, png = read_logo(monogram())
    stage.evidence.keep_source(png, LOGO_NAME, "image/png")
    look = Look(colour=COLOUR, cover=COVER, signatories=SIGNATORIES, logo=logo)
    set_look(stage.session, stage.entity, look, actor=DEMO, at=AT_FIRST)
    stage.session.commit()


def monogram() -> bytes:
    """Two letters in a ring, as a PNG."""
    picture = Image.new("RGBA", (_SIDE, _SIDE))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((_EDGE, _EDGE, _SIDE - _EDGE, _SIDE - _EDGE), fill="white", outline=COLOUR, width=_EDGE)
    pen.text(
        (_SIDE / 2, _SIDE / 2), _LETTERS, fill=COLOUR, font=ImageFont.load_default(_SIDE * 0.42), anchor="mm", stroke_width=3
    )
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()

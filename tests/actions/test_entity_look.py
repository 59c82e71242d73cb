"""How an entity's documents look is its own data: its logo is drawn anew, whatever the file was, and each change recorded."""

import hashlib
import io
import json

import pytest
from PIL import Image
from sqlalchemy import select

from pacc_flow.actions.entity_look import KEPT, LOGO_BYTES, LOGO_PIXELS, read_logo, set_look
from pacc_flow.actions.refusals import Invalid
from pacc_flow.models import LedgerRecord
from pacc_flow.reports import Look, Signatory
from tests.support.cast import NOW, SETUP, World
from tests.support.pictures import SVG, animated, declaring, picture, turned

PLANNING = Signatory(role="Elaboró", office="Oficina de Planeación")


@pytest.mark.parametrize(("content", "size"), [
    (picture(),                               (300, 100)),
    (picture("JPEG"),                         (300, 100)),
    (picture("JPEG", mode="CMYK"),            (300, 100)),
    (picture(mode="P"),                       (300, 100)),
    (picture(mode="1"),                       (300, 100)),
    (animated("PNG"),                         (300, 100)),
    (turned(6),                               (90,  270)),
    (turned(3),                               (300, 100)),
    (picture(size=(1800, 1800)),              (270, 270)),
    (picture(size=(LOGO_PIXELS, 1)),          (900, 1)),
    (picture(size=(1, 1)),                    (1, 1)),
], ids=["png", "jpg", "for the press", "of few colours", "black and white", "animated", "held on its side", "upside down",
        "larger than paper needs", "a line", "a dot"])  # fmt: skip
def test_a_picture_is_drawn_anew_as_large_as_paper_needs(content: bytes, size: tuple[int, int]):
    logo, png = read_logo(content)
    drawn = Image.open(io.BytesIO(png))
    assert (drawn.format, drawn.mode, drawn.size, drawn.info) == ("PNG", "RGBA", size, {})
    assert (logo.width, logo.height) == size
    assert size[0] <= KEPT[0]
    assert size[1] <= KEPT[1]
    assert (logo.sha256, logo.size) == (hashlib.sha256(png).hexdigest(), len(png))


def test_what_else_the_file_carried_is_left_out():
    assert b"Calle 7" in turned(6)
    _, png = read_logo(turned(6))
    assert b"Calle 7" not in png


def test_what_is_seen_through_stays_so():
    stream = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(stream, "PNG")
    _, png = read_logo(stream.getvalue())
    assert Image.open(io.BytesIO(png)).getpixel((5, 5)) == (0, 0, 0, 0)


@pytest.mark.parametrize(("content", "sentence"), [
    (b"",                                     "no es una imagen PNG o JPG"),
    (b"Acta del comit\xc3\xa9",               "no es una imagen PNG o JPG"),
    (b"%PDF-1.7",                             "no es una imagen PNG o JPG"),
    (SVG,                                     "no es una imagen PNG o JPG"),
    (picture("GIF"),                          "no es una imagen PNG o JPG"),
    (animated("GIF"),                         "no es una imagen PNG o JPG"),
    (picture("WEBP"),                         "no es una imagen PNG o JPG"),
    (picture()[:-40],                         "no es una imagen PNG o JPG"),
    (picture()[:20],                          "no es una imagen PNG o JPG"),
    (picture("JPEG", size=(900, 900))[:-900], "no es una imagen PNG o JPG"),
    (declaring(50_000, 50_000),               "no es una imagen PNG o JPG"),
    (declaring(0, 0),                         "no es una imagen PNG o JPG"),
    (declaring(8_000, 8_000),                 "mide más de 4000 píxeles de lado"),
    (picture(size=(LOGO_PIXELS + 1, 1)),      "mide más de 4000 píxeles de lado"),
    (picture() + b"\0" * LOGO_BYTES,          "pesa más de 2 MB"),
], ids=["nothing", "a text", "a PDF", "a drawing that runs", "a GIF by another name", "an animation", "WebP", "cut short",
        "its beginning", "half a photograph", "a bomb", "no size", "a large one", "a long one", "a heavy one"])  # fmt: skip
def test_what_is_no_picture_for_paper_is_refused_at_the_logo(content: bytes, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refused:
        read_logo(content)
    assert list(refused.value.errors) == ["logo"]


def test_another_look_is_kept_and_recorded_once_with_its_logo(world: World):
    logo, _ = read_logo(picture())
    look = Look(colour="#7a1f1f", cover="Informe", signatories=(PLANNING,), columns=("activity",), logo=logo)
    receipt = set_look(world.session, world.entity, look, actor=SETUP, at=NOW)
    world.session.commit()
    assert Look.from_json(world.entity.look) == look
    body = json.loads(world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one())
    assert body["data"] == {"look": [None, look.to_json()]}
    assert body["files"] == [{"name": "logo.png", "sha256": logo.sha256, "size": logo.size}]
    assert set_look(world.session, world.entity, look, actor=SETUP, at=NOW) is None


def test_the_look_that_everybody_begins_with_is_no_change(world: World):
    assert set_look(world.session, world.entity, Look(), actor=SETUP, at=NOW) is None


@pytest.mark.parametrize("office", ["Oficina que no existe", "oficina de planeación"])
def test_only_offices_of_the_entity_sign(world: World, office: str):
    look = Look(signatories=(PLANNING, Signatory(role="Aprobó", office=office)))
    with pytest.raises(Invalid) as refused:
        set_look(world.session, world.entity, look, actor=SETUP, at=NOW)
    assert refused.value.errors == {"signatories": "Elija dependencias de la entidad."}
    assert world.entity.look is None


def test_a_picture_of_sixteen_bits_is_refused_with_what_to_do():
    stream = io.BytesIO()
    Image.new("I;16", (20, 20), 30_000).save(stream, "PNG")
    with pytest.raises(Invalid, match="16 bits"):
        read_logo(stream.getvalue())

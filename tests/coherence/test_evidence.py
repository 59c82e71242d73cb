"""Evidence that is not there, and addresses that a citizen cannot open."""

import pytest

from pacc_flow.coherence.addresses import doubt_of
from tests.coherence.reports import SOUND, found, kinds, reported

# fmt: off
BARE = (  # what it brings, is the lack told
    ({},                                                        True),
    ({"percent": 1},                                            True),
    ({"percent": 0},                                            False),
    ({"percent": None},                                         False),
    ({"files": 1},                                              False),
    ({"links": ("https://www.entidad.gov.co/informe",)},        False),
    ({"texts": (SOUND, "Está en www.entidad.gov.co/informe.")}, False),
    ({"texts": ("Está en (https://www.entidad.gov.co).",)},     False),
)
DOUBTED = (  # address, kind, why
    ("https://drive.google.com/file/d/1a2b",                         "personal_address", "cuenta de una persona"),
    ("https://docs.google.com/spreadsheets/d/1a2b/edit",             "personal_address", "cuenta de una persona"),
    ("https://entidad-my.sharepoint.com/:f:/g/personal/ana_gov_co/E", "personal_address", "cuenta de una persona"),
    ("https://entidad.sharepoint.com/personal/ana/Documents",        "personal_address", "cuenta de una persona"),
    ("https://onedrive.live.com/?cid=1",                             "personal_address", "cuenta de una persona"),
    ("https://1drv.ms/f/s!A",                                        "personal_address", "cuenta de una persona"),
    ("https://www.dropbox.com/s/abc",                                "personal_address", "cuenta de una persona"),
    ("https://WeTransfer.com/downloads/abc",                         "personal_address", "cuenta de una persona"),
    ("https://we.tl/t-abc",                                          "personal_address", "cuenta de una persona"),
    ("https://entidad.sharepoint.com/sites/talento",                 "inner_address",    "suele pedir una cuenta"),
    ("https://web.microsoftstream.com/video/1",                      "inner_address",    "suele pedir una cuenta"),
    ("http://intranet.entidad.gov.co/actas",                         "inner_address",    "red interna"),
    ("https://intranet/actas",                                       "inner_address",    "red interna"),
    ("https://servidor01/actas",                                     "inner_address",    "red interna"),
    ("http://localhost:8080/acta",                                   "inner_address",    "red interna"),
    ("https://actas.entidad.local/1",                                "inner_address",    "red interna"),
    ("http://192.168.1.20/actas",                                    "inner_address",    "red interna"),
    ("http://10.0.0.7:8080",                                         "inner_address",    "red interna"),
    ("http://172.16.4.4/",                                           "inner_address",    "red interna"),
    ("http://[fd00::1]/acta",                                        "inner_address",    "red interna"),
    ("file:///C:/Users/ana/acta.pdf",                                "inner_address",    "carpeta de un computador"),
    (r"C:\Users\ana\acta.pdf",                                       "inner_address",    "carpeta de un computador"),
    (r"\\servidor\actas\acta.pdf",                                   "inner_address",    "carpeta de un computador"),
    ("https://",                                                     "broken_address",   "no es una dirección completa"),
    ("https:///acta.pdf",                                            "broken_address",   "no es una dirección completa"),
    ("https://entidad..gov.co",                                      "broken_address",   "no es una dirección completa"),
    ("https://www.entidad,gov.co/acta",                              "broken_address",   "no es una dirección completa"),
    ("https://999.1.1.1/acta",                                       "broken_address",   "no es una dirección completa"),
    ("https://[::1",                                                 "broken_address",   "no es una dirección completa"),
    ("http:/www.entidad.gov.co",                                     "broken_address",   "no es una dirección completa"),
    ("http//www.entidad.gov.co",                                     "broken_address",   "no empieza por https://"),
    ("htps://www.entidad.gov.co",                                    "broken_address",   "no empieza por https://"),
)
PUBLIC = (
    "https://www.entidad.gov.co/transparencia/informes-pqrsd",
    "https://portal.icetex.gov.co/Portal/docs/informe.pdf?sfvrsn=4",
    "https://www.youtube.com/watch?v=zHCmp-7Va1Q&t=147s",
    "https://docs.google.com/forms/d/e/1F",
    "https://entidad.sharepoint.com/:b:/s/publico/E",
    "http://200.75.47.10/transparencia",
    "https://www.funcionpublica.gov.co/web/suit#undefined",
    "https://www.miintranet.com.co/",
    "https://dropbox.com.entidad.gov.co/",
    "https://año.gov.co/informe",
    "www.entidad.gov.co",
)
# fmt: on


@pytest.mark.parametrize(("brought", "is_told"), BARE)
def test_progress_that_nothing_shows_is_told(brought: dict[str, object], *, is_told: bool):
    assert ("no_evidence" in kinds(reported(**{"links": (), **brought}))) is is_told


@pytest.mark.parametrize(("address", "kind", "why"), DOUBTED)
def test_an_address_that_a_citizen_cannot_open_is_told_with_its_reason(address: str, kind: str, why: str):
    doubt = doubt_of(address)
    assert doubt
    assert doubt.kind == kind
    assert why in doubt.why
    assert kinds(reported(links=(address,))) == [kind]
    assert kind in kinds(reported(texts=(f"El acta está en «{address}».",))) or address in ("https://", "https://[::1")


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_web_is_not(address: str):
    assert doubt_of(address) is None
    assert kinds(reported(links=(address,), texts=(f"Está en {address}, y en «{address}».",))) == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Está en https://x.gov.co/sitios/Inducc ionDeServidores/Paginas/codigo.aspx.", True),
        ("Está en https://x.gov.co/Inducc ion/codigo.pdf", True),
        ("Está en https://x.gov.co/codigo y/o en la cartelera.", False),
        ("Está en https://x.gov.co/codigo 24/09/2026 y en la cartelera.", False),
        ("Está en https://x.gov.co/a https://x.gov.co/b/c/d.pdf", False),
        ("Está en el archivo Inducc ion/codigo.pdf", False),
    ],
)
def test_an_address_that_a_space_parts_is_told(text: str, *, is_told: bool):
    found_kinds = kinds(reported(texts=(text,)))
    assert found_kinds == (["broken_address"] if is_told else [])


def test_each_kind_is_told_once_with_the_address_shortened():
    links = ("https://drive.google.com/file/d/" + "1" * 200, "https://we.tl/1", "http://10.0.0.7/", "https://intranet/")
    told = [(finding.kind, finding.title, finding.reason) for finding in found(reported(links=links))]
    assert told == [
        (
            "personal_address",
            "Un enlace lleva a una unidad personal",
            f"«drive.google.com/file/d/{'1' * 46}…» es de la cuenta de una persona: puede pedir permiso o desaparecer.",
        ),
        ("inner_address", "Un enlace no abre desde fuera de la entidad", "«10.0.0.7/» es una dirección de la red interna."),
    ]

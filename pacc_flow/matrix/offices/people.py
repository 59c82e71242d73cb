"""People named beside their posts, «Juan Pérez - Profesional Universitario»: the plan is of the post, and names stay out."""

import re

from pacc_flow.matrix.words import fold

# fmt: off
_GIVEN_NAMES = (
    "adriana", "alejandr[oa]", "alexander", "alfonso", "álvaro", "ana", "andrea", "andrés", "ángela", "antonio", "beatriz",
    "camil[oa]", "carlos", "carmen", "carolina", "catalina", "césar", "claudia", "cristian", "cristina", "daniela?",
    "david", "diana", "diego", "edgar", "edwin", "elizabeth", "esperanza", "fabián", "felipe", "fernando", "francisco",
    "gabriel", "germán", "gloria", "gustavo", "héctor", "hernán", "hernando", "hugo", "iván", "jaime", "javier", "jenny",
    "jesús", "jhon", "john", "johanna", "jorge", "josé", "juan", "julia", "julián", "juliana", "julio", "laura", "leonardo",
    "liliana", "lina", "lucía", "luis", "luisa", "luz", "manuel", "marcela", "marco", "marcos", "margarita", "maría",
    "mario", "marta", "martha", "mauricio", "miguel", "mónica", "nancy", "natalia", "nelson", "néstor", "nicolás", "nubia",
    "olga", "omar", "óscar", "pablo", "paola", "patricia", "pedro", "rafael", "ramiro", "ricardo", "roberto", "rocío",
    "rodrigo", "rosa", "sandra", "santiago", "sebastián", "sergio", "sonia", "teresa", "viviana", "william", "wilson",
    "yolanda",
)
# fmt: on
POST = (  # what a post begins with, of any text: the pattern takes no heed of capitals
    r"(?:jef[ea]|(?:sub)?gerente|(?:sub)?directora?|coordinadora?|l[ií]der|profesional|asesora?|(?:sub)?secretario|alcalde"
    r"|alcaldesa|rectora?|(?:vice)?presidente|t[eé]cnic[oa]|auxiliar|ingenier[oa]|tesorer[oa]|contadora?|enlace)\b"
)
_PERSON = rf"(?:{'|'.join((*_GIVEN_NAMES, *map(fold, _GIVEN_NAMES)))})(?: [^\W\d_]+\.?){{1,4}}"
_BREAK = r"\s*(?:[-–,/(:]\s*|\n\s*)"
_BEFORE_POST = re.compile(rf"(?P<lead>\A\s*|[\n/;,•]\s*){_PERSON}{_BREAK}(?={POST})", re.IGNORECASE)
_AFTER_POST = re.compile(rf"(?P<post>\A\s*{POST}[^-–,/(:\n]*?){_BREAK}{_PERSON}\s*\)?\s*\Z", re.IGNORECASE)


def without_people(text: str) -> str:
    """A name alone stays as it is: nobody knows yet whose it is."""
    return _AFTER_POST.sub(r"\g<post>", _BEFORE_POST.sub(r"\g<lead>", text))

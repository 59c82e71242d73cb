"""Plans made up at random, drawn in layouts made up at random: the oracle of what the reader should make of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from unicodedata import normalize

from pacc_flow.matrix import PAAC
from tests.matrix.drawn_sheets import Cell, Drawn, Share

YEAR = 2021
CUTS = (date(YEAR, 4, 30), date(YEAR, 8, 31), date(YEAR, 12, 31))
OFFICES = ("Oficina de Planeación", "Secretaría General", "Grupo de Contratación", "Oficina Jurídica")
VERBS = ("Actualizar", "Revisar", "Elaborar", "Socializar", "Ajustar")
THINGS = ("el procedimiento", "el formato", "la guía", "el inventario", "el instructivo")
# fmt: off
HEADINGS = {
    "component":    ("Componente", "Nombre del componente"),
    "subcomponent": ("Subcomponente", "Subcomponente / proceso"),
    "activity":     ("Actividades", "Actividad", "Actividades programadas", "Actividades a desarrollar"),
    "goal":         ("Meta o producto", "Meta", "Producto", "Meta y producto"),
    "due":          ("Fecha de culminación", "Fecha programada", "Fecha límite", "Fecha de terminación"),
    "percent":      ("% de avance", "Porcentaje de avance", "% de cumplimiento"),
    "narrative":    ("Descripción del avance", "Observaciones", "Actividades realizadas", "Avance cualitativo"),
    "office":       ("Dependencia responsable", "Responsable", "Área responsable", "Responsables"),
    "number":       ("No.", "N°", "Ítem", "#"),
}
LABELS = (
    ("Seguimiento 1", "Seguimiento 2", "Seguimiento 3"),
    ("Primer seguimiento", "Segundo seguimiento", "Tercer seguimiento"),
    ("Corte 30 de abril", "Corte 31 de agosto", "Corte 31 de diciembre"),
    ("Seguimiento al 30/04/2021", "Seguimiento al 31/08/2021", "Seguimiento al 31/12/2021"),
    ("I cuatrimestre", "II cuatrimestre", "III cuatrimestre"),
)
# fmt: on
FREE_FORMS = ("a.xlsx", "a.ods", "a.xls")  # with merges, hidden lines and several sheets
FORMATS = (*FREE_FORMS, "a.csv", "a.docx")


@dataclass(frozen=True)
class Planned:
    """`reports`: percentage in hundredths and narrative, one a follow-up."""

    component: int
    subcomponent: str
    activity: str
    goal: str
    due: date
    offices: tuple[str, ...]
    reports: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Layout:
    name: str
    component: str  # where it is said: column, merged, titles, blocks, numbers or sheet
    follow_ups: str  # alone, beside, stacked or sheets
    fields: tuple[str, ...]
    headings: dict[str, str]
    labels: tuple[str, ...]
    reports: int
    tall: int
    band: int  # columns under a title of their own, from the first; 0 where there is none
    unknown: tuple[str, ...]


@dataclass
class Document:
    layout: Layout
    plan: list[Planned]
    sheets: list[Drawn] = field(default_factory=list)


def document(chance: Random) -> Document:
    layout = _layout(chance)
    made = Document(layout, _plan(chance, layout.reports))
    _draw(made, chance)
    return made


def component_name(layout: Layout, number: int) -> str:
    """As the document says it, or as the catalogue does where only a number or a sheet says it."""
    known = PAAC.numbered(number)
    assert known
    return known.name


def _layout(chance: Random) -> Layout:
    name = chance.choice(FORMATS)
    component = chance.choice(("column", "merged", "titles", "blocks", "numbers", *(("sheet",) if name in FREE_FORMS else ())))
    ways = ("alone", "beside", "stacked", *(("sheets",) if name in FREE_FORMS and component != "sheet" else ()))
    follow_ups = chance.choice(ways)
    fields = ["subcomponent", "activity", "goal", "due", "office"]
    fields += ["component"] if component in ("column", "merged") else []
    fields += ["percent", "narrative"] if follow_ups != "beside" else []
    chance.shuffle(fields)
    fields = (["number"] if component == "numbers" else []) + fields
    unknown = tuple(f"Clave {n} interna" for n in range(chance.choice((0, 0, 1, 2))))
    for column in unknown:
        fields.insert(chance.randint(1, len(fields)), column)
    headings = {name: _disguised(chance, chance.choice(HEADINGS.get(name, (name,)))) for name in fields}
    headings |= {name: chance.choice(HEADINGS[name]) for name in ("percent", "narrative") if name not in headings}
    tall = chance.choice((1, 1, 2, 3, 5)) if name != "a.csv" else 1
    band = chance.choice((0, 3, len(fields))) if tall > 1 else 0
    reports = 1 if follow_ups == "alone" else chance.choice((2, 3))
    return Layout(name, component, follow_ups, tuple(fields), headings, chance.choice(LABELS), reports, tall, band, unknown)


def _disguised(chance: Random, heading: str) -> str:
    if chance.random() < 0.3:
        heading = normalize("NFD", heading).encode("ascii", "ignore").decode() if "°" not in heading else heading
    if chance.random() < 0.3 and " / " not in heading:
        heading = heading.replace(" ", "\n", 1)
    return chance.choice((heading, heading.upper(), heading.lower(), heading.title()))


def _plan(chance: Random, reports: int) -> list[Planned]:
    plan: list[Planned] = []
    for component in sorted(chance.sample(PAAC.components, chance.choice((1, 2, 3))), key=lambda one: one.number):
        known = sorted(chance.sample(range(len(component.subcomponents)), min(2, len(component.subcomponents))))
        for label in [component.subcomponents[at].name for at in known] or [""]:
            plan += [_planned(chance, component.number, label, len(plan) + n, reports) for n in range(chance.choice((1, 2, 3)))]
    return plan


def _planned(chance: Random, component: int, subcomponent: str, n: int, reports: int) -> Planned:
    thing = f"{chance.choice(THINGS)} {n + 10}"
    percents = sorted(chance.choice((0, 1000, 3333, 5000, 8824, 10000)) for _ in range(reports))
    return Planned(
        component=component,
        subcomponent=subcomponent,
        activity=f"{chance.choice(VERBS)} {thing}",
        goal=f"{chance.randint(1, 4)} documento publicado",
        due=date(YEAR, 1, 10) + timedelta(days=chance.randint(0, 340)),
        offices=tuple(chance.sample(OFFICES, chance.choice((1, 1, 2)))),
        reports=tuple(
            (percent, f"Se trabajó en {thing},{chance.choice((' ', chr(10)))}vuelta {at}")
            for at, percent in enumerate(percents, 1)
        ),
    )


def _draw(made: Document, chance: Random) -> None:
    layout = made.layout
    if layout.follow_ups == "sheets":
        for at in range(layout.reports):
            drawn = _new_sheet(made, f"Hoja {at + 1}", chance)
            _line(drawn, layout, f"{layout.labels[at]} de la vigencia {YEAR}")
            _draw_table(drawn, layout, made.plan, chance, at)
        return
    by_sheet = layout.component == "sheet"
    for number in sorted({one.component for one in made.plan}) if by_sheet else [0]:
        plan = [one for one in made.plan if number in (0, one.component)]
        drawn = _new_sheet(made, f"Componente {number}" if by_sheet else "Matriz", chance)
        for at in range(layout.reports if layout.follow_ups == "stacked" else 1):
            if layout.follow_ups == "stacked":
                _line(drawn, layout, f"{layout.labels[at]} de la vigencia {YEAR}")
            _draw_table(drawn, layout, plan, chance, at)
            _blank(drawn, layout)
        _hide(drawn, layout, chance)


def _new_sheet(made: Document, name: str, chance: Random) -> Drawn:
    drawn = Drawn(name)
    made.sheets.append(drawn)
    _draw_titles(drawn, made.layout, chance)
    return drawn


def _draw_titles(drawn: Drawn, layout: Layout, chance: Random) -> None:
    titles = ("PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO", "Entidad: Alcaldía de Prueba", "")
    for title in titles[: chance.randint(0, 3)]:
        _line(drawn, layout, title)
    _line(drawn, layout, f"Vigencia: {YEAR}")


def _width(layout: Layout) -> int:
    return len(layout.fields) + (2 * layout.reports if layout.follow_ups == "beside" else 0)


def _line(drawn: Drawn, layout: Layout, text: str) -> None:
    drawn.rows.append([text, *[""] * (_width(layout) - 1)])


def _blank(drawn: Drawn, layout: Layout) -> None:
    _line(drawn, layout, "")


def _draw_table(drawn: Drawn, layout: Layout, plan: list[Planned], chance: Random, report: int) -> None:
    if layout.component != "blocks":
        _draw_header(drawn, layout)
    last = 0
    for at, one in enumerate(plan):
        if layout.component in ("titles", "blocks") and one.component != last:
            _line(drawn, layout, f"COMPONENTE {one.component}: {component_name(layout, one.component)}")
            if layout.component == "blocks":
                _draw_header(drawn, layout)
        elif at and chance.random() < 0.1 and layout.component != "merged":
            _blank(drawn, layout)
        last = one.component
        drawn.rows.append(_row(layout, plan, at, report))
    if layout.component == "merged":
        _merge_labels(drawn, layout, plan, len(drawn.rows) - len(plan))


def _draw_header(drawn: Drawn, layout: Layout) -> None:
    top, beside = len(drawn.rows), layout.follow_ups == "beside"
    tall = max(layout.tall, 2) if beside else layout.tall
    start = len(layout.fields)
    lines: list[list[Cell]] = [[""] * _width(layout) for _ in range(tall)]
    for place, name in enumerate(layout.fields):
        under = 1 if place < layout.band else 0
        lines[under][place] = layout.headings[name]
        if tall - under > 1:
            drawn.merges.append((top + under, place, top + tall - 1, place))
    if layout.band:
        lines[0][0] = "Formulación"
        drawn.merges.append((top, 0, top, layout.band - 1))
    for n in range(layout.reports if beside else 0):
        place = start + 2 * n
        lines[0][place] = layout.labels[n]
        drawn.merges.append((top, place, top, place + 1))
        for after, name in enumerate(("percent", "narrative")):
            lines[1][place + after] = layout.headings[name]
            if tall > 2:
                drawn.merges.append((top + 1, place + after, top + tall - 1, place + after))
    drawn.rows += lines


def _row(layout: Layout, plan: list[Planned], at: int, report: int) -> list[Cell]:
    one = plan[at]
    order = sum(1 for other in plan[: at + 1] if other.component == one.component)
    says: dict[str, Cell] = {
        "component": component_name(layout, one.component),
        "subcomponent": one.subcomponent,
        "activity": one.activity,
        "goal": one.goal,
        "due": one.due,
        "percent": Share(one.reports[report][0]),
        "narrative": one.reports[report][1],
        "office": " / ".join(one.offices),
        "number": f"{one.component}.{order}",
    }
    cells = [says.get(name, f"valor-{at}") for name in layout.fields]
    if layout.follow_ups == "beside":
        cells += [cell for percent, text in one.reports for cell in (Share(percent), text)]
    return cells


def _merge_labels(drawn: Drawn, layout: Layout, plan: list[Planned], top: int) -> None:
    """Component and subcomponent written once, in a merged cell of as many rows as they hold for."""
    for name, same in (
        ("component", lambda one: (one.component,)),
        ("subcomponent", lambda one: (one.component, one.subcomponent)),
    ):
        place = layout.fields.index(name)
        start = 0
        for at in range(1, len(plan) + 1):
            if at == len(plan) or same(plan[at]) != same(plan[start]):
                for row in range(start + 1, at):
                    drawn.rows[top + row][place] = ""
                if at - start > 1:
                    drawn.merges.append((top + start, place, top + at - 1, place))
                start = at


def _hide(drawn: Drawn, layout: Layout, chance: Random) -> None:
    if layout.name in FREE_FORMS and chance.random() < 0.3:
        drawn.hidden_rows.add(len(drawn.rows) - 2)
        drawn.hidden_columns.add(chance.randrange(len(layout.fields)))

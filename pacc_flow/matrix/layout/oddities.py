"""What there is to say of the columns of a file: nobody recognises them, they are hidden, a guess, or as a person said."""

from collections.abc import Iterator, Mapping

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices
from pacc_flow.matrix.layout.columns.defence_lines import weight_of
from pacc_flow.matrix.layout.columns.finer import other_activities
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.layout.header import Header, Heading
from pacc_flow.matrix.layout.header_reading import SURE
from pacc_flow.matrix.layout.lines import LABELS

_NAMED = 8  # columns told by their names; of more, how many there are


def chosen_columns(found: FoundMatrices, columns: Mapping[str, str]) -> dict[str, str]:
    """Of the columns that a person named, those that the file has."""
    keys = (heading.key for block in found.blocks for heading in block.header.headings)
    return {key: columns[key] for key in keys if key in columns}


def about_chosen(found: FoundMatrices, chosen: Mapping[str, str]) -> Iterator[Finding]:
    """One sentence for all of them."""
    written = {heading.key: heading.written for block in found.blocks for heading in block.header.headings}
    if chosen:
        count = "una columna" if len(chosen) == 1 else f"{len(chosen)} columnas"
        told = [
            f"«{written[key] or key.capitalize()}» ({TITLES.get(name, 'solo se conserva')})" for key, name in chosen.items()
        ]
        more = f" y {len(told) - _NAMED} más" if len(told) > _NAMED else ""
        message = f"Leímos {count} como Planeación lo indicó: {', '.join(told[:_NAMED])}{more}."
        yield Finding(Code.CHOSEN_COLUMNS, "file", message)


def about_columns(found: FoundMatrices) -> Iterator[Finding]:
    """Each thing once, however many blocks repeat it."""
    said = dict.fromkeys(finding for block in found.blocks for finding in _of_block(block))
    yield from said


def _of_block(block: FoundBlock) -> Iterator[Finding]:
    header = block.header
    for heading in header.unknown:
        message = f"No reconocemos la columna «{heading.written}»; se conserva con las celdas originales."
        yield Finding(Code.UNKNOWN_COLUMN, heading.key, message, Confidence.MEDIUM)
    for name in header.doubtful:
        written = header.headings[header.places[name]].written or f"{header.places[name] + 1}, sin título"
        message = f"Leímos la columna «{written}» como «{TITLES[name]}» por sus valores. Si no lo es, cámbielo en las columnas."
        yield Finding(Code.DOUBTFUL_COLUMN, name, message, Confidence.MEDIUM)
    if header.total is not None:
        read = header.headings[header.total].written
        message = f"El avance de cada fila lo leímos de «{read}»; lo de cada seguimiento queda como su historia."
        yield Finding(Code.DOUBTFUL_COLUMN, "percent", message, Confidence.MEDIUM)
    for heading in other_activities(header):
        read, other = _apart(header.headings[header.places["activity"]], heading)
        message = (
            f"Leímos las actividades de {read}; {other} se conserva con las celdas originales. Si lo que se sigue es eso,"
            " cámbielo en las columnas."
        )
        yield Finding(Code.DOUBTFUL_COLUMN, heading.key, message, Confidence.MEDIUM)
    for heading in header.headings:
        if name := _place_left_out(heading, header):
            read = header.headings[header.places[name]].written
            message = (
                f"Leímos el {TITLES[name].lower()} de «{read}»; «{heading.written}» se conserva con las celdas originales."
            )
            yield Finding(Code.DOUBTFUL_COLUMN, heading.key, message, Confidence.MEDIUM)
        if _is_another_percentage(heading, header):
            read, other = _apart(header.headings[_percentage_beside(heading, header)], heading)
            message = f"Leímos el porcentaje de {read}. También podría ser el de {other}: mírelo en las columnas."
            yield Finding(Code.DOUBTFUL_COLUMN, heading.key, message, Confidence.MEDIUM)
        if _is_another_date(heading, header):
            read, other = _apart(header.headings[header.places["due"]], heading)
            message = f"Leímos la fecha de culminación de {read}. También podría ser la de {other}."
            yield Finding(Code.DOUBTFUL_COLUMN, heading.key, message, Confidence.MEDIUM)
        if heading.place in block.grid.hidden_columns:
            message = f"La columna «{heading.written or heading.place + 1}» está oculta; también la leímos."
            yield Finding(Code.HIDDEN_COLUMN, heading.key, message, Confidence.MEDIUM)


def _apart(*headings: Heading) -> list[str]:
    """How a sentence calls each column: by its heading, and by its place where they are called alike."""
    are_alike = len({" ".join(heading.written.split()) for heading in headings}) < len(headings)
    return [f"«{heading.written}»" + (f" (columna {heading.place + 1})" if are_alike else "") for heading in headings]


def _place_left_out(heading: Heading, header: Header) -> str:
    """The field of the place of a row that a column may be too, where nobody named it and another one was read: «Estrategia»
    beside «Pilar»; else "".
    """
    used = {*header.places.values(), header.number, header.cut, *header.months}
    name = heading.fields[0].field if heading.fields else ""
    is_other = name in LABELS and name in header.places and heading.place not in used and heading.key not in header.chosen
    return name if is_other and heading.written != header.headings[header.places[name]].written else ""


def _is_another_percentage(heading: Heading, header: Header) -> bool:
    """A column that is called as surely a percentage as the one that was read, and that nobody named."""
    read = {header.places.get("percent"), *(group.places.get("percent") for group in header.groups)}
    if read == {None} or heading.place in read.union(header.places.values()) or heading.key in header.chosen:
        return False
    names = heading.fields
    return bool(names) and names[0].field == "percent" and (names[0].sure <= SURE or weight_of(heading.texts) != 0)


def _is_another_date(heading: Heading, header: Header) -> bool:
    """A column that is called a date as well as the one that was read, and that nobody named."""
    if header.places.get("due") in (None, heading.place) or heading.key in header.chosen:
        return False
    names = heading.fields
    return bool(names) and names[0].field == "due" and "FECHA" in heading.key


def _percentage_beside(heading: Heading, header: Header) -> int:
    """The place of the one that was read instead: of its own follow-up, where there are several."""
    of_its_own = (
        group.places["percent"] for group in header.groups if group.label == heading.label and "percent" in group.places
    )
    return next(of_its_own, header.places.get("percent", heading.place))

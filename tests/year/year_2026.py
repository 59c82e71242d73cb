"""A year of an entity: three cuts, of which the first goes nearly well, the second has leave and a moved term, and the third
ends with two activities that nobody reported.
"""

from datetime import date, datetime, timedelta
from typing import Any

from tests.year.story import HERE, Act, Activity, Person, Story, at

SALES, SECRETARY, LEGAL, PLANNING, CONTROL = (
    "Oficina Comercial", "Secretaría General", "Oficina Jurídica", "Oficina de Planeación", "Control Interno",
)  # fmt: skip
APRIL, AUGUST, DECEMBER = date(2026, 4, 30), date(2026, 8, 31), date(2026, 12, 31)

# fmt: off
PEOPLE = (
    #      name      office     head            hour      mutes        events
    Person("Laura",  SALES),
    Person("Mateo",  SALES,                     hour=14),
    Person("Hilda",  SALES,     is_head=True),
    Person("Paola",  SECRETARY,                 hour=6,   muted=True),
    Person("Sofía",  SECRETARY,                 hour=9),
    Person("Rosa",   SECRETARY, is_head=True,                          at_once=False),
    Person("Jaime",  LEGAL,     is_head=True,                          at_once=False),  # nobody else is in his office
    Person("Andrés", PLANNING),
    Person("Diana",  PLANNING,                  hour=18,               at_once=True),
    Person("Marta",  CONTROL),
    Person("Jorge",  CONTROL,                   hour=6),
    Person("Óscar",  "",        is_auditor=True),
)
ACTIVITIES = (
    Activity(1, "Actualizar el mapa de riesgos",    (SALES,)),
    Activity(2, "Publicar el mapa de riesgos",      (SALES, SECRETARY)),
    Activity(3, "Realizar la audiencia pública",    (PLANNING,)),
    Activity(4, "Evaluar la audiencia pública",     (CONTROL,)),
    Activity(5, "Revisar los trámites",             (LEGAL,)),
    Activity(6, "Responder las peticiones a tiempo", (SECRETARY, SALES)),
)


def _acts(cut: date, year: int, told: str) -> tuple[Act, ...]:
    """Lines such as `04-17 10:00 Jaime submit 5`."""
    lines = (line.split() for line in told.strip().splitlines())
    return tuple(
        Act(datetime.fromisoformat(f"{year}-{day}T{hour}").replace(tzinfo=HERE), who, what, cut, int((*number, "0")[0]))
        for day, hour, who, what, *number in lines
    )


def _act(on: date, clock: int, who: str, what: str, cut: date, **more: Any) -> Act:  # noqa: ANN401  # whatever it takes
    return Act(at(on, clock), who, what, cut, 0, more)


# The offices' term ends on Monday 11 May: the 7th is a day off of the entity.
FIRST = _acts(APRIL, 2026, """
    04-17 10:00 Jaime  submit   5
    04-20 10:00 Andrés return   5
    04-22 10:00 Jaime  submit   5
    04-24 10:00 Paola  save     2
    04-27 10:00 Andrés return   5
    04-27 11:00 Jaime  submit   5
    04-29 10:00 Laura  submit   1
    05-04 10:00 Laura  submit   2
    05-04 11:00 Laura  withdraw 2
    05-05 10:00 Andrés review   1
    05-06 10:00 Marta  return   1
    05-08 10:00 Marta  submit   4
    05-08 12:00 Mateo  submit   2
    05-11 10:00 Andrés review   4
    05-12 10:00 Laura  submit   1
    05-12 10:05 Diana  submit   3
    05-13 10:00 Andrés review   1
    05-13 10:01 Andrés review   2
    05-14 10:00 Sofía  submit   6
    05-14 10:01 Andrés review   3
    05-14 12:00 Diana  review   5
    05-15 10:00 Jorge  verify   4
    05-15 10:01 Marta  verify   1
    05-15 10:02 Andrés review   6
    05-15 20:00 Marta  verify   2
    05-19 09:00 Jorge  back     6
    05-19 10:00 Diana  review   6
    05-19 11:00 Marta  reopen   2
    05-20 10:00 Marta  verify   2
    05-20 10:01 Marta  verify   3
    05-20 10:02 Marta  verify   5
    05-21 10:00 Jorge  verify   6
    05-21 11:00 Marta  publish
""")

# The term of the offices moves from Monday 7 September to Thursday 10.
SECOND = (
    _act(date(2026, 8, 18), 10, "Laura", "away", AUGUST, by="Sofía", first=date(2026, 8, 20), last=date(2026, 9, 4)),
    _act(date(2026, 8, 18), 11, "Hilda", "away", AUGUST, by="Sofía", first=date(2026, 9, 11), last=date(2026, 9, 15)),
    _act(date(2026, 8, 25), 10, "Mateo", "wants", AUGUST, hour=7),
    *_acts(AUGUST, 2026, """
    08-28 10:00 Sofía  submit   1
    08-29 10:00 Sofía  withdraw 1
    08-31 10:00 Jaime  submit   5
    09-01 10:00 Diana  submit   3
    09-02 10:00 Sofía  submit   1
    """),
    _act(date(2026, 9, 3), 10, "Diana", "move", AUGUST,
         offices=date(2026, 9, 10), planning=date(2026, 9, 14), control=date(2026, 9, 16)),
    *_acts(AUGUST, 2026, """
    09-04 10:00 Andrés return   1
    """),
    _act(date(2026, 9, 8), 10, "Laura", "wants", AUGUST, muted=True),
    *_acts(AUGUST, 2026, """
    09-09 10:00 Laura  submit   1
    09-10 10:00 Andrés review   1
    09-10 10:01 Andrés review   3
    09-10 11:00 Jorge  submit   4
    """),
    _act(date(2026, 9, 11), 9, "Marta", "away", AUGUST, by="Andrés", first=date(2026, 9, 14), last=date(2026, 9, 18)),
    *_acts(AUGUST, 2026, """
    09-11 10:00 Diana  review   5
    09-14 10:00 Mateo  submit   2
    09-15 10:00 Sofía  submit   6
    09-15 10:01 Diana  review   4
    09-16 10:00 Diana  review   2
    09-16 10:01 Jorge  verify   1
    09-16 10:02 Jorge  verify   3
    09-17 10:00 Andrés verify   5
    09-17 10:01 Andrés verify   2
    09-18 10:00 Andrés verify   4
    09-18 10:01 Diana  review   6
    09-21 10:00 Marta  verify   6
    09-21 10:01 Marta  publish
    """),
    _act(date(2026, 10, 5), 10, "Laura", "wants", AUGUST, muted=False),
)

# 11 January is a holiday on which the entity works: the term of Control ends on Friday 15.
THIRD = (
    *_acts(DECEMBER, 2026, """
    12-18 10:00 Laura  submit   1
    12-18 10:01 Marta  submit   4
    12-30 10:00 Andrés submit   3
    """),
    *_acts(DECEMBER, 2027, """
    01-04 10:00 Diana  review   1
    01-04 10:01 Diana  return   4
    01-08 10:00 Laura  submit   2
    01-09 10:00 Marta  submit   4
    01-13 10:00 Diana  review   2
    01-13 10:01 Diana  review   3
    01-14 10:00 Andrés review   4
    01-14 11:00 Marta  verify   1
    01-15 10:00 Jorge  verify   4
    01-18 10:00 Marta  verify   2
    01-18 10:01 Marta  verify   3
    01-20 10:00 Marta  publish
    """),
)
# fmt: on

YEAR = Story(
    people=PEOPLE,
    kinds={PLANNING: "planning", CONTROL: "control"},
    activities=ACTIVITIES,
    cuts=(APRIL, AUGUST, DECEMBER),
    begins_at=at(date(2026, 1, 15), 10),
    days_off=(date(2026, 5, 7),),
    days_worked=(date(2027, 1, 11),),
    acts=(*FIRST, *SECOND, *THIRD),
)
# Each hour that somebody asked for, and the end of the day; once a day while no cut is open.
HOURS = ((6, 0), (7, 0), (9, 0), (14, 0), (18, 0), (20, 30))
QUIET = ((14, 0),)
# From the day before a cut opens to the days after it was published.
SEASONS = (
    (date(2026, 4, 14), date(2026, 5, 24)),
    (date(2026, 8, 15), date(2026, 9, 24)),
    (date(2026, 12, 15), date(2027, 1, 23)),
)


def moments(
    first: date = date(2026, 1, 15), last: date = date(2027, 1, 31), *, clocks: tuple[tuple[int, int], ...] = HOURS
) -> list[datetime]:
    """When the scheduler looks, from one day to another: at these hours and minutes while a cut is open."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    busy = {on for on in days for start, end in SEASONS if start <= on <= end}
    return [at(on, *clock) for on in days for clock in (clocks if on in busy else QUIET)]

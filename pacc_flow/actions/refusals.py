"""The one family of business refusals. Each carries a sentence fit for the person; one place turns it into an answer."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818  # the family is named by what it says, not by what went wrong
    """Nothing was changed. `status` is the HTTP status that fits, should the edge be a web page.

    `about` says what was tried, for the trail: «entry:submit 7», where a step of the workflow was refused.
    """

    status = 409
    about = ""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Forbidden(Refusal):
    """The person may not do this, now or ever; the sentence says why."""

    status = 403


class NotFound(Refusal):
    """There is nothing here that the person may know of."""

    status = 404

    def __init__(self) -> None:
        super().__init__("No encontramos lo que busca, o no es de su entidad.")


class Conflict(Refusal):
    """Somebody moved or changed the entry since the person opened it at revision `seen_rev`."""

    status = 409

    def __init__(self, entry_id: int, seen_rev: int) -> None:
        super().__init__("Alguien la cambió mientras usted la leía. Su decisión no se guardó.")
        self.entry_id = entry_id
        self.seen_rev = seen_rev


class Invalid(Refusal):
    """What was typed cannot be taken. `errors` maps the name of each field to its sentence."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)

"""What an entity may set in its calendar, and the sentence that says why not."""


class InvalidCalendarError(ValueError):
    """A setting of cuts, milestones, own days or reminders that cannot be; its text is Spanish and fit for the user."""


def whole_number(name: str, value: object, *, low: int, high: int) -> int:
    """`value` as an integer from `low` to `high`; JSON's true and 3.0 are not integers here."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidCalendarError(f"{name}: debe ser un número entero entre {low} y {high}.")
    return value

"""What the pages of a follow-up say, whichever program sets them."""

from pacc_flow.reports import Snapshot

NBSP = "\N{NO-BREAK SPACE}"


def matrix_on_paper(snapshot: Snapshot) -> list[list[str]]:
    """The eight columns of each row of the small snapshot of these tests, in words."""
    progress = [f"100{NBSP}%", f"88,24{NBSP}%", f"50{NBSP}%", f"0{NBSP}%", "No reportada"]
    due = ["29/11/2021", "30 de junio y 30 de noviembre", "permanente", "04/01/2022", "31/11/2021"]
    return [
        [
            snapshot.component_of(row).name,
            row.subcomponent,
            row.activity,
            row.goal,
            due[at],
            progress[at],
            row.narrative or f"Motivo de no estar reportada: {row.unreported_reason}",
            "\n".join(row.offices),
        ]
        for at, row in enumerate(snapshot.rows)
    ]

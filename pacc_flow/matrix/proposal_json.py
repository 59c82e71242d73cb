"""The JSON of a proposal: what the command prints, and how a proposal is kept between two requests.

Rows have exactly the published keys; the line of each row and the shifted ones travel with the metadata.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.proposal import Metadata, Proposal, Row

Json = dict[str, Any]


def to_json(proposal: Proposal) -> Json:
    metadata = _metadata_to_json(proposal.metadata)
    metadata["lines"] = [row.line for row in proposal.rows]
    metadata["shifts"] = {str(row.n): row.shift for row in proposal.rows if row.shift}
    return {
        "layout": proposal.layout,
        "metadata": metadata,
        "findings": [_finding_to_json(finding) for finding in proposal.findings],
        "rows": [_row_to_json(row) for row in proposal.rows],
    }


def from_json(stored: Mapping[str, Any]) -> Proposal:
    """The proposal that `to_json` wrote."""
    metadata = stored["metadata"]
    places = zip(stored["rows"], metadata["lines"], strict=True)
    return Proposal(
        layout=stored["layout"],
        metadata=_metadata_from_json(metadata),
        findings=tuple(_finding_from_json(finding) for finding in stored["findings"]),
        rows=tuple(_row_from_json(row, line, metadata["shifts"].get(str(row["n"]), 0)) for row, line in places),
    )


def dumps(proposal: Proposal) -> str:
    return json.dumps(to_json(proposal), ensure_ascii=False, indent=2)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _metadata_to_json(metadata: Metadata) -> Json:
    return {
        "entity": metadata.entity,
        "year": metadata.year,
        "published_on": _day(metadata.published_on),
        "follow_up_on": _day(metadata.follow_up_on),
        "title": metadata.title,
        "raw": dict(metadata.raw),
        "sheet": metadata.sheet,
        "columns": [list(column) for column in metadata.columns],
        "headers": list(metadata.headers),
    }


def _metadata_from_json(stored: Mapping[str, Any]) -> Metadata:
    published, followed = stored["published_on"], stored["follow_up_on"]
    return Metadata(
        entity=stored["entity"],
        year=stored["year"],
        published_on=date.fromisoformat(published) if published else None,
        follow_up_on=date.fromisoformat(followed) if followed else None,
        title=stored["title"],
        raw=dict(stored["raw"]),
        sheet=stored["sheet"],
        columns=tuple((heading, name) for heading, name in stored["columns"]),
        headers=tuple(stored["headers"]),
    )


def _finding_to_json(finding: Finding) -> Json:
    return {
        "code": finding.code.value,
        "field": finding.field,
        "message": finding.message,
        "confidence": finding.confidence.value,
        "alternative": finding.alternative,
    }


def _finding_from_json(stored: Mapping[str, Any]) -> Finding:
    return Finding(
        Code(stored["code"]),
        stored["field"],
        stored["message"],
        Confidence(stored["confidence"]),
        stored["alternative"],
    )


def _row_to_json(row: Row) -> Json:
    return {
        "n": row.n,
        "component": row.component,
        "subcomponent": row.subcomponent,
        "activity": row.activity,
        "goal": row.goal,
        "due_dates": [day.isoformat() for day in row.due_dates],
        "due_text": row.due_text,
        "percent": row.percent,
        "narrative": row.narrative,
        "offices": list(row.offices),
        "office_text": row.office_text,
        "cells": list(row.cells),
        "findings": [_finding_to_json(finding) for finding in row.findings],
    }


def _row_from_json(stored: Mapping[str, Any], line: int, shift: int) -> Row:
    return Row(
        n=stored["n"],
        line=line,
        component=stored["component"],
        subcomponent=stored["subcomponent"],
        activity=stored["activity"],
        goal=stored["goal"],
        due_dates=tuple(date.fromisoformat(day) for day in stored["due_dates"]),
        due_text=stored["due_text"],
        percent=stored["percent"],
        narrative=stored["narrative"],
        offices=tuple(stored["offices"]),
        office_text=stored["office_text"],
        cells=tuple(stored["cells"]),
        findings=tuple(_finding_from_json(finding) for finding in stored["findings"]),
        shift=shift,
    )

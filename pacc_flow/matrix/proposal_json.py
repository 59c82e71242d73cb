"""The JSON of a proposal: what the command prints, and how a proposal is kept between two requests.

Rows have exactly the published keys; the line and the block of each row and the shifted ones travel with the metadata.
What was stored before there were blocks and entries reads as a document of one block and none.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.proposal import Block, Column, Entry, Metadata, Proposal, Row

Json = dict[str, Any]


def to_json(proposal: Proposal) -> Json:
    metadata = _metadata_to_json(proposal.metadata)
    metadata["lines"] = [row.line for row in proposal.rows]
    metadata["block_of"] = [row.block for row in proposal.rows]
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
    rows, lines = stored["rows"], metadata["lines"]
    places = zip(rows, lines, metadata.get("block_of") or [0] * len(rows), strict=True)
    return Proposal(
        layout=stored["layout"],
        metadata=_metadata_from_json(metadata),
        findings=tuple(_finding_from_json(finding) for finding in stored["findings"]),
        rows=tuple(_row_from_json(row, line, block, metadata["shifts"].get(str(row["n"]), 0)) for row, line, block in places),
    )


def dumps(proposal: Proposal) -> str:
    return json.dumps(to_json(proposal), ensure_ascii=False, indent=2)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _from_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
        "kind": metadata.kind,
        "chosen": dict(metadata.chosen),
        "blocks": [_block_to_json(block) for block in metadata.blocks],
    }


def _block_to_json(block: Block) -> Json:
    return {
        "sheet": block.sheet,
        "title": block.title,
        "headers": list(block.headers),
        "columns": [
            {"heading": column.heading, "field": column.field, "key": column.key, "cut": _day(column.cut)}
            for column in block.columns
        ],
    }


def _block_from_json(stored: Mapping[str, Any]) -> Block:
    columns = (
        Column(column["heading"], column["field"], column["key"], _from_day(column["cut"])) for column in stored["columns"]
    )
    return Block(stored["sheet"], stored["title"], tuple(columns), tuple(stored["headers"]))


def _metadata_from_json(stored: Mapping[str, Any]) -> Metadata:
    return Metadata(
        entity=stored["entity"],
        year=stored["year"],
        published_on=_from_day(stored["published_on"]),
        follow_up_on=_from_day(stored["follow_up_on"]),
        title=stored["title"],
        raw=dict(stored["raw"]),
        sheet=stored["sheet"],
        columns=tuple((heading, name) for heading, name in stored["columns"]),
        headers=tuple(stored["headers"]),
        blocks=tuple(_block_from_json(block) for block in stored.get("blocks", ())),
        kind=stored.get("kind", ""),
        chosen=dict(stored.get("chosen", {})),
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
        "entries": [{"cut": _day(entry.cut), "percent": entry.percent, "narrative": entry.narrative} for entry in row.entries],
        "findings": [_finding_to_json(finding) for finding in row.findings],
    }


def _row_from_json(stored: Mapping[str, Any], line: int, block: int, shift: int) -> Row:
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
        entries=tuple(
            Entry(_from_day(entry["cut"]), entry["percent"], entry["narrative"]) for entry in stored.get("entries", ())
        ),
        block=block,
    )

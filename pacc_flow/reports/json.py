"""The follow-up as open data for programs, in UTF-8.

    {"$schema":  where `follow_up.schema.json`, which says all this to programs, is published
     "@context", "@type": "Dataset", "name", "datePublished", …    as in `dataset.py`: schema.org; what follows is ours
     "format":   "pacc-follow-up-document/v1",
     "sha256":   hexadecimal digest of the canonical bytes of "snapshot",
     "snapshot": {…},                          the published content, as in `snapshot.py`
     "summary":  {"note": …, "thresholds": {"low_below": 6000, "mid_below": 8000},
                  "components": [{"number": 1, "name": …, "observation": …, "programmed": 3, "fulfilled": 2,
                                  "unreported": 0, "statuses": {"fulfilled": 2, "in_progress": 1, …},
                                  "fulfilment": {"percent": 6667, "zone": "mid", "words": "Zona media (…)"},
                                  "average": {…}}, …],
                  "total": {…}},               the same members; its "number" is null
     "registration": null,                     until the log that covers the publication is signed; then:
        {"record": {"seq": 61, "prev_hash": hexadecimal, "entry_hash": hexadecimal, "body": canonical text of the record},
         "proof":  C2SP tlog-proof of that record, with its signed checkpoint,
         "key":    verifier key of whoever signed it}}

The record says `data.snapshot_sha256`, the digest of "snapshot", so whoever holds the key from elsewhere needs nothing else.

Percentages are hundredths of a percent as integers; a measure without activities has nulls. To check the digest, write
"snapshot" again with sorted keys, without spaces and without escaping non-ASCII characters, and hash its UTF-8 bytes.
"""

import json
from typing import Any

from pacc_flow.reports import canonical
from pacc_flow.reports.dataset import VOCABULARY, described, schema_address
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.summary import UNREPORTED_NOTE, Line, Measure, Summary, summarise

FORMAT = "pacc-follow-up-document/v1"


# In linked data these are no terms of schema.org.
CONTEXT = [VOCABULARY, dict.fromkeys(("$schema", "format", "registration", "sha256", "snapshot", "summary"))]


def write(edition: Edition) -> bytes:
    """Of the whole alone: a part could not be checked against what was signed."""
    snapshot, address = edition.snapshot, edition.address
    schema = schema_address(snapshot, address)
    document = {
        **({"$schema": schema} if schema else {}),
        "@context": CONTEXT,
        **described(snapshot, address),
        "format": FORMAT,
        "registration": edition.registration and edition.registration.as_object(),
        "sha256": edition.sha256,
        "snapshot": canonical.plain(snapshot),
        "summary": summary_object(summarise(snapshot)),
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def summary_object(summary: Summary) -> dict[str, Any]:
    return {
        "note": UNREPORTED_NOTE,
        "thresholds": canonical.plain(summary.thresholds),
        "components": [line_object(line, summary) for line in summary.components],
        "total": line_object(summary.total, summary),
    }


def line_object(line: Line, summary: Summary) -> dict[str, Any]:
    return {
        "number": line.number,
        "name": line.name,
        "observation": line.observation,
        "programmed": line.programmed,
        "fulfilled": line.fulfilled,
        "unreported": line.unreported,
        "statuses": {status.value: count for status, count in line.by_status.items()},
        "fulfilment": measure_object(line.fulfilment, summary),
        "average": measure_object(line.average, summary),
    }


def measure_object(measure: Measure, summary: Summary) -> dict[str, Any]:
    words = measure.zone and measure.zone.words(summary.thresholds)
    return {"percent": measure.percent, "zone": measure.zone and measure.zone.value, "words": words}

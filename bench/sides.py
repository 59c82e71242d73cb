"""Two sides of a measure over HTTP or SQL, set against each other."""

from collections.abc import Sequence
from contextlib import ExitStack
from tempfile import TemporaryDirectory

from bench.load import Window, latency_of
from bench.ratio import Ratio, Unit, figure
from tests.support.web import SECRET


def environ_of(kept: ExitStack, url: str) -> dict[str, str]:
    """The settings of an installation of its own over this database; its files live as long as `kept`."""
    folder = kept.enter_context(TemporaryDirectory(prefix="pacc-bench-"))
    return {"DATABASE_URL": url, "PACC_VAR": folder, "PACC_SECRET_KEY": SECRET, "PACC_ALLOW_OWNER": "1"}


def compared(
    name: str,
    ours: Sequence[Window],
    bare: Sequence[Window],
    *,
    unit: Unit = Unit.REQUESTS_A_SECOND,
    aim: float | None = None,
    detail: str = "",
) -> Ratio:
    """Their speeds."""
    latency = latency_of(ours)
    told = f"p50 {figure(latency['p50_ms'])} ms, p95 {figure(latency['p95_ms'])} ms"
    return Ratio(
        name,
        [window.rate for window in ours],
        [window.rate for window in bare],
        unit,
        aim,
        f"{told}; {detail}" if detail else told,
        {"latency": {"ours": latency, "bare": latency_of(bare)}},
    )


def compared_p50(name: str, ours: Sequence[Window], bare: Sequence[Window], *, aim: float | None = None) -> Ratio:
    """How long one takes, half of the times."""
    return Ratio(
        name,
        [1000 * window.percentile(0.5) for window in ours],
        [1000 * window.percentile(0.5) for window in bare],
        Unit.MILLISECONDS,
        aim,
        more={"latency": {"ours": latency_of(ours), "bare": latency_of(bare)}},
    )

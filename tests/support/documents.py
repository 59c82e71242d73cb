"""Documents of a snapshot, written as readers get them."""

from typing import Any

from pacc_flow import reports
from pacc_flow.reports import Edition, Registration, Snapshot

NOTE = """entidad.example/pacc
61
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— entidad.example/pacc Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""
REGISTERED = Registration(
    seq=60,
    body="{}",
    prev_hash="0" * 64,
    entry_hash="1a2b3c4d" * 8,
    proof=f"c2sp.org/tlog-proof@v1\nindex 60\n\n{NOTE}",
    note=NOTE,
    key="entidad.example/pacc+00000000+AAAA",
)


def render(snapshot: Snapshot, name: str, address: str = "", **about: Any) -> bytes:  # noqa: ANN401 - each of its kind
    """`about` is what else `Edition.of` takes: part, look, logo, registration."""
    return reports.render(Edition.of(snapshot, address, **about), name)

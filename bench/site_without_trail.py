"""The whole site without its trail, for measuring alone: nothing is composed, sealed or appended, and receipts are empty.

It runs on a database that `untied.untie` made for it, where rows may change without a record.
"""

import os
from collections.abc import Sequence
from unittest.mock import patch

from sqlalchemy import Connection

from config import Settings
from pacc_flow import create_app
from pacc_flow.actions.append import Seal
from pacc_flow.ledger.seal import GENESIS


def _nothing(_connection: Connection, bodies: Sequence[str]) -> list[Seal]:
    return [Seal(0, GENESIS, GENESIS) for _ in bodies]


patch.multiple("pacc_flow.actions.trail", append=_nothing, _subjects=lambda *_: {}).start()
patch("pacc_flow.actions.trail._Queued.body", lambda *_: "").start()
app = create_app(Settings.from_environ(os.environ))

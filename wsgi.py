"""What a web server loads: `gunicorn wsgi:app`."""

import os
import sys

from config import Settings
from pacc_flow import create_app
from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli.start_up import require_runtime_role

# With this code a worker tells gunicorn that there is nothing to load; with any other it would be started for ever.
NOTHING_TO_LOAD = 4

settings = Settings.from_environ(os.environ)
try:
    require_runtime_role(settings)
except Refusal as refusal:
    print(refusal.sentence, file=sys.stderr)  # noqa: T201 - whoever starts the server reads it
    sys.exit(NOTHING_TO_LOAD)
app = create_app(settings)

"""What a web server loads: `gunicorn wsgi:app`."""

import os

from config import Settings
from pacc_flow import create_app

app = create_app(Settings.from_environ(os.environ))

"""What the Procfile names: the app for gunicorn."""

from dashboard.app import create_server
from dashboard.settings import read_settings

server = create_server(read_settings())

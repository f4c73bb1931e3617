"""Bringing the records to the form that this Metron knows."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from dashboard.errors import Refused

_LOCK = 6_381_204_117  # ours alone among the advisory locks of a PostgreSQL database


def migrate(connection: Connection) -> None:
    """Run the steps that are missing, inside the caller's transaction.

    Two processes that open at once take turns: SQLite by the write lock that the transaction
    holds already, PostgreSQL by an advisory lock until its end.

    Raises:
        Refused: a later Metron has written these records; this one must not touch them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    config = _config(connection)
    steps = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == steps.get_current_head():
        return
    if present is not None and present not in {step.revision for step in steps.walk_revisions()}:
        raise Refused("records.newer", revision=present)
    command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

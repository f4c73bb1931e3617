"""What alembic runs: the steps on the connection that the opening gives, in its transaction."""

from alembic import context

from dashboard.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()

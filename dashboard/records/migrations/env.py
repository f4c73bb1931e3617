"""What alembic runs: the steps on the connection that the opening gives, in its transaction."""

from alembic import context

from dashboard.records.pay_tables import metadata  # the last module of tables: it knows all of them

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()

"""The steps that bring the records from one form to the next; alembic runs them at opening."""

"""Notes beside numbers, with everything that they ever said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "note_written",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("measure", sa.String(80), nullable=False),
        sa.Column("place", sa.String(400), nullable=False),
        sa.Column("limits", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("to_day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note_written"),
    )
    op.create_index("ix_note_written_place", "note_written", ["place"])
    op.create_table(
        "note_said",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("note_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note_said"),
        sa.ForeignKeyConstraint(["note_id"], ["note_written.id"], name="fk_note_said_note_id"),
    )
    op.create_index("ix_note_said_note_id", "note_said", ["note_id"])

"""How long it takes from opening Explore to a view that somebody keeps, shares or takes along."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; nothing in it says who, or what was looked at."""
    op.create_table(
        "explored",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_explored"),
    )
    op.create_index("ix_explored_on", "explored", ["on"])

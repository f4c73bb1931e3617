"""Saved views with their versions, favourites, and where people begin and left off."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(254), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"])
    op.create_table(
        "saved_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("view_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("folder", sa.String(120), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_version"),
        sa.UniqueConstraint("view_id", "number", name="uq_saved_version_view_id"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name="fk_saved_version_view_id"),
    )
    op.create_table(
        "saved_favourite",
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("view_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person", "view_id", name="pk_saved_favourite"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name="fk_saved_favourite_view_id"),
    )
    op.create_table(
        "habit",
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("start", sa.String(40), nullable=False),
        sa.Column("last", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_habit"),
    )

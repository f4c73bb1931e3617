"""Who follows which view by e-mail, and what became of each occasion."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("view_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("timing", sa.String(10), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("measure", sa.String(80), nullable=False),
        sa.Column("sign", sa.String(10), nullable=False),
        sa.Column("bound", sa.String(40), nullable=False),
        sa.Column("base", sa.String(80), nullable=False),
        sa.Column("attached", sa.String(4), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("snoozed_until", sa.Date, nullable=True),
        sa.Column("due", sa.DateTime, nullable=True),
        sa.Column("seen", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name="fk_subscription_view_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_person", "subscription", ["person"])
    op.create_table(
        "subscription_run",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subscription_id", sa.Integer, nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("outbox_id", sa.Integer, nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription_run"),
        sa.UniqueConstraint("subscription_id", "occasion", name="uq_subscription_run_subscription_id"),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name="fk_subscription_run_subscription_id"
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_subscription_run_outbox_id"),
        sqlite_autoincrement=True,
    )

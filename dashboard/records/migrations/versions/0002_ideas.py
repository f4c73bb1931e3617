"""Ideas that were shown, what people answered, and the contacts that they made."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "idea_shown",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("territory", sa.String(200), nullable=False),
        sa.Column("shown_on", sa.Date, nullable=False),
        sa.Column("held_out", sa.Boolean, nullable=False),
        sa.Column("expected", sa.String(30), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_idea_shown"),
        sa.UniqueConstraint("rule", "account", "subject", "shown_on", name="uq_idea_shown_rule"),
    )
    op.create_index("ix_idea_shown_account", "idea_shown", ["account"])
    op.create_index("ix_idea_shown_territory", "idea_shown", ["territory"])
    op.create_table(
        "idea_answer",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("shown_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_idea_answer"),
        sa.ForeignKeyConstraint(["shown_id"], ["idea_shown.id"], name="fk_idea_answer_shown_id"),
    )
    op.create_index("ix_idea_answer_shown_id", "idea_answer", ["shown_id"])
    op.create_table(
        "contact_made",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(254), nullable=False),
        sa.Column("customer", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("shown_id", sa.Integer, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contact_made"),
        sa.ForeignKeyConstraint(["shown_id"], ["idea_shown.id"], name="fk_contact_made_shown_id"),
    )
    op.create_index("ix_contact_made_shown_id", "contact_made", ["shown_id"])

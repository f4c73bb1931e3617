"""Inquiries about lines of statements with their steps, and who has accepted which plan."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the three tables; the database itself keeps what was said from being changed."""
    op.create_table(
        "pay_inquiry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("expected", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_inquiry"),
        sa.ForeignKeyConstraint(["statement_id"], ["pay_statement.id"], name="fk_pay_inquiry_statement_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_inquiry_statement_id", "pay_inquiry", ["statement_id"])
    op.create_index("ix_pay_inquiry_payee", "pay_inquiry", ["payee"])
    op.create_table(
        "pay_inquiry_step",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("inquiry_id", sa.Integer, nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False, server_default=""),
        sa.Column("changed_on", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pay_inquiry_step"),
        sa.ForeignKeyConstraint(["inquiry_id"], ["pay_inquiry.id"], name="fk_pay_inquiry_step_inquiry_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_inquiry_step_inquiry_id", "pay_inquiry_step", ["inquiry_id"])
    op.create_table(
        "pay_acknowledgement",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_acknowledgement"),
        sa.UniqueConstraint("payee", "plan", "version", name="uq_pay_acknowledgement_payee"),
        sqlite_autoincrement=True,
    )
    rules = Path(__file__).with_name(f"0011_pay_inquiry_append_only.{op.get_bind().dialect.name}.sql")
    for statement in rules.read_text(encoding="utf-8").split("\n\n"):
        op.execute(sa.text(statement))

"""Pay runs with their steps, statements, adjustments, and the ledger that only grows."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables; the database itself keeps all but the state of a run from being changed."""
    _make_runs()
    _make_statements()
    _make_ledger()
    _make_steps()
    _make_adjustments()
    rules = Path(__file__).with_name(f"0010_pay_append_only.{op.get_bind().dialect.name}.sql")
    for statement in rules.read_text(encoding="utf-8").split("\n\n"):
        op.execute(sa.text(statement))


def _make_runs() -> None:
    op.create_table(
        "pay_run",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("frozen", sa.String(64), nullable=False),
        sa.Column("publication", sa.String(40), nullable=False),
        sa.Column("plans", sa.JSON, nullable=False),
        sa.Column("refused", sa.JSON, nullable=False),
        sa.Column("differences", sa.JSON, nullable=False),
        sa.Column("calculated_by", sa.String(254), nullable=False),
        sa.Column("calculated_at", sa.DateTime, nullable=False),
        sa.Column("approved_by", sa.String(254), nullable=False, server_default=""),
        sa.Column("approved_at", sa.DateTime, nullable=True),
        sa.Column("ledger", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_run"),
        sa.UniqueConstraint("period_first", "period_end", "version", name="uq_pay_run_period_first"),
        sqlite_autoincrement=True,
    )
    standing = sa.text("state IN ('calculated', 'reviewed', 'approved', 'locked', 'exported')")
    op.create_index(
        "ix_pay_run_standing", "pay_run", ["period_end"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip


def _make_statements() -> None:
    op.create_table(
        "pay_statement",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(80), nullable=False),
        sa.Column("plan_version", sa.Integer, nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("earned", sa.String(40), nullable=False),
        sa.Column("paid", sa.String(40), nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_statement"),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name="fk_pay_statement_run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_statement_run_id", "pay_statement", ["run_id"])
    op.create_index("ix_pay_statement_payee", "pay_statement", ["payee", "period_first"])


def _make_ledger() -> None:
    op.create_table(
        "pay_entry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("component", sa.String(80), nullable=False),
        sa.Column("for_period", sa.Date, nullable=True),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("plan_amount", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("posted_by", sa.String(254), nullable=False),
        sa.Column("posted_at", sa.DateTime, nullable=False),
        sa.Column("reverses", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pay_entry"),
        sa.UniqueConstraint("reverses", name="uq_pay_entry_reverses"),
        sa.ForeignKeyConstraint(["reverses"], ["pay_entry.id"], name="fk_pay_entry_reverses"),
        sa.ForeignKeyConstraint(["statement_id"], ["pay_statement.id"], name="fk_pay_entry_statement_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_entry_statement_id", "pay_entry", ["statement_id"])
    op.create_index("ix_pay_entry_payee", "pay_entry", ["payee", "period_first"])


def _make_steps() -> None:
    op.create_table(
        "pay_step",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_step"),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name="fk_pay_step_run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_step_run_id", "pay_step", ["run_id"])


def _make_adjustments() -> None:
    op.create_table(
        "pay_adjustment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(80), nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("rationale", sa.Text, nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_adjustment"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_adjustment_period_end", "pay_adjustment", ["period_end"])
    op.create_table(
        "pay_decision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("adjustment_id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_decision"),
        sa.UniqueConstraint("adjustment_id", "state", name="uq_pay_decision_adjustment_id"),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["pay_adjustment.id"], name="fk_pay_decision_adjustment_id"
        ),
        sqlite_autoincrement=True,
    )

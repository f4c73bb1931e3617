"""The tables of pay: runs and their statements, the ledger, the steps of runs, manual adjustments, inquiries.

But for the state of a run nothing in them is ever changed: rows are added, and the database refuses the rest.
"""

import sqlalchemy as sa

from dashboard.records.tables import Instant, metadata

__all__ = [
    "STANDING",
    "metadata",
    "pay_acknowledgement",
    "pay_adjustment",
    "pay_decision",
    "pay_entry",
    "pay_inquiry",
    "pay_inquiry_step",
    "pay_run",
    "pay_statement",
    "pay_step",
]

# States in which a run is looked at and counted; of a period at most one run is in any of them.
STANDING = ("calculated", "reviewed", "approved", "locked", "exported")
_ONE_STANDS = sa.text("state IN ('calculated', 'reviewed', 'approved', 'locked', 'exported')")

pay_run = sa.Table(
    "pay_run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
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
    sa.Column("calculated_at", Instant, nullable=False),
    sa.Column("approved_by", sa.String(254), nullable=False, server_default=""),
    sa.Column("approved_at", Instant, nullable=True),
    sa.Column("ledger", sa.Integer, nullable=False),  # the last entry that it was calculated on
    sa.UniqueConstraint("period_first", "period_end", "version"),
    sa.Index(
        "ix_pay_run_standing",
        "period_end",
        unique=True,
        sqlite_where=_ONE_STANDS,
        postgresql_where=_ONE_STANDS,
    ),
    sqlite_autoincrement=True,
)

pay_statement = sa.Table(
    "pay_statement",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("pay_run.id"), nullable=False, index=True),
    sa.Column("payee", sa.String(200), nullable=False),
    sa.Column("plan", sa.String(80), nullable=False),
    sa.Column("plan_version", sa.Integer, nullable=False),
    sa.Column("period_first", sa.Date, nullable=False),
    sa.Column("period_end", sa.Date, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("earned", sa.String(40), nullable=False),  # text, for SQLite has no exact decimals
    sa.Column("paid", sa.String(40), nullable=False),
    sa.Column("lines", sa.JSON, nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Index("ix_pay_statement_payee", "payee", "period_first"),
    sqlite_autoincrement=True,
)

# The ledger: what was approved, entry by entry. Rows are added, never changed.
pay_entry = sa.Table(
    "pay_entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("statement_id", sa.ForeignKey("pay_statement.id"), nullable=False, index=True),
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
    sa.Column("posted_at", Instant, nullable=False),
    sa.Column("reverses", sa.ForeignKey("pay_entry.id"), nullable=True, unique=True),
    sa.Index("ix_pay_entry_payee", "payee", "period_first"),
    sqlite_autoincrement=True,
)

# What was done with a run, by whom and why; control totals of an export are its details.
pay_step = sa.Table(
    "pay_step",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("pay_run.id"), nullable=False, index=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("by", sa.String(254), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

pay_adjustment = sa.Table(
    "pay_adjustment",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("payee", sa.String(200), nullable=False),
    sa.Column("plan", sa.String(80), nullable=False),
    sa.Column("period_first", sa.Date, nullable=False),
    sa.Column("period_end", sa.Date, nullable=False, index=True),
    sa.Column("amount", sa.String(40), nullable=False),
    # "" in what was asked for when everybody was paid in the reporting currency
    sa.Column("currency", sa.String(3), nullable=False, server_default=""),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("rationale", sa.Text, nullable=False),
    sa.Column("by", sa.String(254), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# What became of an adjustment: each of these at most once, the last one holds.
pay_decision = sa.Table(
    "pay_decision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("adjustment_id", sa.ForeignKey("pay_adjustment.id"), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("by", sa.String(254), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.UniqueConstraint("adjustment_id", "state"),
    sqlite_autoincrement=True,
)

# What somebody asks about a line of a statement, and what became of it: steps are added, never changed.
pay_inquiry = sa.Table(
    "pay_inquiry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("statement_id", sa.ForeignKey("pay_statement.id"), nullable=False, index=True),
    sa.Column("payee", sa.String(200), nullable=False, index=True),
    sa.Column("line", sa.Integer, nullable=False),  # its place on the statement
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("expected", sa.String(40), nullable=False),  # an amount as text; empty where none was named
    # "" in what was asked when it was not kept: that of the statement
    sa.Column("currency", sa.String(3), nullable=False, server_default=""),
    sa.Column("due_on", sa.Date, nullable=False),
    sqlite_autoincrement=True,
)

pay_inquiry_step = sa.Table(
    "pay_inquiry_step",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("inquiry_id", sa.ForeignKey("pay_inquiry.id"), nullable=False, index=True),
    sa.Column("step", sa.String(12), nullable=False),
    sa.Column("by", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False, server_default=""),
    sa.Column("changed_on", sa.Date, nullable=True),  # from when what was changed holds
    sqlite_autoincrement=True,
)

# Who has read and accepted which version of a plan.
pay_acknowledgement = sa.Table(
    "pay_acknowledgement",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("payee", sa.String(200), nullable=False),
    sa.Column("plan", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("by", sa.String(254), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("payee", "plan", "version"),
    sqlite_autoincrement=True,
)

# What a run found of everybody who is paid, beside the statements: what lies ahead, and pay by performance.
pay_outlook = sa.Table(
    "pay_outlook",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("pay_run.id"), nullable=False, index=True),
    sa.Column("payee", sa.String(200), nullable=False),
    sa.Column("plan", sa.String(80), nullable=False),
    sa.Column("plan_version", sa.Integer, nullable=False),
    sa.Column("ahead", sa.JSON, nullable=False),  # empty for who is not in the plan any more
    sa.Column("standing", sa.JSON, nullable=False),  # empty for who was not paid by it in the year
    sa.UniqueConstraint("run_id", "payee", "plan"),
    sqlite_autoincrement=True,
)

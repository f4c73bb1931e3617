"""What a run found of everybody who is paid: what lies ahead, and how pay stands by performance."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table; runs of before have nothing in it, and show no step until the next one."""
    op.create_table(
        "pay_outlook",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("payee", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(80), nullable=False),
        sa.Column("plan_version", sa.Integer, nullable=False),
        sa.Column("ahead", sa.JSON, nullable=False),
        sa.Column("standing", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_outlook"),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name="fk_pay_outlook_run_id"),
        sa.UniqueConstraint("run_id", "payee", "plan", name="uq_pay_outlook_run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_outlook_run_id", "pay_outlook", ["run_id"])

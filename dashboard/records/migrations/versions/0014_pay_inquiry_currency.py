"""The currency of the amount that an inquiry expects, for people may be paid in several."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add it; what was asked before is in the currency of the statement that it is about."""
    op.add_column("pay_inquiry", sa.Column("currency", sa.String(3), nullable=False, server_default=""))

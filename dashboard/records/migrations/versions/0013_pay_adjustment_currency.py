"""The currency of a manual adjustment, for people may be paid in several."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add it; what was asked for before is in the currency that everybody was paid in."""
    op.add_column("pay_adjustment", sa.Column("currency", sa.String(3), nullable=False, server_default=""))

"""The judgement of each idea beside it: the last of its answers that stands, and its day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ANSWER = sa.table(
    "idea_answer", sa.column("id"), sa.column("shown_id"), sa.column("answer"), sa.column("on", sa.Date)
)
_SHOWN = sa.table("idea_shown", sa.column("id"), sa.column("judged"), sa.column("judged_on", sa.Date))


def upgrade() -> None:
    """Make the columns, and fill them from the answers so far."""
    op.add_column("idea_shown", sa.Column("judged", sa.String(10), nullable=False, server_default=""))
    op.add_column("idea_shown", sa.Column("judged_on", sa.Date, nullable=True))
    op.create_index("ix_idea_shown_judged", "idea_shown", ["judged_on", "judged", "rule"])
    standing: dict[int, list[tuple[object, object]]] = {}
    connection = op.get_bind()
    for one in connection.execute(sa.select(_ANSWER).order_by(_ANSWER.c.id)):
        kept = standing.setdefault(one.shown_id, [])
        if one.answer == "undo":
            kept[-1:] = []
        else:
            kept.append((one.answer, one.on))
    judged = [
        {"number": number, "last": kept[-1][0], "day": kept[-1][1]}
        for number, kept in standing.items()
        if kept
    ]
    if judged:
        connection.execute(
            sa.update(_SHOWN)
            .where(_SHOWN.c.id == sa.bindparam("number"))
            .values(judged=sa.bindparam("last"), judged_on=sa.bindparam("day")),
            judged,
        )

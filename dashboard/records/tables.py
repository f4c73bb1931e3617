"""The tables of what people write, as SQLAlchemy sees them; `migrations/` makes them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Dialect


class Instant(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC. Stored without a zone, because SQLite has none and would drop it silently."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """Refuse a moment without its zone: it would be off by hours, unseen."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password_hash", sa.String(255), nullable=False),
    sa.Column("password_once", sa.Boolean, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("theme", sa.String(5), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("session_epoch", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

grant_by_hand = sa.Table(
    "grant_by_hand",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("territory_id", sa.String(200), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, nullable=True),
)

ended_session = sa.Table(
    "ended_session",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("until", Instant, nullable=False),
)

log = sa.Table(
    "log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("action", sa.String(50), nullable=False),
    sa.Column("subject", sa.String(254), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

idea_shown = sa.Table(
    "idea_shown",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rule", sa.String(40), nullable=False),
    sa.Column("account", sa.String(200), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("territory", sa.String(200), nullable=False),
    sa.Column("shown_on", sa.Date, nullable=False),
    sa.Column("held_out", sa.Boolean, nullable=False),
    sa.Column("expected", sa.String(30), nullable=False),  # text, for SQLite has no exact decimals
    sa.Column("at", Instant, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    # The last answer that stands, so that a page need not fold them all.
    sa.Column("judged", sa.String(10), nullable=False, server_default=""),
    sa.Column("judged_on", sa.Date, nullable=True),
    sa.UniqueConstraint("rule", "account", "subject", "shown_on"),
    sa.Index("ix_idea_shown_account", "account"),
    sa.Index("ix_idea_shown_territory", "territory"),
    sa.Index("ix_idea_shown_judged", "judged_on", "judged", "rule"),
)

idea_answer = sa.Table(
    "idea_answer",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shown_id", sa.ForeignKey("idea_shown.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("answer", sa.String(10), nullable=False),
    sa.Column("detail", sa.String(40), nullable=False),
)

contact_made = sa.Table(
    "contact_made",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("customer", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("shown_id", sa.ForeignKey("idea_shown.id"), nullable=True, index=True),
    sa.Column("withdrawn_at", Instant, nullable=True),
)

note_written = sa.Table(
    "note_written",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("measure", sa.String(80), nullable=False),
    sa.Column("place", sa.String(400), nullable=False, index=True),
    sa.Column("limits", sa.Text, nullable=False),
    sa.Column("from_day", sa.Date, nullable=False),
    sa.Column("to_day", sa.Date, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
)

note_said = sa.Table(
    "note_said",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("note_id", sa.ForeignKey("note_written.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(320), nullable=False, unique=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("claimed_by", sa.String(36), nullable=False),
    sa.Column("claimed_until", Instant, nullable=True),
    sa.Column("sent_at", Instant, nullable=True),
    sa.Column("failed_at", Instant, nullable=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Index("ix_outbox_waiting", "sent_at", "failed_at", "due"),
)

note_told = sa.Table(
    "note_told",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("note_id", sa.ForeignKey("note_written.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("outbox_id", sa.ForeignKey("outbox.id"), nullable=True),
    sa.UniqueConstraint("note_id", "person"),
)

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("owner", sa.String(300), nullable=False, index=True),
    sa.Column("stands_on", sa.String(300), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("territories", sa.JSON, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant, nullable=True),
    sa.Column("revoked_at", Instant, nullable=True),
)

saved_view = sa.Table(
    "saved_view",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("owner", sa.String(254), nullable=False, index=True),
    sa.Column("owner_name", sa.String(200), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # of the version that stands
    sqlite_autoincrement=True,  # a link never comes to name another view
)

saved_version = sa.Table(
    "saved_version",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("view_id", sa.ForeignKey("saved_view.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("person", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("title", sa.String(120), nullable=False),
    sa.Column("folder", sa.String(120), nullable=False),
    sa.Column("audience", sa.String(10), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.UniqueConstraint("view_id", "number"),
)

saved_favourite = sa.Table(
    "saved_favourite",
    metadata,
    sa.Column("person", sa.String(254), primary_key=True),
    sa.Column("view_id", sa.ForeignKey("saved_view.id"), primary_key=True),
)

habit = sa.Table(
    "habit",
    metadata,
    sa.Column("person", sa.String(254), primary_key=True),
    sa.Column("start", sa.String(40), nullable=False),
    sa.Column("last", sa.Text, nullable=False),
)

explored = sa.Table(
    "explored",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("on", sa.Date, nullable=False, index=True),
    sa.Column("how", sa.String(10), nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
)

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(254), nullable=False, index=True),
    sa.Column("view_id", sa.ForeignKey("saved_view.id"), nullable=False),
    sa.Column("title", sa.String(120), nullable=False),  # as its follower last knew it
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
    sa.Column("due", Instant, nullable=True),
    sa.Column("seen", sa.String(40), nullable=False),  # the publication that was last looked at
    sa.Column("made_at", Instant, nullable=False),
    sqlite_autoincrement=True,  # a link to stop one never comes to stop another
)

subscription_run = sa.Table(
    "subscription_run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subscription_id", sa.ForeignKey("subscription.id"), nullable=False),
    sa.Column("occasion", sa.String(40), nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("outbox_id", sa.ForeignKey("outbox.id"), nullable=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("value", sa.String(80), nullable=False),
    sa.UniqueConstraint("subscription_id", "occasion"),
    sqlite_autoincrement=True,
)

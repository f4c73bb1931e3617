"""What a leader of the demo company has kept before the pictures are taken: views, and what is followed."""

import datetime as dt
from pathlib import Path

from dashboard.records import subscriptions, views
from dashboard.records.store import Records
from dashboard.records.subscriptions import Terms
from dashboard.records.views import Content
from tests.browser.served import LEADER

NAME = "Αγγελική Μπούρα"
WEEKLY = "Εβδομαδιαία"
VIEWS = (
    Content("Πωλήσεις ανά μάρκα", WEEKLY, "team", "/explore?measure=net_sales&rows=brand"),
    Content(
        "Περιθώριο ανά κατηγορία", WEEKLY, "mine", "/explore?measure=gross_margin_rate&rows=category&as=bars"
    ),
    Content("Δέκα πρώτοι πελάτες", "", "all", "/explore?measure=net_sales&rows=customer&top=top+10+customer"),
    Content("Πωλήσεις ανά μήνα", "", "mine", "/explore?measure=net_sales&rows=fiscal_month&as=columns"),
    Content("Η περιοχή μου, τρίμηνο", "", "mine", "/?period=qtd"),
)
MAIL = {
    "METRON_SMTP_URL": "smtp://127.0.0.1:9",
    "METRON_MAIL_FROM": "Metron <metron@metron.example>",
    "METRON_ADDRESS": "https://metron.example",
}
_MORNING = dt.time(6, tzinfo=dt.UTC)  # eight in Athens in winter


def write(home: Path) -> None:
    """Keep the views, numbered from 1 in their order, and follow some; none is due on the same day."""
    today = dt.datetime.now(dt.UTC).date()
    monday = dt.datetime.combine(today + dt.timedelta(days=7 - today.weekday()), _MORNING)
    first = dt.datetime.combine((today.replace(day=1) + dt.timedelta(days=32)).replace(day=1), _MORNING)
    records = Records(f"sqlite:///{home / 'records.sqlite'}")
    with records.writing() as connection:
        for one in VIEWS:
            views.add(connection, LEADER, NAME, one)
        for id, terms, due in ((1, Terms("week", 1, 8), monday), (3, Terms("month", 1, 8), first)):
            subscriptions.add(connection, LEADER, id, VIEWS[id - 1].title, terms, "xlsx", due, "")
        paused = subscriptions.add(connection, LEADER, 2, VIEWS[1].title, Terms("data"), "", None, "")
        subscriptions.change(connection, paused, state="paused")
    records.close()

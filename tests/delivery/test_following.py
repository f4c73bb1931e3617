"""What one follows is changed as one likes, and a pace is told when it falls, once."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.address import EXPLORE_PATH, Address
from dashboard.pages.followed.form import changing
from dashboard.pages.followed.looked import looked, paced, total_of, watched
from dashboard.pages.followed.words import PATH
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.records import subscriptions as book
from dashboard.records import views as saved
from dashboard.records.store import Records
from dashboard.records.views import Content
from dashboard.shell.follow_acts import ACTS
from dashboard.shell.view_acts import Wish
from dashboard.text import say
from tests.delivery.conftest import Clock, Looker, Mailbox
from tests.delivery.test_views import (
    ANA,
    BY_TERRITORY,
    EVA,
    FORM,
    NIKOS,
    Workers,
    body,
    come,
    do,
    new_data,
    only,
    reasons,
    run,
    view_id,
)
from tests.parts.conftest import walk

__all__ = ["do", "view_id"]  # fixtures
LOW = {"timing": "pace", "pace": "pace_index", "attached": ""}


def measured(records: Records, value: str) -> None:
    """As if the last run had found another value than it did."""
    with records.writing() as connection:
        book.settle(connection, book.runs(connection, 1)[0].id, value=value)


def test_a_pace_that_falls_is_told_once_and_again_after_it_was_above(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    told = do(NIKOS, "follow", view_id, **LOW, share="900")
    assert told.endswith(
        "Όταν το μέγεθος «Δείκτης ρυθμού» πέσει κάτω από 900,0%, με έλεγχο σε κάθε νέα δεδομένα."
    )
    for _ in range(3):
        new_data(records)
        run(worker())
    assert len(box.messages) == 1
    assert "έπεσε κάτω από 900,0%" in body(box.messages[0], "plain")
    assert reasons(records) == ["deliver.still_below", "deliver.still_below", "sent"]
    measured(records, "9.5")
    new_data(records)
    run(worker())
    assert len(box.messages) == 2
    do(NIKOS, "follow_change", 1, **LOW, share="0.5")
    new_data(records)
    run(worker())
    assert reasons(records)[0] == "deliver.not_met"


def test_a_pace_that_nobody_was_told_of_is_told_at_the_next_data(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    do(NIKOS, "follow", view_id, **LOW, share="900")
    new_data(records)
    box.to_message = "550 no"
    run(worker())
    box.to_message = ""
    new_data(records)
    run(worker())
    assert len(box.messages) == 1


def test_a_pace_is_asked_where_a_quota_is_known_and_on_the_days_so_far(
    look: Looker, records: Records
) -> None:
    def seen(**changes: Any) -> Any:
        address = replace(BY_TERRITORY, **changes)
        with records.writing() as connection:
            id = saved.add(connection, ANA, "Ana", Content("One", "", "all", address.href))
        return looked(look(ANA, address=Address(PATH)), id)

    assert paced(seen()) == ("pace_index", "landing_attainment")
    assert paced(seen(where=('product = "p"',))) == ()
    assert "attainment" not in watched(
        seen(where=('product = "p"',), shelves=Shelves(measures=("attainment",)))
    )
    assert paced(seen(period="2025-01-01..2025-12-31")) == ("pace_index",)
    to_date, year = (total_of(seen(period=one), "pace_index") for one in ("ytd", "this_year"))
    assert to_date == year


@pytest.mark.parametrize(
    "form",
    [{"share": "0"}, {"share": "-5"}, {"share": "much"}, {"share": ""}, {"share": "90", "pace": "net_sales"},
     {"share": "90", "timing": "pace.1"}],
    ids=str,
)  # fmt: skip
def test_a_pace_that_means_nothing_follows_nothing(do: Any, view_id: int, form: Any) -> None:
    with pytest.raises(NotUnderstood):
        do(NIKOS, "follow", view_id, **(LOW | form))


def test_a_pace_that_is_known_no_more_sends_nothing_and_says_why(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    do(NIKOS, "follow", view_id, **LOW, share="900")
    with records.writing() as connection:
        there = replace(BY_TERRITORY, where=('product = "p"',)).href
        assert saved.change(connection, view_id, 1, ANA, "Ana", Content("Sales", "", "all", there))
    new_data(records)
    run(worker())
    assert (box.messages, reasons(records)) == ([], ["deliver.no_pace"])


FORMS = (
    {"timing": "week.3", "hour": "17", "attached": "csv"},
    {"timing": "month.31", "hour": "0", "attached": ""},
    {"timing": "workday", "hour": "8", "attached": "pdf"}, {"timing": "data", "attached": "xlsx"},
    {"timing": "limit", "measure": "net_sales", "sign": "above", "bound": "1000", "attached": ""},
    {"timing": "limit", "measure": "net_sales", "sign": "changed", "bound": "2.5", "attached": ""},
    {"timing": "pace", "pace": "landing_attainment", "share": "97.5", "attached": ""},
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_form_that_changes_holds_what_stands(
    do: Any, view_id: int, records: Records, look: Looker, form: dict[str, str]
) -> None:
    do(ANA, "follow", view_id, **form)
    one = only(records)
    seen = looked(look(ANA, address=Address(PATH)), view_id)
    assert seen is not None
    written = changing(seen, one)
    fields = dict(re.findall(r'<input name="(\w+)" value="([^"]*)"', written))
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', written):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    assert form.items() <= fields.items()
    do(ANA, "follow_change", 1, **fields)
    changed = only(records)
    assert (changed.terms, changed.attached) == (one.terms, one.attached)


def test_what_is_changed_comes_at_its_new_times_with_its_new_file(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    do(EVA, "follow", view_id, timing="data")
    told = do(EVA, "follow_change", 1, timing="week.3", hour="17", attached="csv")
    assert told == "Changed: Sales by territory. Every Wednesday at 17:00."
    new_data(records)
    assert run(worker()) == 0
    come(records, clock)
    assert run(worker()) == 1
    (message,) = box.messages
    assert next(message.iter_attachments()).get_content_type() == "text/csv"
    do(EVA, "follow_change", 1, timing="data", attached="")
    assert only(records).due is None
    assert run(worker()) == 0  # the data that there was is no news
    new_data(records)
    assert run(worker()) == 1
    assert reasons(records) == ["sent", "sent"]


def test_another_measure_is_not_compared_with_what_the_one_before_it_was(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    with records.writing() as connection:
        there = replace(BY_TERRITORY, shelves=Shelves(measures=("net_sales", "orders"))).href
        assert saved.change(connection, view_id, 1, ANA, "Ana", Content("Both", "", "all", there))
    form = {"timing": "limit", "sign": "changed", "bound": "10", "attached": ""}
    do(ANA, "follow", view_id, **form, measure="net_sales")
    with records.writing() as connection:
        book.change(connection, 1, base="1")
    new_data(records)
    assert run(worker()) == 1
    with records.reading() as connection:
        assert Decimal(book.last_value(connection, 1)) > 1
    do(ANA, "follow_change", 1, **form, measure="orders")
    new_data(records)
    run(worker())
    assert reasons(records)[0] == "deliver.not_met"
    assert len(box.messages) == 1


def test_what_is_paused_or_put_off_remains_so_when_it_is_changed(
    do: Any, view_id: int, records: Records
) -> None:
    do(NIKOS, "follow", view_id)
    do(NIKOS, "follow_snooze", 1)
    until = only(records).snoozed_until
    do(NIKOS, "follow_change", 1, timing="workday", hour="9")
    one = only(records)
    assert one.due is not None
    assert until is not None
    assert one.due.date() >= until
    do(NIKOS, "follow_pause", 1)
    do(NIKOS, "follow_change", 1, timing="workday", hour="10")
    assert (only(records).state, only(records).due) == ("paused", None)


def test_nobody_changes_or_sees_the_form_of_what_others_follow(
    do: Any, view_id: int, records: Records, look: Looker
) -> None:
    do(NIKOS, "follow", view_id)
    before = only(records)
    for other in (EVA, ANA, "boss@x.gr"):
        with pytest.raises(Denied):
            do(other, "follow_change", 1, timing="data")
        parts = walk(screen(look(other, address=Address(PATH, see="edit:1"))))
        words = " ".join(str(getattr(one, "svg", one)) for one in parts)
        assert say("en", "deliver.not_there") in words
        assert "follow_change" not in words
    assert only(records) == before
    with records.writing() as connection:
        content = Content("Mine now", "", "mine", BY_TERRITORY.href)
        assert saved.change(connection, view_id, 1, ANA, "Ana", content)
    with pytest.raises(Denied):  # the view is there no more for its follower
        ACTS["follow_change"](look(NIKOS, address=Address(PATH)), Wish(1, fields=FORM))
    assert only(records) == before


def test_a_view_of_its_own_shows_the_measures_of_its_shelves(look: Looker, view_id: int) -> None:
    seen = looked(look(ANA, address=Address(PATH)), view_id)
    assert seen is not None
    assert seen.address.path == EXPLORE_PATH
    assert watched(seen) == ("net_sales",)
    assert seen.outline.through == dt.date(2026, 6, 30)

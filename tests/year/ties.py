"""What must hold of a year that is over; each tie says in one sentence how much it held together."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from dashboard.answers.statement import Statement
from dashboard.exports.payroll_file import write_payroll
from dashboard.intake import manifest as manifests
from dashboard.intake.retention import sole_writer
from dashboard.pay import payroll
from dashboard.pay.plans import measurable
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.records import inquiries, pay, pay_adjustments, pay_ledger, pay_steps
from dashboard.records.pay import Kept, Run
from tests.year.lived import APPROVES, CALCULATES, FIELD, Year

Tie = Callable[[Year], str]
WHOLE = 12  # months: a shorter form need not hold every story
_NOTHING = Decimal(0)
_EARNED = ("earning", "adjustment")
# The plans of which a year is worked out apart from the product, and which of their lines that is; None: all.
BY_HAND: Mapping[str, str | None] = {"field_rep": "sales", "overlay": None, "hunter": "commission"}
# Among them are those whose territory was split with its customers, and those who shared one.
STORIES = {"R05", "R38", "R39"}


def statements(year: Year) -> Iterator[Kept]:
    """Every statement of the year, month by month."""
    with year.records.reading() as connection:
        for run in year.runs():
            yield from pay.statements(connection, run.id)


def every_month_went_to_payroll(year: Year) -> str:
    """Each month was calculated once, agreed with the second calculator, and was seen by two people."""
    runs = year.runs()
    with year.records.reading() as connection:
        assert len(pay.runs(connection)) == len(year.over)
        for run, month in zip(runs, year.over, strict=True):
            assert (run.first, run.end, run.state, run.version) == (month.first, month.end, "exported", 1)
            assert (run.refused, run.differences) == ([], []), run.name
            assert (run.calculated_by, run.approved_by) == (CALCULATES, APPROVES)
            steps = [one.state for one in pay_steps.steps(connection, [run.id])]
            assert steps == ["calculated", "reviewed", "approved", "locked", "exported"]
    assert len({run.publication for run in runs}) == len(runs)
    return f"{len(runs)} months, each on a publication of its own, by two people; both calculators agree"


def statement_payment_and_ledger_agree(year: Year) -> str:
    """Person by person and month by month: the lines of the statement, of the payroll file, of the ledger."""
    found = 0
    with year.records.reading() as connection:
        for run in year.runs():
            posted: dict[int, Decimal] = defaultdict(Decimal)
            for entry in pay_ledger.of_run(connection, run.id):
                posted[entry["statement_id"]] += Decimal(entry["amount"])
            sent = _file(year, run.first)
            for kept in pay.statements(connection, run.id):
                lines = sum((Decimal(one["amount"]) for one in kept.lines), _NOTHING)
                file = sent.pop((kept.payee, kept.plan))
                assert lines == kept.paid == file == posted.pop(kept.id, _NOTHING), (run.name, kept.payee)
                found += 1
            assert not sent, run.name
            assert not posted, run.name
    return f"{found} statements equal their line of the payroll file and their entries of the ledger"


def _file(year: Year, month: object) -> dict[tuple[str, str], Decimal]:
    """What the CSV file that payroll has says, read back: by person and plan, what is paid."""
    made = next(sent for first, sent in year.sent.items() if first == month)
    text = write_payroll(made, "csv", "en", "").decode("utf-8-sig").split("\r\n\r\n")[0]
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {(row[0], row[2]): Decimal(row[-1]) for row in rows}


def control_totals_are_those_of_the_ledger(year: Year) -> str:
    """What was handed over with each file, what is kept of it, and what a second export would say."""
    total = _NOTHING
    with year.records.reading() as connection:
        for run in year.runs():
            posted = sum((Decimal(one["amount"]) for one in pay_ledger.of_run(connection, run.id)), _NOTHING)
            steps = pay_steps.steps(connection, [run.id])
            kept = next(one.details for one in steps if one.state == "exported")
            again = payroll.exported(connection, year.home, run.id).totals
            assert kept == year.sent[run.first].totals.kept == again.kept, run.name
            assert Decimal(kept["sums"]["EUR"]) == posted, run.name
            total += posted
    return f"the control totals come to {total:,.2f} EUR, as the ledger does"


def everything_is_rebuilt(year: Year) -> str:
    """Each statement bit for bit from what its run froze, when only the last publication is left."""
    return _rebuilt(year, year.runs())


def the_first_month_is_rebuilt(year: Year) -> str:
    """The same of the month whose publication went first."""
    return _rebuilt(year, year.runs()[:1])


def _rebuilt(year: Year, runs: Sequence[Run]) -> str:
    served = manifests.current(year.home)
    for one in manifests.listed(year.home):
        if one.id != served:
            (year.home.publications / f"{one.id}.json").unlink()
    with sole_writer(year.home):  # it removes what no publication needs any more
        assert len(manifests.listed(year.home)) == 1
    found = 0
    for run in runs:
        with year.records.reading() as connection:
            mine = pay.statements(connection, run.id)
        for kept in mine:
            assert same(rebuilt(year.home, run, kept, measurable()).statement, kept), (run.name, kept.payee)
        found += len(mine)
    return f"{found} statements rebuilt bit for bit, with one publication left"


def worked_out_apart(year: Year) -> str:
    """The year of whoever has a simple one, from the last publication's sales by SQL alone."""
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for kept in statements(year):
        only = BY_HAND.get(kept.plan)
        for line in kept.lines:
            if only is None or (line["component"] == only and line["kind"] in _EARNED):
                paid[kept.plan, kept.payee] += Decimal(line["amount"])
    counted, people = Counter[str](), set[str]()
    with year.shelf() as shelf:
        season = [shelf.manifest.company.seasonal_weights[str(month)] for month in range(1, 13)]
        known = {"first": year.over[0].first, "end": year.over[-1].end, "season": season}
        for plan in sorted({plan for plan, _ in paid} & set(BY_HAND)):
            sql = Path(__file__).with_name(f"{plan}.sql").read_text(encoding="utf-8")
            asked = {name: value for name, value in known.items() if f"${name}" in sql}
            for payee, amount in shelf.run(Statement(sql, asked)):
                worth = round(Decimal(str(amount)), 2)
                assert paid[plan, str(payee)] == worth, (plan, payee, paid[plan, str(payee)], worth)
                counted[plan] += 1
                people.add(str(payee))
    assert people >= STORIES
    told = ", ".join(f"{plan} {n}" for plan, n in counted.items())
    return f"the year worked out by SQL alone is what was paid, to the cent, of people in plans: {told}"


def caps_took_what_lies_above_them(year: Year) -> str:
    """Of field reps who were there all the year: what is above 1.35 times the year's target pay, and no more.

    Pay is raised within the year, and the day before neither the raise nor who gets a territory is known: a
    cap that was reckoned without them must have been put right.
    """
    earned, cut = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for kept in statements(year):
        for line in kept.lines if kept.plan == FIELD else ():
            if line["kind"] == "cap":
                cut[kept.payee] -= Decimal(line["amount"])
            elif line["component"]:
                earned[kept.payee] += Decimal(line["amount"])
    first = year.over[0].first
    sql = Path(__file__).with_name("target_pay.sql").read_text(encoding="utf-8")
    with year.shelf() as shelf:
        targets = {
            str(payee): Decimal(str(amount)) for payee, amount in shelf.run(Statement(sql, {"first": first}))
        }
    for payee in targets.keys() & earned.keys():
        above = max(earned[payee] - round(targets[payee] * Decimal("1.35"), 2), _NOTHING)
        assert cut[payee] == above, (payee, cut[payee], above)
    capped = {payee for payee in targets if cut[payee]}
    assert capped or len(year.over) < WHOLE
    return (
        f"the caps of {len(targets)} field reps, of whom {len(capped)} came to one, took what is above them"
    )


def late_lines_are_adjustments(year: Year) -> str:
    """Whatever became known of a closed month is paid in a later one, as an adjustment of that month.

    Of the hunter's sales nothing is late, for they count when they are booked; but that a customer was new
    is known as late as the order.
    """
    found = []
    for kept in statements(year):
        late = [line for line in kept.lines if line["kind"] == "adjustment" and line["period"]]
        of = {line["period"] for line in late}
        assert all(period < kept.first.isoformat() for period in of)
        if kept.plan == "hunter":
            assert {line["component"] for line in late} <= {"first_orders"}, kept.first
        found += [(kept.payee, kept.first, period) for period in of]
    with year.shelf() as shelf:
        documents = shelf.run(
            Statement(
                "SELECT DISTINCT rep_id, date_trunc('month', order_date)::DATE,"
                " date_trunc('month', order_date + booked_days)::DATE FROM sales"
                " WHERE order_date >= $first AND line_id NOT LIKE 'RET-%'"
                " AND date_trunc('month', order_date + booked_days) > date_trunc('month', order_date)",
                {"first": year.over[0].first},
            )
        )
    by_order = {kept.payee for kept in statements(year) if kept.plan == FIELD}
    monthly = [one for one in documents if one[0] in by_order]
    assert monthly
    if any(kept.plan == "hunter" for kept in statements(year)):
        assert len(monthly) < len(documents)
    for rep, sold, booked in monthly:
        assert (rep, booked, sold.isoformat()) in found, (rep, sold, booked)
    return f"{len(found)} adjustments of closed months, by {len(documents)} late documents and what came back"


def the_shared_order_was_granted(year: Year) -> str:
    """Who asked was paid a part of the month's sales with the next one; who had all of it, so much less."""
    asked, month = year.story.shared, year.story.shared_month
    after = next(one for one in year.over if one.first > month)
    with year.records.reading() as connection:
        (inquiry,) = inquiries.of(connection, {asked})
    assert (inquiry.state, inquiry.steps[-1].changed_on) == ("upheld", month)
    changed = {
        kept.payee: sum(Decimal(one["amount"]) for one in kept.lines if one["period"] == month.isoformat())
        for kept in statements(year)
        if kept.first == after.first and kept.plan == FIELD
    }
    assert changed[asked] > 0 > changed[year.story.had]
    return (
        f"an inquiry about a shared order upheld: {changed[asked]} to {asked}, {changed[year.story.had]} to "
        f"{year.story.had}, with the month after"
    )


def what_was_left_out_was_approved(year: Year) -> str:
    """An amount by hand, asked for by one and approved by another, stands on the statement once."""
    story = year.story
    with year.records.reading() as connection:
        inquiry = inquiries.of(connection, {story.mended})[0]
        (adjusted,) = pay_adjustments.adjustments(connection, year.over[0].first, year.over[-1].end)
    assert (inquiry.state, inquiry.expected) == ("upheld", story.amount)
    assert (adjusted.state, adjusted.by, adjusted.decisions[-1].by) == ("approved", CALCULATES, APPROVES)
    assert inquiry.steps[-1].changed_on == adjusted.first > story.mended_month
    (line,) = [
        (kept.payee, kept.first, Decimal(one["amount"]))
        for kept in statements(year)
        for one in kept.lines
        if one["source"] == adjusted.name
    ]
    assert line == (story.mended, adjusted.first, story.amount)
    return f"an inquiry upheld by {story.amount} EUR by hand, asked for by one and approved by another"


def who_was_away_earned_nothing(year: Year) -> str:
    """In months wholly on leave nothing is earned by the one who is away, whose sales are another's.

    What the year is worth so far may still fall: its months are a twelfth each, and their days are not.
    """
    with year.shelf() as shelf:
        (leave,) = shelf.run(
            Statement("SELECT rep_id, from_day + 20, to_day FROM absence WHERE to_day - from_day > 20", {})
        )
        assert shelf.run(
            Statement(
                "SELECT count(*) FROM credits JOIN sales USING (line_id) WHERE credits.share = 1"
                " AND order_date >= $first",
                {"first": year.over[0].first},
            )
        ) > [(0,)]
    payee, first, end = leave
    inside = [k for k in statements(year) if k.payee == payee and first <= k.first and k.end <= end]
    outside = [k for k in statements(year) if k.payee == payee and k.end <= first]
    assert inside
    assert outside or len(year.over) < WHOLE
    assert all(kept.earned <= 0 for kept in inside)
    assert all(kept.earned > 0 for kept in outside)
    return f"{len(inside)} months of leave without pay, the sales of which are the stand-in's"


def returns_change_the_month_of_the_sale(year: Year) -> str:
    """A line that comes back on its order is taken off the month that sold it, or taken back by its age."""
    back = {"R02": "adjustment", "R06": "clawback"}
    found = Counter[str]()
    with year.shelf() as shelf:
        lines = shelf.run(
            Statement("SELECT rep_id, line_id, order_date FROM sales WHERE line_id LIKE 'RET-%'", {})
        )
        (other,) = shelf.run(
            Statement(
                "SELECT count(*) FROM sales WHERE net_amount < 0 AND line_id NOT LIKE 'RET-%'"
                " AND order_date >= $first",
                {"first": year.over[0].first},
            )
        )[0]
    for rep, line, day in lines:
        for kept in statements(year):
            if kept.payee == rep and kept.first <= day < kept.end:
                mine = [one for one in kept.lines if one["kind"] == back[rep]]
                assert any(Decimal(one["amount"]) < 0 for one in mine), (line, kept.first)
                found[back[rep]] += 1
    assert set(found) == set(back.values()) or len(year.over) < WHOLE
    assert other
    return f"{other} returns by documents of their own; by their order: {dict(found)}"


# The last one removes all publications but one.
TIES: tuple[Tie, ...] = (
    every_month_went_to_payroll, statement_payment_and_ledger_agree, control_totals_are_those_of_the_ledger,
    worked_out_apart, caps_took_what_lies_above_them, late_lines_are_adjustments,
    returns_change_the_month_of_the_sale, who_was_away_earned_nothing, the_shared_order_was_granted,
    what_was_left_out_was_approved, everything_is_rebuilt,
)  # fmt: skip
OF_A_QUARTER: tuple[Tie, ...] = (*TIES[:-1], the_first_month_is_rebuilt)

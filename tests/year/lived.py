"""The year of the demo company as it is lived: month by month, on what was known at the end of each.

Operations calculate, a second person approves, the month is locked and exported; only then does the next
one become known. Two people ask about a line of their statement, and are right.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from dashboard.access.scope import operator
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.demo import FEWEST, generate, people
from dashboard.intake.load import load
from dashboard.paths import Home
from dashboard.pay import adjustments, cycle, payroll
from dashboard.pay.adjustments import Wanted
from dashboard.pay.facts import Window
from dashboard.pay.inquiring import answer_due
from dashboard.pay.payroll import Payroll
from dashboard.pay.plans import measurable, plan_texts
from dashboard.pay.rebuilding import rebuilt
from dashboard.pay.runs import Office
from dashboard.progress import silent
from dashboard.records import inquiries as book
from dashboard.records import pay
from dashboard.records.inquiries import Kind, Step
from dashboard.records.pay import Kept, Run
from dashboard.records.store import Records
from dashboard.settings import Settings
from tests.year.known import Source

CALCULATES, APPROVES = (one.email for one in people() if one.role == "operations")
FIELD = "field_rep"
SEED = 1


@dataclass(frozen=True)
class Story:
    """Who asks about which month: `shared` for credit that another `had`, `mended` for an amount by hand."""

    shared: str
    had: str
    shared_month: dt.date
    mended: str
    mended_month: dt.date
    amount: Decimal = Decimal("84.50")


@dataclass
class Year:
    """A company's home, what it was made from, and the months that are over."""

    home: Home
    source: Source
    records: Records
    story: Story
    over: list[Window] = field(default_factory=list)
    sent: dict[dt.date, Payroll] = field(default_factory=dict)

    def settings(self, today: dt.date) -> Settings:
        """Those of one day, whatever the environment says."""
        chosen = Settings(today=today.isoformat(), memory_limit="500MB", threads=1)
        return chosen.model_copy(update={"home": self.home.path})

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """The publication that is served."""
        with closing(Warehouse(self.home, "500MB", 1)) as warehouse, warehouse.reading() as shelf:
            yield shelf

    def live(self, month: Window) -> None:
        """Publish what is known at the end of a month, and pay it."""
        self.source.know(month.first, month.end)
        settings = self.settings(month.end)
        load(self.source.mapping, settings, silent, kind="demo", people=people())
        with self.shelf() as shelf:
            office = Office(shelf, self.home, self.records, plan_texts(settings, "demo"), measurable())
            self._mend(shelf, month)
            run = office.run(operator(), month, CALCULATES)
            assert (run.refused, run.differences) == ([], []), run.name
        for step in (cycle.review, cycle.approve, cycle.lock):
            step(self.records, run.id, APPROVES)
        self.sent[month.first] = payroll.export(self.records, self.home, run.id, CALCULATES)
        self.over.append(month)
        self._ask(run, month)

    def _ask(self, run: Run, month: Window) -> None:
        """Two ask when the month has been paid; operations say that they are right, and from when."""
        story = self.story
        if month.first == story.shared_month:
            self._upheld(run, story.shared, "split", None, month.first)
        if month.first == story.mended_month:
            self._upheld(run, story.mended, "data", story.amount, month.end)

    def _upheld(
        self, run: Run, payee: str, kind: Kind, expected: Decimal | None, changed_on: dt.date
    ) -> None:
        kept = self.statement(run, payee)
        made = rebuilt(self.home, run, kept, measurable())
        line = next(at for at, one in enumerate(kept.lines) if one["kind"] == "earning")
        day = dt.datetime.combine(run.end, dt.time(9), dt.UTC)
        asked = Step("asked", f"{payee.lower()}@metron.example", payee, day, "This is not what was agreed.")
        upheld = Step("upheld", APPROVES, "Operations", day, "It is right.", changed_on=changed_on)
        due = answer_due(day.date(), made.facts.calendar)
        with self.records.writing() as connection:
            number = book.ask(connection, kept.id, payee, line, kind, expected, kept.currency, due, asked)
            book.add(connection, number, upheld)

    def _mend(self, shelf: Shelf, month: Window) -> None:
        """What was upheld of the month before is asked for by one of operations, approved by the other."""
        story = self.story
        if not self.over or self.over[-1].first != story.mended_month:
            return
        why = "A bonus of the supplier's that the contract grants was left out."
        wanted = Wanted(story.mended, FIELD, month, str(story.amount), "data", why)
        asked = adjustments.ask(self.records, shelf, [FIELD], wanted, CALCULATES)
        adjustments.decide(self.records, shelf, asked.id, "approved", APPROVES)

    def statement(self, run: Run, payee: str) -> Kept:
        """Somebody's statement of a run."""
        with self.records.reading() as connection:
            (kept,) = [one for one in pay.statements(connection, run.id) if one.payee == payee]
        return kept

    def runs(self) -> list[Run]:
        """The runs that stand, the earliest first."""
        with self.records.reading() as connection:
            return pay.standing(connection)[::-1]


@dataclass(frozen=True)
class Span:
    """Which year is lived, how much of it, and when somebody asks: the demo's stories follow its last day."""

    until: dt.date
    months: int
    story: Story


YEAR = dt.date(2026, 1, 1)
WHOLE = Span(dt.date(2026, 12, 31), 12, Story("R35", "R34", dt.date(2026, 7, 1), "R01", dt.date(2026, 9, 1)))
SHORT = Span(dt.date(2026, 6, 30), 3, Story("R35", "R34", YEAR, "R01", dt.date(2026, 2, 1)))


def months_of(chosen: Span) -> Iterator[Window]:
    """Its months, the first one first."""
    for at in range(chosen.months):
        first = YEAR.replace(month=at + 1)
        yield Window(first, (first + dt.timedelta(days=32)).replace(day=1))


@contextmanager
def opened(folder: Path, chosen: Span) -> Iterator[Year]:
    """The demo company on the first day, before anything is paid."""
    made, home = folder / "made", Home(folder / "home")
    generate(made, FEWEST, chosen.until, SEED, silent)
    home.path.mkdir()
    with closing(Records(f"sqlite:///{home.records}")) as records:
        yield Year(home, Source(made, folder / "known", YEAR), records, chosen.story)

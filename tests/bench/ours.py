"""The same questions as the product answers them: nothing kept from before, everything by its own path."""

import datetime as dt
from collections.abc import Callable

from dashboard.answers.answer import answer
from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.question import Layout, ask
from dashboard.pages import site, strip
from dashboard.pages.address import parse_address
from dashboard.pages.view import View
from tests.bench.company import Company

WIDTH = 1280


class Ours:
    """The cases of `raw.STATEMENTS`, and what has no like in plain SQL."""

    def __init__(self, company: Company, shelf: Shelf) -> None:
        self._company, self._shelf = company, shelf
        self._people = company.scopes(shelf)
        self.days = self.view("rep").period
        self.cases: dict[str, Callable[[], object]] = {
            "territory page": lambda: site.screen(self.view("rep")),
            "leadership strip": lambda: strip.strip(self.view("executive")),
            "leaderboard": lambda: self._ask(
                "net_sales", "growth", "attainment", by=("territory",), sort=("-net_sales",), limit=500
            ),
            "covered": lambda: self._ask("net_sales", by=("fiscal_month", "category")),
            "raw": lambda: self._ask("net_sales", by=("product", "channel"), where=('segment != "Μικροί"',)),
            "distinct customers": lambda: self._ask("active_customers", by=("region", "fiscal_month")),
        }

    @property
    def territory(self) -> str:
        """The rep's own."""
        [only] = self._people["rep"][1].territories or ()
        return only

    def once(self, name: str) -> Callable[[], object]:
        """One case, as a request of its own."""

        def run() -> object:
            with reading_as(Reader()):
                return self.cases[name]()

        return run

    def statements(self, name: str) -> int:
        """How many statements a case takes."""
        self._shelf.forget()
        with reading_as(Reader()) as reader:
            self.cases[name]()
            return len({id(job) for _, job in reader._taken})

    def forget(self) -> None:
        """Keep no answer of before."""
        self._shelf.forget()

    def view(self, role: str, search: str = "", path: str = "/") -> View:
        """What somebody of this role sees at an address."""
        person, scope = self._people[role]
        today: dt.date = self._company.settings.day()
        return View(person, scope, self._shelf, parse_address(path, search), "en", WIDTH, today)

    def _ask(
        self,
        *measures: str,
        by: tuple[str, ...],
        where: tuple[str, ...] = (),
        sort: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> object:
        _, scope = self._people["executive"]
        question = ask(
            self._shelf.outline, measures=measures, by=by, where=list(where),
            period=f"{self.days.start}..{self.days.end}", layout=Layout(sort=sort, limit=limit),
        )  # fmt: skip
        return answer(question, scope, self._shelf)

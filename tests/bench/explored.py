"""Explore: its page drawn and a pivot answered, with nothing kept and with every answer kept."""

from collections.abc import Callable

from dashboard.answers.readers import Reader, reading_as
from dashboard.pages import site
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.explore import result
from tests.bench.ours import Ours
from tests.bench.raw import BOTH, CUSTOMERS, OWNED, SUMS

_PIVOT = "?measure=net_sales&rows=region&rows=category&columns=fiscal_quarter&as=pivot"
# One leaderboard each of what the page opens with; a channel has as few members as a country.
_BOARDS = ("channel", "category", "segment", "owner", "customer_id", "product_id")
_BESIDE = {"category": " JOIN products USING (product_id)", "segment": " JOIN customers USING (customer_id)"}


def _select(columns: str, beside: str = "", after: str = "") -> str:
    return f"WITH {OWNED} SELECT {columns} FROM owned{_BESIDE.get(beside, '')} WHERE {BOTH} {after}"


STATEMENTS: dict[str, tuple[str, ...]] = {
    "explore page": (
        _select(f"{SUMS}, {CUSTOMERS}"),
        _select(f"month(order_date), {SUMS}, {CUSTOMERS}", after="GROUP BY ALL"),
        *(_select(f"{one}, {SUMS}", one, "GROUP BY ALL ORDER BY 2 DESC LIMIT 5") for one in _BOARDS),
        _select(f"channel, quarter(order_date) AS q, {SUMS}", after="GROUP BY CUBE (channel, q)"),
    ),
    "explore pivot": (
        _select(
            f"district, category, quarter(order_date) AS q, {SUMS}",
            "category",
            """GROUP BY GROUPING SETS (
                (district, category, q), (district, q), (q), (district, category), (district), ())""",
        ),
    ),
}


def cases(ours: Ours) -> dict[str, Callable[[], object]]:
    """The same as an executive has them: the whole page, and a pivot answered and laid out."""
    return {
        "explore page": _asked(lambda: site.screen(ours.view("executive", path=EXPLORE_PATH))),
        "explore pivot": _asked(lambda: result.given(ours.view("executive", _PIVOT, EXPLORE_PATH))),
    }


def _asked(case: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        with reading_as(Reader()):
            return case()

    return run

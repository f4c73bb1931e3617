"""The address is the state: what the user chose, in the URL, and nothing else.

Only what differs from the default stands in it, so that a link stays readable. A link opens
with the rights of whoever opens it: nothing in an address grants anything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qs, quote

from dashboard.errors import NotUnderstood
from dashboard.metrics.comparison import DEFAULT
from dashboard.metrics.kinds import Alignment
from dashboard.metrics.question import Incomplete
from dashboard.pages.shelves import Shelves, read_shelves

LONGEST = 8_000
CUSTOMER_PATH = "/customer"
EXPLORE_PATH = "/explore"
BOARD_PATH = "/board"
PAY_PATH = "/pay"
CUMULATIVE = "cumulative"
DEFAULT_PERIOD = "ytd"
DEFAULT_AGAINST = DEFAULT
DEFAULT_INCOMPLETE: Incomplete = "in"
DEFAULT_ALIGNMENT: Alignment = "today"
_OF_CUSTOMERS = re.compile(r"\s*customer\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A page and what is chosen on it, as written: words, not yet checked against any data.

    `at` is the territory node looked at ("" is the top of what the person may see), `of` the customer
    whose own page it is, or whose statement, of which `month`; `where`
    are further limits; `see` opens a sheet over the page, as "rows:net_sales",
    "why:net_sales" or "how:net_sales"; `as_of` is the publication that is asked, by its id or by a day;
    `trend` is "cumulative" where months are added up; `shelves` are those of Explore, `tiles` those of a
    board. `view` says which saved view was opened, and in which version: "12.3".
    """

    path: str = "/"
    period: str = DEFAULT_PERIOD
    incomplete: str = DEFAULT_INCOMPLETE
    against: str = DEFAULT_AGAINST
    alignment: str = DEFAULT_ALIGNMENT
    at: str = ""
    of: str = ""
    month: str = ""
    where: tuple[str, ...] = ()
    see: str = ""
    as_of: str = ""
    trend: str = ""
    shelves: Shelves = field(default_factory=Shelves)
    view: str = ""
    tiles: tuple[str, ...] = ()

    def but(self, **changes: object) -> "Address":
        """The same address with something else chosen; an open sheet closes, and a view is of its page."""
        left = {"see": ""} | ({"view": ""} if "path" in changes else {})
        return replace(self, **(left | changes))  # type: ignore[arg-type]

    @property
    def plain(self) -> "Address":
        """What a saved view keeps of it, and by what one knows whether it is still the same."""
        return replace(self, see="", view="", shelves=replace(self.shelves, asked=""))

    def of_customer(self, key: str) -> "Address":
        """The page of one customer; what else is chosen stays, but for the place and other customers."""
        others = tuple(one for one in self.where if not _OF_CUSTOMERS.match(one))
        return self.but(path=CUSTOMER_PATH, of=key, at="", where=others)

    @property
    def href(self) -> str:
        """The address as a link."""
        chosen: list[tuple[str, str]] = []
        for name, value, default in (
            ("period", self.period, DEFAULT_PERIOD),
            ("incomplete", self.incomplete, DEFAULT_INCOMPLETE),
            ("against", self.against, DEFAULT_AGAINST),
            ("alignment", self.alignment, DEFAULT_ALIGNMENT),
            ("at", self.at, ""),
            ("of", self.of if self.path in (CUSTOMER_PATH, PAY_PATH) else "", ""),
            ("month", self.month if self.path == PAY_PATH else "", ""),
            ("as_of", self.as_of, ""),
            ("trend", self.trend, ""),
            ("see", self.see, ""),
            ("view", self.view, ""),
        ):
            if value != default:
                chosen.append((name, value))
        chosen += [("where", limit) for limit in self.where]
        chosen += self.shelves.pairs if self.path == EXPLORE_PATH else []
        chosen += [("holds", one) for one in self.tiles] if self.path == BOARD_PATH else []
        text = "&".join(f"{name}={_quoted(value)}" for name, value in chosen)
        return self.path + (f"?{text}" if text else "")


@lru_cache(maxsize=4096)  # a page has hundreds of links, and nearly all of them say the same words
def _quoted(value: str) -> str:
    return quote(value, safe=":., =<>").replace(" ", "+")


def parse_address(path: str, search: str) -> Address:
    """What an address says. Unknown names are left out; wrong values are found when they are used.

    Raises:
        NotUnderstood: longer than any that the pages make; each of their links would carry it on.
    """
    if len(search) > LONGEST:
        raise NotUnderstood("ask.address_too_long", length=len(search), most=LONGEST)
    chosen: Mapping[str, Sequence[str]] = parse_qs(search.removeprefix("?"))

    def last(name: str, default: str) -> str:
        return chosen[name][-1] if name in chosen else default

    return Address(
        path=path or "/",
        period=last("period", DEFAULT_PERIOD),
        incomplete=last("incomplete", DEFAULT_INCOMPLETE),
        against=last("against", DEFAULT_AGAINST),
        alignment=last("alignment", DEFAULT_ALIGNMENT),
        at=last("at", ""),
        of=last("of", ""),
        month=last("month", ""),
        where=tuple(dict.fromkeys(chosen.get("where", ()))),
        see=last("see", ""),
        as_of=last("as_of", ""),
        trend=CUMULATIVE if last("trend", "") == CUMULATIVE else "",
        shelves=read_shelves(chosen),
        view=last("view", ""),
        tiles=tuple(chosen.get("holds", ())),
    )


def read_address(href: str) -> Address:
    """What a link of ours says."""
    path, _, search = href.partition("?")
    return parse_address(path, search)

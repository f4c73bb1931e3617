"""What may be asked of the API, and what it says: models that check a request and describe themselves.

The field names are the words of `dashboard ask`. Their descriptions are sentences of the catalogue.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.asking.assembly import LONGEST

LARGEST_BODY = 64 * 1024
MOST_ROWS = 100_000
Format = Literal["json", "csv", "arrow"]
Word = Annotated[str, Field(max_length=200)]
Sentence = Annotated[str, Field(max_length=2000)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Told):
    """A question: in words, or by its parts."""

    words: Annotated[str, Field(max_length=LONGEST)] = ""
    measures: Annotated[list[Word], Field(max_length=20)] = []
    by: Annotated[list[Word], Field(max_length=8)] = []
    across: Annotated[list[Word], Field(max_length=4)] = []
    where: Annotated[list[Sentence], Field(max_length=50)] = []
    period: Word = "all"
    incomplete: Literal["in", "out"] = "in"
    against: Word = ""
    alignment: Literal["", "today", "credited"] = ""
    shows: Annotated[list[Word], Field(max_length=20)] = []
    bounds: Annotated[list[Word], Field(max_length=20)] = []
    top: Word = ""
    sort: Annotated[list[Word], Field(max_length=20)] = []
    limit: Annotated[int, Field(ge=0, le=MOST_ROWS)] = MOST_ROWS
    offset: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    subtotals: bool = False
    format: Format | None = None


# What a sentence says itself may not be said beside it.
SAID_IN_WORDS = frozenset(
    {"measures", "by", "across", "where", "shows", "bounds", "top", "sort", "subtotals"}
)


class Sought(_Told):
    """Members that are looked for."""

    dimension: Word
    text: Word = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class Column(_Told):
    """One column of an answer."""

    key: str
    kind: Literal["dimension", "money", "quantity", "count", "ratio", "date"]
    unit: str


class Statement(_Told):
    """What was read, and by which SQL; `paths` are territories, by the names of the parameters that number
    their paths.
    """

    read: list[str]
    sql: str
    parameters: dict[str, object]
    paths: dict[str, str]


class Answered(_Told):
    """An answer; money is text with four decimals, a dimension that is summed over is null."""

    columns: list[Column]
    rows: list[list[object]]
    subtotals: list[list[object]] | None = None
    totals: list[object] | None
    row_count: int
    publication: str
    as_of: str
    statement: Statement | None
    notes: list[str]
    understood: list[str] | None = None


class Measure(_Told):
    """One measure of the catalogue, or of the company's own."""

    key: str
    name: str
    definition: str
    formula: str
    pitfall: str
    kind: str
    unit: str
    direction: str
    aggregation: str
    shows: list[str]
    needs: list[str]
    available: bool


class Measures(_Told):
    """All measures."""

    measures: list[Measure]


class Dimension(_Told):
    """One dimension."""

    key: str
    name: str
    group: str


class Dimensions(_Told):
    """All dimensions."""

    dimensions: list[Dimension]


class Member(_Told):
    """One member of a dimension."""

    key: str
    label: str


class Members(_Told):
    """Members that were looked for."""

    members: list[Member]


class SavedView(_Told):
    """A saved view."""

    id: int
    name: str
    folder: str
    owner: str
    audience: str
    page: str


class SavedViews(_Told):
    """All saved views that one may read."""

    views: list[SavedView]


def _of_digits(value: object) -> object:
    """A number as an address has it: digits, and not whatever else Python takes for one."""
    if isinstance(value, str) and not (value.isascii() and value.isdecimal() and value[:1] != "0"):
        raise ValueError(value)
    return value


class Looked(_Told):
    """A saved view that is to be answered."""

    view: Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(_of_digits)]
    format: Format | None = None


class Publication(_Told):
    """The data that is served."""

    id: str
    kind: str
    company: str
    currency: str
    first: str
    as_of: str
    made_at: str
    levels: list[str]
    tables: list[str]


class Wrong(_Told):
    """One thing that is wrong with a request."""

    at: str
    detail: str


class Offer(_Told):
    """What may have been meant, and the sentence with it."""

    label: str
    words: str


class Doubt(_Told):
    """Something that is asked back."""

    kind: str
    words: str
    start: int
    end: int
    detail: str
    offers: list[Offer]


class Problem(_Told):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None
    doubts: list[Doubt] | None = None
    understood: list[str] | None = None

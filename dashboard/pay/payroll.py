"""What payroll gets of a locked run: a line for each statement, and totals by which a file can be checked.

The totals are kept with the step: a file that is made again must have the same, and what it says equals what
the statements say and what the ledger has posted, or there is no file.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy.engine import Connection

from dashboard.access.person import fold
from dashboard.errors import Failed, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay import cycle
from dashboard.pay.freezing import read_text
from dashboard.pay.statement import Kind
from dashboard.pay.sums import by_currency
from dashboard.records import log, pay_ledger, pay_steps
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept, Run
from dashboard.records.store import Records
from dashboard.text.spreadsheets import harmless

_NONE = Decimal(0)
_EARNED = ("earning", "bonus")
# A column of amounts: a kind of line, and the component that it is of where each has its own column.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Paid:
    """One statement as payroll gets it: `amounts` add up to `paid`, in the payee's currency."""

    payee: str
    name: str
    plan: str
    currency: str
    amounts: tuple[Decimal, ...]
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals: how many people, the sum of each currency, and the SHA-256 of the lines."""

    payees: int
    sums: Mapping[str, Decimal]
    digest: str

    @property
    def kept(self) -> dict[str, Any]:
        """As plain data, money as text."""
        return {
            "payees": self.payees,
            "sums": {currency: str(amount) for currency, amount in self.sums.items()},
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class Payroll:
    """The lines of a run by person and plan, the columns of their amounts, and the totals."""

    run: Run
    columns: tuple[Key, ...]
    lines: tuple[Paid, ...]
    totals: Totals


def export(records: Records, home: Home, number: int, by: str) -> Payroll:
    """Hand a locked run to payroll; what it has got once it may get again, the same to the last sign.

    Raises:
        NotUnderstood: there is no such run.
        Refused: it is not locked.
        Failed: its frozen facts are gone, or the lines, the statements and the ledger do not agree.
    """
    by = fold(by)
    with records.writing() as connection:
        found = cycle.begin(connection, number, "export")
        made = _payroll(connection, home, found)
        pay_steps.step(connection, number, "exported", by, details=made.totals.kept)
        log.write(connection, by, "pay_exported", found.name, digest=made.totals.digest)
    return made


def exported(connection: Connection, home: Home, number: int) -> Payroll:
    """The lines of a run that payroll has, made again.

    Raises:
        NotUnderstood: there is no such run.
        Refused: it has not been exported.
        Failed: as `export`.
    """
    found = records_of_pay.run(connection, number)
    if found is None:
        raise NotUnderstood("payrun.no_run", run=number)
    if found.state != "exported":
        raise Refused("payrun.not_exported", run=found.name)
    return _payroll(connection, home, found)


def lines_text(lines: Iterable[Paid]) -> str:
    """The lines as they stand in a CSV file, and as their hash is taken of them."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for one in lines:
        words = (harmless(word) for word in (one.payee, one.name, one.plan, one.currency))
        writer.writerow([*words, *(f"{amount:f}" for amount in (*one.amounts, one.paid))])
    return file.getvalue()


def _payroll(connection: Connection, home: Home, found: Run) -> Payroll:
    kept = records_of_pay.statements(connection, found.id)
    columns = _columns(kept)
    names = {one["payee"]: one["name"] for one in read_text(home, found.frozen)["payees"]}
    lines = tuple(_paid(one, columns, names) for one in kept)
    sums = by_currency((one.currency, one.paid) for one in lines)
    digest = hashlib.sha256(lines_text(lines).encode()).hexdigest()
    made = Payroll(found, columns, lines, Totals(len({one.payee for one in lines}), sums, digest))
    _check(connection, made)
    return made


def _columns(kept: Sequence[Kept]) -> tuple[Key, ...]:
    """A column for what each component earned, then one for each other kind of line that there is."""
    present = {_key(line) for one in kept for line in one.lines}
    earned = dict.fromkeys(
        (line["kind"], line["component"])
        for one in sorted(kept, key=lambda one: (one.plan, one.id))
        for line in one.lines
        if line["kind"] in _EARNED
    )
    return (*earned, *((kind, "") for kind in get_args(Kind) if (kind, "") in present))


def _key(line: Mapping[str, Any]) -> Key:
    return (line["kind"], line["component"] if line["kind"] in _EARNED else "")


def _paid(one: Kept, columns: tuple[Key, ...], names: Mapping[str, str]) -> Paid:
    amounts: dict[Key, Decimal] = defaultdict(Decimal)
    for line in one.lines:
        amounts[_key(line)] += Decimal(line["amount"])
    shown = tuple(amounts[key] for key in columns)
    return Paid(one.payee, names.get(one.payee, one.payee), one.plan, one.currency, shown, one.paid)


def _check(connection: Connection, made: Payroll) -> None:
    """Whether lines, statements and ledger say the same, and what payroll got before."""
    posted = by_currency(
        (one["currency"], Decimal(one["amount"])) for one in pay_ledger.of_run(connection, made.run.id)
    )
    across = by_currency((one.currency, sum(one.amounts, _NONE)) for one in made.lines)
    if not made.totals.sums == posted == across:
        raise Failed("payrun.not_balanced", run=made.run.name, lines=_told(across), ledger=_told(posted))
    for one in pay_steps.steps(connection, [made.run.id]):
        if one.state == "exported" and one.details != made.totals.kept:
            raise Failed("payrun.exported_otherwise", run=made.run.name, digest=one.details["digest"])


def _told(sums: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{amount:f} {currency}" for currency, amount in sums.items()) or "0"

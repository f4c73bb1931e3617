"""A statement: SQL text and the values that travel beside it, never inside it."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.answers.paid import NOBODY, Paid, relation

_MANY = 10_000  # characters


@dataclass(frozen=True, slots=True)
class Statement:
    """What the warehouse runs. `$name` in `sql` stands for `parameters["name"]`.

    `relations` are those that give the facts: marts and rollups. `scan` says that it reads lines
    across the whole company, so that its time grows with them. `agreed` is that of the pay which it was given
    (`Paid`).
    """

    sql: str
    parameters: dict[str, object]
    relations: tuple[str, ...] = ()
    scan: bool = False
    agreed: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells this statement from every other, its values included; many of them by their digest."""
        values = repr(sorted(self.parameters.items()))
        return self.sql, values if len(values) < _MANY else hashlib.sha256(values.encode()).hexdigest()


@dataclass(frozen=True, eq=False, slots=True)
class Paths:
    """The paths of one publication, by the nodes through which they lead."""

    by_node: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, tree: Iterable[tuple[str, int]]) -> "Paths":
        """From each node with each path through it."""
        found: dict[str, list[int]] = {}
        for node, path in tree:
            found.setdefault(node, []).append(path)
        return cls(found)

    def below(self, limits: Iterable[Collection[str]]) -> list[int]:
        """Those that lead through a node of each of these limits."""
        found = [{path for node in one for path in self.by_node.get(node, ())} for one in limits]
        return sorted(set.intersection(*found)) if found else []


UNKNOWN_PATHS = Paths({})


@dataclass(slots=True)
class Values:
    """Collects the values of a statement while its text is written; equal values share a name.

    `paid` are the lines of pay that its reader may read: nobody's, where none are handed over. `paths`
    are those of the publication that is asked, where they are known.
    """

    taken: dict[str, object] = field(default_factory=dict)
    paid: Paid = NOBODY
    paths: Paths = UNKNOWN_PATHS

    def put(self, value: object, stem: str = "v") -> str:
        """The placeholder of this value."""
        for name, known in self.taken.items():
            if type(known) is type(value) and known == value:
                return f"${name}"
        name = f"{stem}{len(self.taken) + 1}"
        self.taken[name] = value
        return f"${name}"

    def pay(self, today: dt.date) -> str:
        """The relation of the lines of pay, with people where they work on this day."""
        lines = self.paid
        self.taken |= {
            "pay_people": list(lines.people),
            "pay_days": [day.isoformat() for day in lines.days],
            "pay_amounts": [str(amount) for amount in lines.amounts],
            "pay_today": today,
        }
        return f"(\n{relation()}\n)"

"""Which parts a statement needs, found while the formulas of its measures are written.

A part is one aggregation: a mart over a span of days. The formula of a measure becomes an
expression over columns of parts; asking for a column is what makes the part. A fold has a plan of
its own, whose parts are of its members. Parts and folds stand one below the other on the
statement's spine, each in columns of its own; what cannot stand there is joined to it by name.
"""

from dataclasses import dataclass, field

from dashboard.answers.door import Span
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Atom, Each

TOTAL = "_total"
SPINE = "spine"


@dataclass(slots=True)
class Part:
    """One aggregation: a mart over a span of days, with the atoms wanted of it.

    `within` limits its lines besides what limits the question. `total` says whether its total is wanted
    in every row, under the name with TOTAL behind it; `on_spine` whether its columns are the
    spine's, and not read under its own name.
    """

    name: str
    mart: str
    span: Span
    on_spine: bool
    within: tuple[Condition, ...] = ()
    atoms: list[Atom] = field(default_factory=list)
    total: bool = False

    def column(self, atom: Atom, total: bool = False) -> str:
        """Where the atom's value stands; asks for it if nobody has."""
        if atom not in self.atoms:
            self.atoms.append(atom)
        self.total = self.total or total
        column = f"a{self.atoms.index(atom) + 1}"
        if total:
            return f"{self.name}{TOTAL}.{column}"
        return f"{SPINE}.{self.name}_{column}" if self.on_spine else f"{self.name}.{column}"

    @property
    def columns(self) -> list[str]:
        """Its columns by its own names."""
        return [f"a{n}" for n in range(1, len(self.atoms) + 1)]


@dataclass(slots=True)
class Fold:
    """Members of some dimensions within each row: their parts, and what is wanted of them together."""

    name: str
    plan: "Plan"
    wanted: list[tuple[Each, Span]] = field(default_factory=list)

    def column(self, each: Each, span: Span) -> str:
        """Where the folded value stands; asks for it if nobody has."""
        if (each, span) not in self.wanted:
            self.wanted.append((each, span))
        return f"{SPINE}.{self.name}_f{self.wanted.index((each, span)) + 1}"

    @property
    def columns(self) -> list[str]:
        """Its columns by its own names."""
        return [f"f{n}" for n in range(1, len(self.wanted) + 1)]


@dataclass(slots=True)
class Plan:
    """The parts of one statement, in the order in which they were first asked for.

    `members` are the dimensions whose members the parts are for, besides the question's own: none
    in the plan of the statement, some in that of a fold. `timed` says that rows are by time, of
    which a whole quota knows the year alone.
    """

    members: tuple[str, ...] = ()
    timed: bool = False
    known: dict[tuple[str, Span, tuple[Condition, ...]], Part] = field(default_factory=dict)
    folded: dict[tuple[str, ...], Fold] = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        """All parts, without those of the folds."""
        return list(self.known.values())

    @property
    def folds(self) -> list[Fold]:
        """All folds."""
        return list(self.folded.values())

    @property
    def marts(self) -> list[str]:
        """The mart of each part, those of the folds too."""
        return [part.mart for plan in [self, *(one.plan for one in self.folds)] for part in plan.parts]

    def part(self, mart: str, span: Span, within: tuple[Condition, ...] = ()) -> Part:
        """The part of this mart and span, and of these limits."""
        name = "_".join([mart, span, *(["by", *self.members] if self.members else [])])
        if within:
            name += f"_within{len(self.known) + 1}"
        on_spine = not self.members and not (self.timed and span == "whole")
        return self.known.setdefault((mart, span, within), Part(name, mart, span, on_spine, within))

    def fold(self, members: tuple[str, ...]) -> Fold:
        """The fold over these members."""
        return self.folded.setdefault(members, Fold("each_" + "_".join(members), Plan(members)))

"""Which parts a statement needs, found while the formulas of its measures are written.

A part is one aggregation: a mart over a span of days. The formula of a measure becomes an
expression over columns of parts; asking for a column is what makes the part. A fold has a plan of
its own, whose parts are of its members. Parts and folds stand one below the other on the
statement's spine, each in columns of its own, as do the parts of a fold on the fold's; what cannot stand
there is joined to it by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.answers.door import Span
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Atom, Each

TOTAL = "_total"
SPINE = "spine"
MEMBER = "member"  # the spine of a fold


@dataclass(slots=True)
class Part:
    """One aggregation: a mart over a span of days, with the atoms wanted of it.

    `within` limits its lines besides what limits the question. `of_lines` says that no rollup has its atoms,
    as some have others of the same mart and days. `total` says whether its total is wanted
    in every row, under the name with TOTAL behind it; `spine` on which its columns stand, "" where they
    are read under its own name.
    """

    name: str
    mart: str
    span: Span
    spine: str
    within: tuple[Condition, ...] = ()
    atoms: list[Atom] = field(default_factory=list)
    of_lines: bool = False
    total: bool = False

    def column(self, atom: Atom, total: bool = False) -> str:
        """Where the atom's value stands; asks for it if nobody has."""
        if atom not in self.atoms:
            self.atoms.append(atom)
        self.total = self.total or total
        column = f"a{self.atoms.index(atom) + 1}"
        if total:
            return f"{self.name}{TOTAL}.{column}"
        return f"{self.spine}.{self.wide(column)}" if self.spine else f"{self.name}.{column}"

    def wide(self, column: str) -> str:
        """The name of one of its columns where those of others stand beside them."""
        return f"{self.name}_{column}"

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
    which a whole quota knows the year alone. `needs_lines` says of a part, and of members, whether its atoms
    can be had from lines alone: these are read apart, so that the others need not be.
    """

    needs_lines: Callable[[Part, tuple[str, ...]], bool]
    members: tuple[str, ...] = ()
    timed: bool = False
    known: dict[tuple[str, Span, tuple[Condition, ...], bool], Part] = field(default_factory=dict)
    folded: dict[tuple[str, ...], Fold] = field(default_factory=dict)
    lines: dict[tuple[Atom, Span, tuple[Condition, ...]], bool] = field(default_factory=dict)

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

    def column(
        self, atom: Atom, span: Span, within: tuple[Condition, ...] = (), *, total: bool = False
    ) -> str:
        """Where the atom's value stands in these days, and within these limits."""
        asked = (atom, span, within)
        if asked not in self.lines:
            self.lines[asked] = self.needs_lines(Part("", atom.mart, span, "", within, [atom]), self.members)
        return self.part(atom.mart, span, within, self.lines[asked]).column(atom, total)

    def part(self, mart: str, span: Span, within: tuple[Condition, ...] = (), of_lines: bool = False) -> Part:
        """The part of this mart and span, and of these limits."""
        of = ["by", *self.members] if self.members else []
        name = "_".join([mart, *(["lines"] if of_lines else []), span, *of])
        if within:
            name += f"_within{len(self.known) + 1}"
        spine = MEMBER if self.members else "" if self.timed and span == "whole" else SPINE
        made = Part(name, mart, span, spine, within, of_lines=of_lines)
        return self.known.setdefault((mart, span, within, of_lines), made)

    def fold(self, members: tuple[str, ...]) -> Fold:
        """The fold over these members."""
        return self.folded.setdefault(
            members, Fold("each_" + "_".join(members), Plan(self.needs_lines, members))
        )


def stacked(
    keys: Sequence[str],
    sources: Mapping[str, Sequence[str]],
    wide: Mapping[str, Sequence[str]],
    nothing: Sequence[str] = (),
) -> str:
    """A SELECT of each combination of keys once, with what each source holds in columns of its own.

    The sources, by name with their columns, stand one below the other, as do the `wide` ones, whose columns
    bear the names that they will have, and SELECTs of `nothing`; and rows of the same keys are made one: to
    join them by their keys costs far more.
    """
    selects = [
        f"SELECT {', '.join([*keys, *_renamed(name, columns)])} FROM {name}"
        for name, columns in sources.items()
    ]
    selects += [f"SELECT {', '.join([*keys, *columns])} FROM {name}" for name, columns in wide.items()]
    selects += nothing
    if len(selects) == 1:
        return selects[0]
    rows = "\n        UNION ALL BY NAME\n        ".join(selects)
    named = [f"{name}_{column}" for name, columns in sources.items() for column in columns]
    named += [column for columns in wide.values() for column in columns]
    select = ", ".join([*keys, *(f"any_value({one}) AS {one}" for one in named)])
    return f"SELECT {select}\n    FROM (\n        {rows}\n    )\n    GROUP BY {', '.join(keys)}"


def _renamed(name: str, columns: Sequence[str]) -> list[str]:
    return [f"{column} AS {name}_{column}" for column in columns]

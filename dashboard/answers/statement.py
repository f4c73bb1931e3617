"""A statement: SQL text and the values that travel beside it, never inside it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Statement:
    """What the warehouse runs. `$name` in `sql` stands for `parameters["name"]`.

    `relations` are those that give the facts: marts and rollups. `scan` says that it reads lines
    across the whole company, so that its time grows with them.
    """

    sql: str
    parameters: dict[str, object]
    relations: tuple[str, ...] = ()
    scan: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells this statement from every other, its values included."""
        return self.sql, repr(sorted(self.parameters.items()))


@dataclass(slots=True)
class Values:
    """Collects the values of a statement while its text is written; equal values share a name."""

    taken: dict[str, object] = field(default_factory=dict)

    def put(self, value: object, stem: str = "v") -> str:
        """The placeholder of this value."""
        for name, known in self.taken.items():
            if type(known) is type(value) and known == value:
                return f"${name}"
        name = f"{stem}{len(self.taken) + 1}"
        self.taken[name] = value
        return f"${name}"

"""A limit on one dimension: of a whole question, or of one measure within a formula."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A limit on one dimension: the line's member is (or is not) one of `members`.

    Members are keys or names as people write them; for a territory, its whole subtree counts.
    """

    dimension: str
    members: tuple[str, ...]
    exclude: bool = False

    def __str__(self) -> str:
        sign = "!=" if self.exclude else "="
        if len(self.members) == 1:
            return f"{self.dimension} {sign} {self.members[0]}"
        return f"{self.dimension} {'not in' if self.exclude else 'in'} ({', '.join(self.members)})"

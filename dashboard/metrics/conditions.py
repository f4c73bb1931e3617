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


def written(one: Condition) -> str:
    """A limit as an address says it, its members in quotes."""
    names = [_quoted(member) for member in one.members]
    if len(names) == 1:
        return f"{one.dimension} {'!=' if one.exclude else '='} {names[0]}"
    return f"{one.dimension} {'not in' if one.exclude else 'in'} ({', '.join(names)})"


def _quoted(member: str) -> str:
    """In the quotes that the member does not have; where it has both, in double ones that are doubled."""
    if '"' in member and "'" not in member:
        return f"'{member}'"
    return '"' + member.replace('"', '""') + '"'

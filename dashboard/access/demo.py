"""Demo people: they stand in the served publication, never in the records, and go when it goes."""

from collections.abc import Iterable, Mapping

from dashboard.access.person import Person, Role, fold
from dashboard.text.catalogue import Language


def demo_people(
    kind: str,
    people: Iterable[Mapping[str, str]],
    places: Mapping[str, str] | None = None,
    language: Language = "en",
) -> tuple[Person, ...]:
    """The people whom a publication of this kind lets in with one click: none, unless it is a demo.

    Each of `people` has `email`, `name` and `role`, as the manifest says them. `places` tells
    by address where they work, in words, for the sign-in page.
    """
    if kind != "demo":
        return ()
    return tuple(
        Person(
            id=f"demo:{fold(entry['email'])}",
            email=fold(entry["email"]),
            name=entry["name"],
            role=Role(entry["role"]),
            language=language,
            demo=True,
            place=(places or {}).get(fold(entry["email"]), ""),
        )
        for entry in people
    )

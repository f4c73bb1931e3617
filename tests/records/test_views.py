"""Saved views are kept with all that they were; nobody writes over what they have not seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from dashboard.records import habits, views
from dashboard.records.store import Records
from dashboard.records.views import Content, Kept

FIRST = Content("Sales", "Mondays", "mine", "/explore?measure=net_sales")


def saved(records: Records, owner: str = "ana@x.gr", content: Content = FIRST) -> int:
    with records.writing() as connection:
        return views.add(connection, owner, "Ana", content)


def changed(records: Records, id: int, seen: int, content: Content, *, gone: bool = False) -> bool:
    with records.writing() as connection:
        return views.change(connection, id, seen, "ops@x.gr", "Ops", content, gone=gone)


def read(records: Records, id: int) -> Kept:
    with records.reading() as connection:
        found = views.one(connection, id)
    assert found is not None
    return found


def test_a_view_is_what_it_was_last_and_what_it_was_before_stays(records: Records) -> None:
    id, second = saved(records), replace(FIRST, title="Πωλήσεις ✓", audience="all")
    assert changed(records, id, 1, second)
    assert (read(records, id).content, read(records, id).owner) == (second, "ana@x.gr")
    with records.reading() as connection:
        known = views.versions(connection, id)
    assert [(one.number, one.content, one.person) for one in known] == [
        (2, second, "ops@x.gr"), (1, FIRST, "ana@x.gr"),
    ]  # fmt: skip
    assert known[1].at <= known[0].at


def test_of_two_who_saw_the_same_version_one_writes(records: Records) -> None:
    id = saved(records)
    contents = [replace(FIRST, title=str(n)) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        wrote = list(pool.map(lambda one: changed(records, id, 1, one), contents))
    assert wrote.count(True) == 1
    assert read(records, id).content == contents[wrote.index(True)]
    assert read(records, id).version.number == 2
    assert not changed(records, id, 1, FIRST)
    assert not changed(records, id, 3, FIRST)


def test_what_is_shared_or_ones_own_is_reachable_until_it_is_deleted(records: Records) -> None:
    own = saved(records)
    others = [saved(records, "eva@x.gr", replace(FIRST, audience=one)) for one in ("mine", "team", "all")]  # type: ignore[arg-type]
    with records.reading() as connection:
        assert [one.id for one in views.reachable(connection, "ana@x.gr")] == [own, *others[1:]]
        assert views.deleted(connection, "ana@x.gr") == []
    assert changed(records, own, 1, FIRST, gone=True)
    with records.reading() as connection:
        assert [one.id for one in views.reachable(connection, "ana@x.gr")] == others[1:]
        assert [one.id for one in views.deleted(connection, "ana@x.gr")] == [own]
        assert views.deleted(connection, "eva@x.gr") == []
        assert views.count(connection, "ana@x.gr") == 1


def test_numbers_that_no_view_has_are_none(records: Records) -> None:
    with records.reading() as connection:
        for id in (0, -1, 7, 2**31, 10**30):
            assert views.one(connection, id) is None


def test_a_favourite_is_of_one_person_and_marked_once(records: Records) -> None:
    id = saved(records)
    with records.writing() as connection:
        for favourite in (True, True):
            views.mark(connection, "ana@x.gr", id, favourite=favourite)
        assert views.favourites(connection, "ana@x.gr") == {id}
        assert views.favourites(connection, "eva@x.gr") == frozenset()
        views.mark(connection, "ana@x.gr", id, favourite=False)
        assert views.favourites(connection, "ana@x.gr") == frozenset()


def test_a_habit_is_of_one_person_and_each_half_is_kept_alone(records: Records) -> None:
    with records.writing() as connection:
        assert habits.of(connection, "ana@x.gr") == habits.Habit()
        habits.keep(connection, "ana@x.gr", start="view:12")
        habits.keep(connection, "ana@x.gr", last="/explore?rows=brand")
        assert habits.of(connection, "ana@x.gr") == habits.Habit("view:12", "/explore?rows=brand")
        assert habits.of(connection, "ana@x.gr").address == "/view/12"
        habits.keep(connection, "ana@x.gr", start="/leadership")
        assert habits.of(connection, "ana@x.gr").address == "/leadership"
        assert habits.of(connection, "eva@x.gr").address == ""

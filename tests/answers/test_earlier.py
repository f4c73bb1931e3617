"""Earlier publications: few open at a time, nobody's shelf closed under them, closed when idle."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from dashboard.answers.warehouse_earlier import Earlier
from dashboard.errors import NotUnderstood


class Shelf:
    def __init__(self, id: str) -> None:
        self.id, self.closed, self.broken = id, False, False

    def close(self) -> None:
        assert not self.closed
        self.closed = True


class House:
    """What was opened, and how much of it is open."""

    def __init__(self, size: int = 2) -> None:
        self.now, self.made, self.most = 0.0, [], 0
        self.earlier: Earlier[Shelf] = Earlier(self.open_one, size, idle=60, clock=lambda: self.now)

    def open_one(self, id: str) -> Shelf:
        if id == "gone":
            raise NotUnderstood("load.no_publication", id=id, nearest="a")
        self.made.append(Shelf(id))
        self.most = max(self.most, len(self.open))
        return self.made[-1]

    @property
    def open(self) -> list[str]:
        return [one.id for one in self.made if not one.closed]

    def look(self, id: str) -> None:
        with self.earlier.reading(id) as shelf:
            assert shelf.id == id
            assert not shelf.closed


def test_one_that_is_open_is_not_opened_again() -> None:
    house = House()
    for id in ("a", "b", "a", "b"):
        house.look(id)
    assert [one.id for one in house.made] == ["a", "b"]


def test_the_longest_unread_makes_room() -> None:
    house = House()
    for id in ("a", "b", "a", "c"):
        house.look(id)
    assert house.open == ["a", "c"]


def test_what_is_read_stays_and_who_comes_waits() -> None:
    house, waits = House(size=1), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with house.earlier.reading("a") as shelf:
            other = pool.submit(lambda: (waits.set(), house.look("b")))
            assert waits.wait(60)
            with house.earlier.reading("a") as again:
                assert again is shelf
            assert house.open == ["a"]
        other.result(60)
    assert (house.open, house.most) == (["b"], 1)


def test_many_readers_of_many() -> None:
    house = House()

    def read(reader: int) -> None:
        for turn in range(40):
            house.look("abcd"[(reader + turn) % 4])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(read, range(6)))
    assert house.most <= 2


def test_what_nobody_reads_is_closed_after_a_while() -> None:
    house = House()
    house.look("a")
    with house.earlier.reading("b"):
        house.now = 61
        house.earlier.sweep()
        assert house.open == ["b"]
    house.now = 100
    house.earlier.sweep()
    assert house.open == ["b"]
    house.now = 122
    house.earlier.sweep()
    assert house.open == []


def test_a_broken_one_is_opened_anew() -> None:
    house = House()
    with house.earlier.reading("a") as shelf:
        shelf.broken = True
    house.look("a")
    assert len(house.made) == 2
    assert house.open == ["a"]


def test_one_that_cannot_be_opened_takes_no_room() -> None:
    house = House(size=1)
    for _ in range(3):
        with pytest.raises(NotUnderstood):
            house.look("gone")
    house.look("a")


def test_all_are_closed_in_the_end() -> None:
    house = House()
    with ExitStack() as readers:
        readers.enter_context(house.earlier.reading("a"))
        house.look("b")
        house.earlier.close()
        assert house.open == ["a"]
    house.earlier.close()
    assert house.open == []

"""Lanes: in order of arrival, what is slow by itself, what is given up stopped; by events, not clocks."""

import threading
from dataclasses import dataclass, field

import pytest

from dashboard.answers.lanes import Job, Lane, Stopped
from dashboard.answers.statement import Statement
from dashboard.errors import Failed

PATIENT = 1e9


@dataclass
class Work:
    """Jobs named in `held` run until they are let go or stopped; the others are done at once."""

    held: dict[str, threading.Event] = field(default_factory=dict)
    begun: dict[str, threading.Event] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def hold(self, *names: str) -> None:
        for name in names:
            self.held[name], self.begun[name] = threading.Event(), threading.Event()

    def __call__(self, job: Job[str]) -> str:
        name, stopped = job.statement.sql, threading.Event()
        self.order.append(name)
        if name in self.held:
            release = self.held[name]

            def interrupt() -> None:
                stopped.set()
                release.set()

            with job.running(interrupt):
                self.begun[name].set()
                assert release.wait(30)
            if stopped.is_set():
                release.clear()
                raise Stopped
        return name.upper()


def job(name: str) -> Job[str]:
    return Job(Statement(name, {}), lambda *_: None)


def put(lane: Lane[str], *names: str) -> list[Job[str]]:
    jobs = [job(name) for name in names]
    for one in jobs:
        lane.put(one)
    return jobs


def test_first_come_first_served() -> None:
    work = Work()
    work.hold("first")
    lane = Lane(1, PATIENT, work)
    jobs = put(lane, "first", *"abcdefgh")
    assert work.begun["first"].wait(30)
    work.held["first"].set()
    assert [one.done.result(30) for one in jobs] == ["FIRST", *"ABCDEFGH"]
    assert work.order == ["first", *"abcdefgh"]
    lane.close()


def test_what_is_slow_moves_and_holds_up_nobody() -> None:
    work = Work()
    work.hold("scan", "other scan")
    scans = Lane(1, PATIENT, work)
    pages = Lane(1, 0, work, after=scans)
    scan, page = put(pages, "scan", "page")
    assert work.begun["scan"].wait(30)
    work.begun["scan"].clear()
    pages.watch()
    # The page is done while the scan, begun before it, still runs elsewhere.
    assert page.done.result(30) == "PAGE"
    assert work.begun["scan"].wait(30)
    [later] = put(pages, "later")
    assert later.done.result(30) == "LATER"
    assert not scan.done.done()
    work.held["scan"].set()
    assert scan.done.result(30) == "SCAN"
    assert sorted(work.order) == ["later", "page", "scan", "scan"]
    pages.close()
    scans.close()


def test_over_its_limit_it_ends_and_frees_the_lane() -> None:
    work = Work()
    work.hold("scan")
    lane = Lane(1, 0, work)
    scan, after = put(lane, "scan", "after")
    assert work.begun["scan"].wait(30)
    lane.watch()
    with pytest.raises(Failed) as caught:
        scan.done.result(30)
    assert (caught.value.key, caught.value.values, caught.value.exit_code) == (
        "ask.too_long",
        {"seconds": "0"},
        4,
    )
    assert after.done.result(30) == "AFTER"
    lane.close()


def test_what_is_given_up_before_its_turn_is_never_begun() -> None:
    work = Work()
    work.hold("scan")
    lane = Lane(1, PATIENT, work)
    scan, given_up, after = put(lane, "scan", "given up", "after")
    assert work.begun["scan"].wait(30)
    given_up.end(Failed("ask.left"))
    work.held["scan"].set()
    assert after.done.result(30) == "AFTER"
    assert work.order == ["scan", "after"]
    assert (scan.done.result(30), type(given_up.done.exception(30))) == ("SCAN", Failed)
    lane.close()


def test_a_stop_that_was_not_heard_is_said_again() -> None:
    work = Work()
    work.hold("scan")
    lane = Lane(1, PATIENT, work)
    [scan] = put(lane, "scan")
    assert work.begun["scan"].wait(30)
    scan.ended = Failed("ask.left")  # as if it had been said just before DuckDB began
    lane.watch()
    with pytest.raises(Failed, match="left"):
        scan.done.result(30)
    lane.close()


def test_a_full_lane_says_so() -> None:
    work = Work()
    work.hold("scan")
    lane = Lane(1, PATIENT, work, room=2)
    scan, *_ = put(lane, "scan")
    assert work.begun["scan"].wait(30)
    queued = put(lane, "a", "b")
    with pytest.raises(Failed, match="too_many_wait"):
        put(lane, "c")
    work.held["scan"].set()
    assert [one.done.result(30) for one in (scan, *queued)] == ["SCAN", "A", "B"]
    lane.close()


def test_closing_ends_what_runs_and_what_waits() -> None:
    work = Work()
    work.hold("scan")
    lane = Lane(1, PATIENT, work)
    jobs = put(lane, "scan", "a", "b")
    assert work.begun["scan"].wait(30)
    lane.close()
    assert [type(one.done.exception(0)) for one in jobs] == [Failed] * 3
    assert work.order == ["scan"]


def test_a_failure_is_told_and_the_lane_goes_on() -> None:
    def fail(one: Job[str]) -> str:
        if one.statement.sql == "bad":
            raise ValueError("no")
        return one.statement.sql

    lane = Lane(1, PATIENT, fail)
    bad, good = put(lane, "bad", "good")
    with pytest.raises(ValueError, match="no"):
        bad.done.result(30)
    assert good.done.result(30) == "good"
    lane.close()


def test_what_has_left_a_lane_is_slow_in_it_no_more() -> None:
    """A watcher may look at what has just moved: marked then, it would be sent on and on."""
    pages, scans = object(), object()
    job: Job[int] = Job(Statement("", {}), lambda *_: None)
    job.enter(pages)
    job.overdue(pages)
    assert job.slow
    job.enter(scans)
    job.overdue(pages)
    assert not job.slow
    job.overdue(scans)
    assert job.slow


def test_where_nothing_is_begun_any_more_whoever_asks_and_whoever_moves_is_told() -> None:
    work = Work()
    work.hold("scan")
    scans = Lane(1, PATIENT, work)
    pages = Lane(1, 0, work, after=scans)
    [scan] = put(pages, "scan")
    assert work.begun["scan"].wait(30)
    scans.close()
    pages.watch()  # too slow for pages, and there is nothing else left
    for ended in (lambda: scan.done.result(30), lambda: put(scans, "late")):
        with pytest.raises(Failed) as told:
            ended()
        assert told.value.key == "ask.ending"
    pages.close()
    scans.close()

"""Who is offered which ideas, and what became of them: by hand, and whatever is found and answered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.idea_outcomes import Group, Outcome, outcomes
from dashboard.answers.ideas import Found, Offer, ideas_found, is_held_out, names_of, offer
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.ideas import find_ideas
from dashboard.metrics.ideas import RULES, offered
from dashboard.records.ideas import Answer, Episode, Idea
from dashboard.settings import Company
from tests.access.rosters import Nobody
from tests.answers.built import Built, built
from tests.intake.test_ideas import RHYTHM, TODAY, ago, bought, contacts, deal, firm, line

PARAMETERS = offered({"offer.held_out": 0})


def found(rule: str, account: str, expected: float, effort: int = 1, subject: str | None = None) -> Found:
    return Found(
        rule, account, account, subject, subject, None, Decimal(str(expected)) * 2,
        Decimal(str(expected)), effort, None, None, None, None, None, None, "T",
    )  # fmt: skip


def episode(
    one: Found, days: int, answer: Answer | None = None, answered: int = 0, held: bool = False
) -> Episode:
    """An idea that was shown so many days ago, and answered so many days ago."""
    made = Episode(7, one.idea, "T", ago(days), held, one.expected)
    return replace(made, answer=answer, answered_on=ago(answered)) if answer else made


def offers(some: list[Found], *episodes: Episode, useful: Any = None, **parameters: float) -> Offer:
    return offer(some, episodes, useful or {}, {**PARAMETERS, **parameters}, TODAY, "salt")


def shown(some: list[Found], *episodes: Episode, useful: Any = None, **parameters: float) -> list[str]:
    return [one.customer_id or "" for one, _ in offers(some, *episodes, useful=useful, **parameters).shown]


def test_the_best_five_are_offered_by_value_and_effort() -> None:
    some = [found("overdue_order", f"C{n}", 100 + n) for n in range(7)]
    some.append(found("under_penetrated", "hard", 300, effort=3))
    some.append(found("lapsed_customer", "half", 211, effort=2))
    assert shown(some) == ["C6", "half", "C5", "C4", "C3"]


def test_an_account_has_at_most_two_and_a_rule_one_of_it() -> None:
    some = [found(rule, "C1", 100 - at) for at, rule in enumerate(list(RULES)[:4])]
    some += [found("quiet_quote", "C2", 50 - at, subject=f"D{at}") for at in range(3)]
    kept = offers(some)
    assert [(one.rule, one.customer_id, one.subject) for one, _ in kept.shown] == [
        ("overdue_order", "C1", None), ("lapsed_customer", "C1", None), ("quiet_quote", "C2", "D0"),
    ]  # fmt: skip
    # What is written down is what was seen, and it is the same when one looks again.
    assert [one.idea for one in kept.begun] == [one.idea for one, _ in kept.shown]
    again = offers(some, *(episode(one, 0) for one, _ in kept.shown))
    assert [one for one, _ in again.shown] == [one for one, _ in kept.shown]
    assert not again.begun


@pytest.mark.parametrize(
    ("days", "answer", "answered", "there"),
    [
        (0, None, 0, "goes on"), (29, None, 0, "goes on"), (30, None, 0, "begins"),
        (40, "snooze", 13, ""), (40, "snooze", 14, "goes on"), (40, "snooze", 30, "begins"),
        (40, "reject", 29, ""), (40, "reject", 30, "begins"), (40, "done", 29, ""),
        (40, "done", 30, "begins"),        (40, "accept", 0, ""), (170, "accept", 160, ""),
    ],
)  # fmt: skip
def test_an_idea_rests_after_its_answer(days: int, answer: Answer | None, answered: int, there: str) -> None:
    idea = found("overdue_order", "C1", 100)
    kept = offers([idea], episode(idea, days, answer, answered))
    before = [one for _, one in kept.shown]
    assert (before != []) == (there != "")
    assert [one is not None for one in before] == ([there == "goes on"] if there else [])
    assert bool(kept.begun) == (there == "begins")


def test_an_answer_speaks_for_the_rule_and_account_alone() -> None:
    some = [found("overdue_order", "C1", 100), found("lost_item", "C1", 90), found("overdue_order", "C2", 80)]
    assert shown(some, episode(some[0], 1, "reject")) == ["C1", "C2"]
    # Another item of the same rule waits as well, whether the first was answered or is still open.
    other = found("lost_item", "C1", 500, subject="P9")
    for answer in (None, "reject", "accept", "snooze"):
        assert (
            shown([other], episode(found("lost_item", "C1", 1, subject="P1"), 3, cast(Any, answer), 2)) == []
        )
    assert shown([other], episode(found("lost_item", "C1", 1, subject="P1"), 31)) == ["C1"]


def test_what_people_find_useless_is_ranked_lower() -> None:
    some = [found("overdue_order", "C1", 100), found("lost_item", "C2", 90)]
    assert shown(some) == ["C1", "C2"]
    # (0 + 5) / (1 + 5) of 100 is 83.
    assert shown(some, useful={"overdue_order": (0, 1)}) == ["C2", "C1"]
    assert shown(some, useful={"overdue_order": (1, 1)}) == ["C1", "C2"]


def test_one_in_ten_is_held_out_always_the_same() -> None:
    ideas = [Idea("overdue_order", f"C{n}", "") for n in range(4000)]
    drawn = [is_held_out(one, 0.1, "salt") for one in ideas]
    assert 340 < sum(drawn) < 460
    assert drawn == [is_held_out(one, 0.1, "salt") for one in ideas]
    assert drawn != [is_held_out(one, 0.1, "pepper") for one in ideas]
    assert not any(is_held_out(one, 0, "salt") for one in ideas)
    assert all(is_held_out(one, 1, "salt") for one in ideas)
    # Whom a larger share holds back a smaller one did already.
    assert all(is_held_out(one, 0.2, "salt") for one, held in zip(ideas, drawn, strict=True) if held)


def _two(held: float, other: float) -> tuple[Found, Found]:
    """Two ideas of one rule about one customer: one that is held out, and one that is not."""
    some = [found("quiet_quote", "C1", held, subject=f"D{n}") for n in range(99)]
    first = next(one for one in some if is_held_out(one.idea, 0.1, "salt"))
    second = next(one for one in some if not is_held_out(one.idea, 0.1, "salt"))
    return first, replace(second, expected=Decimal(str(other)))


def test_what_is_held_out_is_written_down_once_and_never_shown() -> None:
    held, other = _two(100, 90)
    kept = offers([held, other], held_out=0.1)
    # Nothing else that the rule says of the account is shown in its place: it would not be measured then.
    assert (kept.shown, kept.held) == ((), (held,))
    assert [(one.idea, one.held_out) for one in kept.begun] == [(held.idea, True)]
    again = offers([held, other], episode(held, 5, held=True), held_out=0.1)
    assert (again.shown, again.held, again.begun) == ((), (held,), ())
    assert offers([held, other], episode(held, 30, held=True), held_out=0.1).begun


def test_an_idea_never_goes_on_with_what_was_held_out() -> None:
    held, other = _two(80, 90)
    kept = offers([held, other], episode(other, 5), episode(held, 4, held=True), held_out=0.1)
    assert [(one, before is not None and before.held_out) for one, before in kept.shown] == [(other, False)]
    assert not kept.begun


def test_what_stands_below_the_last_is_not_held_out_either() -> None:
    some = [found("overdue_order", f"C{n}", 100 - n) for n in range(200)]
    kept = offers(some, held_out=0.5)
    last = kept.shown[-1][0].expected
    assert len(kept.shown) == 5
    assert all(one.expected > last for one in kept.held)


RULE = st.sampled_from(["overdue_order", "quiet_quote", "lost_item"])
ACCOUNT = st.sampled_from(["C1", "C2", "C3"])
SUBJECT = st.sampled_from([None, "A", "B"])
IDEA = st.builds(found, RULE, ACCOUNT, st.integers(1, 500), st.integers(1, 3), SUBJECT)
ANSWER: st.SearchStrategy[Any] = st.sampled_from([None, "accept", "snooze", "reject", "done"])


@st.composite
def past(draw: st.DrawFn) -> Episode:
    days = draw(st.integers(0, 100))
    answered = draw(st.integers(0, days))
    made = episode(draw(IDEA), days, draw(ANSWER), answered, held=False)
    return replace(made, held_out=not made.answer and draw(st.booleans()))


@over(
    st.lists(IDEA, max_size=12, unique_by=lambda one: one.idea),
    st.lists(past(), max_size=8),
    st.integers(0, 6),
    st.sampled_from([0, 0.1, 0.5, 1]),
)
def test_whatever_was_found_and_answered(
    some: list[Found], episodes: list[Episode], most: int, share: float
) -> None:
    episodes.sort(key=lambda one: one.shown_on)
    kept = offers(some, *episodes, at_most=most, held_out=share)
    ideas = [one for one, _ in kept.shown]
    assert len(ideas) <= most
    assert max(Counter(one.customer_id for one in ideas).values(), default=0) <= 2
    pairs = [(one.rule, one.customer_id) for one in (*ideas, *kept.held)]
    assert len(pairs) == len(set(pairs))
    for one in ideas:
        assert not is_held_out(one.idea, share, "salt")
    for one in kept.held:
        assert is_held_out(one.idea, share, "salt")
    for one, before in kept.shown:
        if before is not None:
            assert (before.idea, before.held_out) == (one.idea, False)
            assert before.answer in ("", "snooze")
        latest = [
            e
            for e in episodes
            if not e.held_out and (e.idea.rule, e.idea.account) == (one.rule, one.customer_id)
        ]
        assert not latest or latest[-1].answer != "accept"
    begun = {one.idea for one in kept.begun}
    assert len(begun) == len(kept.begun)
    assert begun == {one.idea for one, before in kept.shown if before is None} | {
        one.idea for one in kept.begun if one.held_out
    }
    # Looked at again the same day: the same ideas, and nothing more to write down.
    written = [Episode(99, one.idea, one.territory, TODAY, one.held_out, one.expected) for one in kept.begun]
    again = offers(some, *episodes, *written, at_most=most, held_out=share)
    assert [one for one, _ in again.shown] == ideas
    assert not again.begun
    assert all(before is not None for _, before in again.shown)


SHOWN_ON = ago(60)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    """Sales 59 to 0 days ago are after, those of 119 to 60 days ago before; one key is of two."""
    sales = [
        line("returned", 10, -5, quantity=-1), line("first", 59, 7), line("late", 61, 9), line("on", 60, 9),
        *bought("more", 50, 100), *bought("more", 51, 5), *bought("same", 50, 100, 5),
        *bought("old", 50, 120, 5),        line("item", 5, 3, "p"), line("other", 5, 3, "q"),
        line("price", 100, 8, "p", 1, list_amount=10), line("price", 5, 9, "p", 1, list_amount=10),
        line("cheap", 100, 9, "p", 1, list_amount=10), line("cheap", 5, 8, "p", 1, list_amount=10),
        line("back", 100, 8, "p", 1, list_amount=10), line("back", 99, -4, "p", -1, list_amount=-5),
        line("back", 5, 9, "p", 1, list_amount=10),
        line("vacant", 100, 40), line("vacant", 5, 30), line("T", 5, 1000), *bought("late2", 1, *RHYTHM),
    ]  # fmt: skip
    rows = firm(
        sales,
        activities=contacts(("met", 59), ("unmet", 60), ("fewer", 100), ("fewer", 99), ("fewer", 3),
                            ("as_often", 100), ("as_often", 3)),
        opportunities=[
            deal("won", "first", 90, outcome="won", closed_on=ago(10)),
            deal("before", "first", 90, outcome="won", closed_on=ago(60)),
            deal("lost", "first", 90, outcome="lost", closed_on=ago(10)),
        ],
        customers={key: {} for key in ("met", "unmet", "fewer", "as_often")},
    )  # fmt: skip
    made = built(rows, Company(holidays=""), TODAY)
    yield made
    made.connection.close()


def judged(*ideas: tuple[str, str, str], held: bool = False, days: int = 60) -> list[Episode]:
    return [
        Episode(at, Idea(*one), "T", ago(days), held, Decimal(1))
        for at, one in enumerate(ideas, 1000 if held else 1)
    ]


def came_true(shelf: Built, rule: str, account: str, subject: str = "") -> tuple[bool, float]:
    told = outcomes(judged((rule, account, subject)), operator(), cast(Shelf, shelf), 60)[rule]
    assert told.seen.ideas == 1
    return bool(told.seen.came_true), float(told.seen.more)


@pytest.mark.parametrize(
    ("rule", "account", "subject", "true", "more"),
    [
        ("overdue_order", "first", "", True, 7), ("overdue_order", "on", "", False, -9),
        ("overdue_order", "returned", "", False, -5), ("overdue_order", "late", "", False, -9),
        ("shrinking_customer", "more", "", True, 1), ("shrinking_customer", "same", "", False, 0),
        ("shrinking_customer", "old", "", True, 50),  # 120 days before is not of the 60 before
        ("lost_item", "item", "p", True, 3), ("lost_item", "other", "p", False, 3),
        ("cross_sell_gap", "item", "P", True, 3), ("cross_sell_gap", "item", "Q", False, 3),
        ("price_erosion", "price", "p", True, 1), ("price_erosion", "cheap", "p", False, -1),
        ("discount_outlier", "back", "p", True, 5),
        ("coverage_gap", "met", "", True, 0), ("coverage_gap", "unmet", "", False, 0),
        ("over_served", "fewer", "", True, 0), ("over_served", "as_often", "", False, 0),
        ("quiet_quote", "first", "won", True, 7), ("quiet_quote", "first", "before", False, 7),
        ("slipping_deal", "first", "lost", False, 7), ("slipping_deal", "first", "", False, 7),
        ("behind_pace", "V", "", False, -10),
    ],
)  # fmt: skip
def test_an_idea_comes_true_by_what_its_rule_wants(
    rule: str, account: str, subject: str, true: bool, more: int, shelf: Built
) -> None:
    assert came_true(shelf, rule, account, subject) == (true, more)


def test_a_customer_and_a_territory_of_one_key_are_two(shelf: Built) -> None:
    assert came_true(shelf, "overdue_order", "T") == (True, 1000)
    assert came_true(shelf, "behind_pace", "T")[1] != 1000
    names = names_of(
        [Idea("overdue_order", "T", ""), Idea("behind_pace", "T", "")], operator(), cast(Shelf, shelf)
    )
    assert sorted(names.values()) == ["T", "The T"]
    # Whoever may see the territory of that key need not see the customer, nor the other way round.
    assert list(names_of(names, scope_of("V"), cast(Shelf, shelf))) == []
    assert len(names_of(names, scope_of("T"), cast(Shelf, shelf))) == 2


def scope_of(territory: str) -> Scope:
    return grant(Person("2", "b@x.gr", "B", Role.REP), Nobody(), [HandGrant(territory, ago(9))], TODAY)


def test_outcomes_are_those_of_ones_own_part(shelf: Built) -> None:
    ideas = judged(("overdue_order", "first", ""), ("overdue_order", "vacant", ""), ("lost_item", "x", "p"))
    ideas.append(replace(ideas[0], id=9, idea=Idea("forgotten_rule", "first", "")))
    mine, theirs, all_of_them = (
        outcomes(ideas, scope, cast(Shelf, shelf), 60) for scope in (scope_of("T"), scope_of("V"), operator())
    )
    assert mine["overdue_order"].seen == Group(1, 1, Decimal(7))
    assert theirs["overdue_order"].seen == Group(1, 1, Decimal(-10))
    assert all_of_them["overdue_order"].seen == all_of_them[""].seen == Group(2, 2, Decimal(-3))
    assert all_of_them.keys() == {"overdue_order", ""}
    assert outcomes([], operator(), cast(Shelf, shelf), 60) == {"": Outcome(0, 0, Group(), Group())}


def test_an_idea_that_is_too_young_is_counted_and_not_judged(shelf: Built) -> None:
    young = [replace(one, answer="accept") for one in judged(("overdue_order", "first", ""), days=59)]
    held = judged(("overdue_order", "more", ""), held=True)
    told = outcomes([*young, *held], operator(), cast(Shelf, shelf), 60)["overdue_order"]
    assert (told.shown, told.accepted, told.seen) == (1, 1, Group())
    assert told.held == Group(1, 1, Decimal(1))
    assert (told.seen.rate, told.gain, told.brought) == (None, None, None)


def test_of_fewer_than_twenty_no_difference_is_told() -> None:
    few = Outcome(40, 3, Group(40, 20, Decimal(400)), Group(19, 2, Decimal(19)))
    assert (few.telling, few.gain, few.brought) == (False, None, None)
    enough = replace(few, held=Group(20, 5, Decimal(20)))
    gain = enough.gain
    assert gain is not None
    # 50 % of 40 against 25 % of 20: a quarter, +- 1.96 x sqrt(0.25 / 40 + 0.1875 / 20).
    assert gain == pytest.approx((0.25, 0.245), abs=0.0001)
    assert enough.brought == 360


def test_only_what_is_enough_is_found_within_a_scope_and_below_a_node() -> None:
    company = Company(holidays="", ideas={"offer.minimum_share": 0})
    rows = firm([row for who in ("late", "later") for row in bought(who, 120, *RHYTHM)])
    del rows["assignments"]
    rows["alignments"][-1]["territory_id"] = "V"
    made = built(rows, company, TODAY)
    with made.connection as connection:
        find_ideas(connection, company)

        def theirs(scope: Scope, node: str | None) -> list[str | None]:
            return [one.customer_id for one in ideas_found(scope, cast(Shelf, made), node)]

        assert theirs(operator(), None) == ["late", "later"]
        assert theirs(scope_of("T"), None) == theirs(operator(), "T") == ["late"]
        assert theirs(scope_of("T"), "V") == []
        connection.execute("UPDATE mart.idea SET enough = FALSE WHERE customer_id = 'late'")
        made.forget()
        assert theirs(operator(), None) == ["later"]

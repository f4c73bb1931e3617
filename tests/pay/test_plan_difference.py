"""Two versions of a plan: each entry that differs, once, and the sentences that say so."""

import pytest

from dashboard.pay.plan import Plan
from dashboard.pay.plan_difference import Difference, difference_words, differences
from dashboard.pay.plan_words import plan_words
from dashboard.text import LANGUAGES, Language
from tests.pay.test_plan_words import changed, said
from tests.pay.written import DEMO, FILES, plan_of


def field_rep(version: int) -> Plan:
    (found,) = [
        plan for plan in map(plan_of, DEMO) if (plan.key, plan.version) == ("field_rep", version)
    ]  # fmt: skip
    return found


def test_the_entries_of_two_versions_are_compared_by_key() -> None:
    found = differences(field_rep(1), field_rep(2))
    assert Difference("returns.policy", "current", "original") in found
    assert Difference("component[margin].table.bands[1].value", "0.004", "0.006") in found
    assert Difference("component[new_customers].award.amount", "", "120") in found
    assert Difference("valid_to", "2025-12-31", "") in found
    paths = [one.path for one in found]
    assert len(paths) == len(set(paths))
    # What a file does not say of a part that is new is nothing new.
    assert "component[new_customers].pays" not in paths
    assert not [path for path in paths if "rounding" in path or "hire" in path]
    assert Difference("cap[1].times_target", "3", "1.35") in found


def test_the_other_way_round_each_entry_is_the_other_way_round() -> None:
    there, back = differences(field_rep(1), field_rep(2)), differences(field_rep(2), field_rep(1))
    assert {(one.path, one.before, one.after) for one in there} == {
        (one.path, one.after, one.before) for one in back
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_differs_from_itself(file: object) -> None:
    plan = plan_of(file)
    assert differences(plan, plan) == ()
    assert difference_words(plan, plan, "el") == ()


def test_whatever_is_said_otherwise_is_among_the_differences() -> None:
    for plan in map(plan_of, FILES):
        for which, values, made in changed(plan):
            try:
                otherwise = said(made, "en") != said(plan, "en")
            except (KeyError, ValueError):
                continue
            assert differences(plan, made) or not otherwise, (which, values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_both_plans(language: Language) -> None:
    before = {text for one in plan_words(field_rep(1), language) for text in one.sentences}
    after = {text for one in plan_words(field_rep(2), language) for text in one.sentences}
    told = [text for one in difference_words(field_rep(1), field_rep(2), language) for text in one.sentences]
    assert told
    was = {text.partition(": ")[2] for text in told if text.startswith(("Before", "Πριν"))}
    now = {text.partition(": ")[2] for text in told if text.startswith(("Now", "Τώρα"))}
    assert len(was) + len(now) <= len(told)
    assert was == before - after
    assert after - before <= now <= after

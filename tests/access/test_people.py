"""Accounts: opened, found, checked, closed."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords, people, recognition
from dashboard.access.demo import demo_people
from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.records import accounts, log
from dashboard.records.store import Records

DAY = dt.date(2026, 11, 12)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.close()


def account(records: Records, email: str = "ana@x.gr") -> accounts.Account:
    with records.reading() as connection:
        found = accounts.by_email(connection, email)
    assert found is not None
    return found


def actions(records: Records) -> list[str]:
    with records.reading() as connection:
        return [entry.action for entry in reversed(log.read(connection))]


def test_an_account_opens_with_a_password_for_one_time(records: Records) -> None:
    made = people.add(records, " Ana@X.gr", "rep", name="Άννα")
    found = recognition.verify(records, "ANA@x.gr ", made.password)
    assert found is not None
    assert (found.email, found.name, found.role, found.password_once) == ("ana@x.gr", "Άννα", "rep", True)
    assert made.password not in found.password_hash
    assert found.password_hash.startswith("$argon2id$")
    assert actions(records) == ["person_added"]


def test_made_up_passwords_differ_and_pass_their_own_judgement() -> None:
    made = {passwords.generate() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.judge(password, "ana@x.gr")


@pytest.mark.parametrize(
    "email",
    [
        "ana",
        "ana@",
        "@x.gr",
        "ana@x",
        "a na@x.gr",
        "ana@x.gr\nb@x.gr",
        "a@b@x.gr",
        "ana@x.gr\x00",
        "",
        "a" * 250 + "@x.gr",
    ],
)
def test_what_is_no_address_is_not_understood(records: Records, email: str) -> None:
    with pytest.raises(NotUnderstood, match=r"access\.not_an_address"):
        people.add(records, email, "rep")


def test_what_is_no_role_is_not_understood(records: Records) -> None:
    with pytest.raises(NotUnderstood) as caught:
        people.add(records, "ana@x.gr", "leadr")
    assert caught.value.values["nearest"] == "leader"


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "ana.ana.ana@x.gr", "x" * 201])
def test_a_plain_password_is_refused(records: Records, password: str) -> None:
    with pytest.raises(NotUnderstood, match=r"access\.password"):
        people.add(records, "Ana.ana.ana@x.gr", "rep", password=password)


def test_an_address_has_one_account_however_it_is_written(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep")
    with pytest.raises(Refused, match=r"access\.exists"):
        people.add(records, "ANA@X.GR", "executive")
    assert account(records).role == "rep"


def test_of_many_at_once_one_opens_the_account(records: Records) -> None:
    def attempt(role: str) -> str:
        try:
            people.add(records, "ana@x.gr", role)
        except Refused as refused:
            return refused.key
        return role

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, ["rep", "leader"] * 8))
    assert outcomes.count("access.exists") == 15
    assert account(records).role in outcomes
    assert actions(records) == ["person_added"]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ana@x.gr", "wrong"),
        ("ana@x.gr", ""),
        ("nobody@x.gr", "the right one"),
        ("ana@x.gr", "the right one" * 40),
    ],
)
def test_a_wrong_pair_is_nobody(records: Records, email: str, password: str) -> None:
    people.add(records, "ana@x.gr", "rep", password="the right one")
    assert recognition.verify(records, "ana@x.gr", "the right one") is not None
    assert recognition.verify(records, email, password) is None


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add(records, "ana@x.gr", "rep")
    hashes: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            hashes.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for email in ("ana@x.gr", "nobody@x.gr"):
        assert recognition.verify(records, email, "wrong") is None
    assert len(hashes) == 2
    assert hashes[0] == hashes[1]


def test_a_closed_account_is_nobody_and_its_sessions_end(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep", password="the right one")
    before = account(records).session_epoch
    people.set_active(records, "Ana@x.gr", active=False)
    assert recognition.verify(records, "ana@x.gr", "the right one") is None
    assert account(records).session_epoch > before
    with pytest.raises(Denied, match=r"access\.inactive"):
        people.find(records, "ana@x.gr")
    people.set_active(records, "ana@x.gr", active=True)
    assert recognition.verify(records, "ana@x.gr", "the right one") is not None


def test_a_reset_replaces_the_password_and_ends_sessions(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep", password="the right one")
    before = account(records)
    made = people.reset(records, "ana@x.gr")
    assert recognition.verify(records, "ana@x.gr", "the right one") is None
    assert recognition.verify(records, "ana@x.gr", made.password) is not None
    assert account(records).password_once
    assert account(records).session_epoch > before.session_epoch


def test_a_reset_of_nobody_says_who_may_be_meant(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep")
    with pytest.raises(NotUnderstood) as caught:
        people.reset(records, "anna@x.gr")
    assert caught.value.values["nearest"] == "ana@x.gr"


def test_a_hash_of_other_parameters_is_renewed_and_sessions_go_on(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add(records, "ana@x.gr", "rep", password="the right one")
    before = account(records)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert recognition.verify(records, "ana@x.gr", "wrong") is None
    assert account(records).password_hash == before.password_hash
    assert recognition.verify(records, "ana@x.gr", "the right one") is not None
    after = account(records)
    assert "t=2" in after.password_hash
    assert after.session_epoch == before.session_epoch
    assert recognition.verify(records, "ana@x.gr", "the right one") is not None


def test_one_chooses_a_password_by_knowing_the_present_one(records: Records) -> None:
    made = people.add(records, "ana@x.gr", "rep")
    id = account(records).id
    with pytest.raises(Denied):
        recognition.choose_password(records, id, "wrong", "a new long password")
    with pytest.raises(NotUnderstood, match="same"):
        recognition.choose_password(records, id, made.password, made.password)
    recognition.choose_password(records, id, made.password, "a new long password")
    assert recognition.verify(records, "ana@x.gr", made.password) is None
    assert recognition.verify(records, "ana@x.gr", "a new long password") is not None
    assert not account(records).password_once


def test_the_same_word_from_another_keyboard_is_the_same_password(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep", password="καλημ\u03ad\u03c1α σας")
    assert recognition.verify(records, "ana@x.gr", "καλημ\u03b5\u0301ρα σας") is not None


def test_what_a_hand_gives_has_days(records: Records) -> None:
    people.add(records, "ana@x.gr", "rep", given=[HandGrant("T1", DAY)])
    people.give(records, "ana@x.gr", HandGrant("T2", DAY, dt.date(2027, 1, 1)))
    ana = people.find(records, "ana@x.gr")
    assert people.by_hand(records, ana) == (HandGrant("T1", DAY), HandGrant("T2", DAY, dt.date(2027, 1, 1)))
    assert people.take(records, "ana@x.gr", HandGrant("T1", DAY + dt.timedelta(10))) == 1
    assert people.by_hand(records, ana)[0] == HandGrant("T1", DAY, DAY + dt.timedelta(10))
    assert people.take(records, "ana@x.gr", HandGrant("T1", DAY + dt.timedelta(20))) == 0


@pytest.mark.parametrize("given", [HandGrant("?", DAY), HandGrant(" ", DAY), HandGrant("T1", DAY, DAY)])
def test_what_cannot_be_given_opens_no_account_either(records: Records, given: HandGrant) -> None:
    with pytest.raises(NotUnderstood):
        people.add(records, "ana@x.gr", "rep", given=[given])
    assert people.everybody(records) == []


def test_demo_people_exist_in_a_demo_only_and_never_as_accounts(records: Records) -> None:
    entry = SimpleNamespace(email="Eleni@demo.gr", name="Ελένη", role="leader")
    assert demo_people("company", [entry]) == ()
    (eleni,) = demo_people("demo", [entry], {"Eleni@demo.gr": "Βόρεια Ελλάδα"})
    assert eleni == Person(
        "demo:eleni@demo.gr", "eleni@demo.gr", "Ελένη", Role.LEADER, demo=True, place="Βόρεια Ελλάδα"
    )
    assert people.find(records, "eleni@DEMO.gr", [eleni]) is eleni
    assert people.by_hand(records, eleni) == ()
    with pytest.raises(Denied, match=r"access\.nobody"):
        people.find(records, "eleni@demo.gr")

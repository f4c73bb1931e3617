"""Publications are switched while people use the app; and demo people go with the demo publication."""

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.intake import manifest as manifests
from dashboard.intake.load import load
from dashboard.intake.manifest import DemoPerson
from dashboard.intake.publication import roll_back
from dashboard.paths import Home
from dashboard.progress import silent
from dashboard.shell.gate import TOKEN_COOKIE, TOKEN_HEADER
from tests.publication.firm import Firm, quick

EMAIL = "s.mavridis@metron.example"
PEOPLE = (DemoPerson(email=EMAIL, name="Σταύρος", role="executive"),)
READERS, SWITCHES = 2, 6
ASKED = {
    "output": "screen.children",
    "outputs": {"id": "screen", "property": "children"},
    "inputs": [
        {
            "id": "asked",
            "property": "data",
            "value": {"path": "/", "search": "?period=2024-01-01..2024-12-31", "width": 1280},
        }
    ],
    "changedPropIds": ["asked.data"],
}
AMOUNTS = ("111111.25", "222222.25", "333333.25")


@dataclass(frozen=True)
class House:
    """The app over three publications of a demo company."""

    server: Flask
    home: Home
    ids: tuple[str, ...]

    def browser(self) -> FlaskClient:
        """A browser in which the demo person is signed in."""
        browser = self.server.test_client()
        page = browser.get("/sign-in").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        answer = browser.post("/sign-in/demo", data={"email": EMAIL, "csrf_token": token})
        assert (answer.status_code, answer.location) == (303, "/")
        assert browser.get("/").status_code == 200
        return browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("demo")
    firm, home, ids = Firm(folder / "firm"), Home(folder / "home"), []
    for amount in AMOUNTS:
        firm.change("2024-3", amount)
        firm.write()
        ids.append(load(firm.mapping, quick(home), silent, kind="demo", people=PEOPLE).manifest.id)
    return home, tuple(ids)


@pytest.fixture
def house(built: tuple[Home, tuple[str, ...]], home: Home) -> House:
    shutil.copytree(built[0].path, home.path, dirs_exist_ok=True)
    return House(create_app(quick(home)).server, home, built[1])


def screen(browser: FlaskClient) -> tuple[int, str]:
    cookie = browser.get_cookie(TOKEN_COOKIE)
    headers = {TOKEN_HEADER: cookie.value} if cookie else {}
    answer = browser.post("/_dash-update-component", json=ASKED, headers=headers)
    return answer.status_code, json.dumps(answer.json, ensure_ascii=False)


def test_people_see_one_publication_at_a_time_while_it_is_switched(house: House) -> None:
    done, turns = threading.Event(), [threading.Event() for _ in range(READERS)]
    browsers = [house.browser() for _ in range(READERS)]
    whole = {}
    for id in house.ids:
        roll_back(house.home, id)
        whole[screen(browsers[0])] = id
    assert sorted(whole.values()) == sorted(house.ids), "each publication shows another screen"
    assert all(status == 200 for status, _ in whole)

    def read(reader: int) -> set[str]:
        seen = set()
        while not done.is_set():
            found = screen(browsers[reader])
            if found not in whole:
                done.set()
                pytest.fail(f"{found[0]}: a screen of no one publication: {found[1][:2000]}")
            seen.add(whole[found])
            turns[reader].set()
        return seen

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        try:
            for number in range(SWITCHES):
                roll_back(house.home, house.ids[number % 3])
                for turn in turns:
                    turn.clear()
                assert all(turn.wait(60) or done.is_set() for turn in turns)
        finally:
            done.set()
        assert all(one.result() == set(house.ids) for one in readers)


def test_the_companys_own_data_ends_the_demo_people(house: House, firm: Firm) -> None:
    browser = house.browser()
    assert screen(browser)[0] == 200
    firm.load(house.home)
    assert screen(browser)[0] == 401
    assert "/sign-in" in browser.get("/").location
    page = browser.get("/sign-in")
    assert EMAIL not in page.text
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert browser.post("/sign-in/demo", data={"email": EMAIL, "csrf_token": token}).status_code == 401


@pytest.mark.parametrize("damage", ["manifest", "segment"])
def test_a_damaged_publication_is_told_of_and_the_app_lives_on(house: House, damage: str) -> None:
    browser = house.browser()
    first, second, _ = house.ids
    roll_back(house.home, second)
    before = screen(browser)
    file = house.home.publications / f"{first}.json"
    if damage == "segment":
        core = manifests.read(house.home, first).segments[-1]
        file = house.home.segments / core.file
    file.write_bytes(file.read_bytes()[:100])
    house.home.current.write_text(first)
    # Whether a demo person is one cannot be known: they are sent to sign in, and everybody can.
    assert screen(browser)[0] == 401
    assert browser.get("/sign-in").status_code == 200
    assert house.server.test_client().get("/sign-in").status_code == 200
    assert house.server.test_client().get("/health").status_code == 200
    roll_back(house.home, second)
    as_before = screen(house.browser()) == before  # pytest would take minutes to tell two screens apart
    assert as_before

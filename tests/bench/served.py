"""The server as it is deployed, and people who click: a closed loop with time to think, over HTTP."""

import gzip
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dashboard.answers.tree import visible_tree
from dashboard.paths import ROOT
from dashboard.serving import THREADS
from tests.bench.company import Company
from tests.bench.timing import summary

USERS = (1, 8, 32, 64)
THINK_S, FOR_S = 5.0, 30.0
ROLES = ("rep", "rep", "rep", "leader", "executive")  # most who look are reps
PERIODS = ("mtd", "qtd", "ytd", "last_month", "last_quarter", "last_year", "rolling_12_months")
_LINKED = re.compile(r'(?:src|href)="(/[^"]+)"')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Server:
    """gunicorn, one worker, as in the Procfile."""

    process: subprocess.Popen[bytes]
    port: int

    def resident_mb(self) -> float:
        """Memory of the worker."""
        [worker] = _children(self.process.pid)
        status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else float("nan")


@contextmanager
def serving(company: Company, port: int) -> Iterator[Server]:
    """Serve the company until the block ends."""
    command = [
        sys.executable, "-m", "gunicorn", "dashboard.wsgi:server", "--bind", f"127.0.0.1:{port}", "--workers",
        "1", "--worker-class", "gthread", "--threads", str(THREADS), "--timeout", "120",
        "--no-control-socket", "--limit-request-line", "8190",
        "--log-level", "error",
    ]  # fmt: skip
    environment = {**os.environ, "METRON_HOME": str(company.settings.place.path)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=60)


@dataclass
class Browser:
    """One signed-in person; `received` counts compressed bytes."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    received: int = 0

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def sign_in(self, email: str) -> str:
        """By one click; the first page."""
        token = _TOKEN.search(self.get("/sign-in"))
        assert token is not None
        form = urlencode({"email": email, "csrf_token": token[1]})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self._send("POST", "/sign-in/demo", form, kind)
        assert status == 303, status
        return self.get("/")

    def get(self, path: str) -> str:
        """A page or a file."""
        status, body = self._send("GET", path)
        assert status == 200, (path, status)
        return body.decode("utf-8", "replace")

    def show(self, search: str, turn: int, visit: str = "bench") -> float:
        """One interaction; its milliseconds."""
        asked = {"path": "/", "search": search, "width": 1280, "visit": visit, "turn": turn}
        body = {
            "output": "screen.children",
            "outputs": {"id": "screen", "property": "children"},
            "inputs": [{"id": "asked", "property": "data", "value": asked}],
            "changedPropIds": ["asked.data"],
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.cookies["_csrf_token"]}
        began = time.perf_counter()
        status, found = self._send("POST", "/_dash-update-component", json.dumps(body), headers)
        took = (time.perf_counter() - began) * 1000
        assert status == 200, status
        assert b"tile-value" in found or b'"state' in found
        return took

    def close(self) -> None:
        self._connection.close()

    def _send(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        told = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        self._connection.request(method, path, body, told | (headers or {}))
        answer = self._connection.getresponse()
        raw = answer.read()
        self.received += len(raw)
        for value in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(value).items()}
        return answer.status, gzip.decompress(raw) if answer.headers.get(
            "Content-Encoding"
        ) == "gzip" else raw


def weights(server: Server, emails: dict[str, str]) -> dict[str, float]:
    """Compressed kilobytes of the first page and what it names (scripts fetch more later), and of a click."""
    browser = Browser(server.port)
    page = browser.sign_in(emails["rep"])
    browser.received = len(gzip.compress(page.encode()))
    for path in dict.fromkeys(_LINKED.findall(page)):
        browser.get(path)
    for path in ("/_dash-layout", "/_dash-dependencies"):
        browser.get(path)
    browser.show("", 1)
    first, browser.received = browser.received, 0
    browser.show("?period=qtd", 2)
    browser.close()
    return {"first_page_kb": first / 1000, "interaction_kb": browser.received / 1000}


def memory(server: Server, emails: dict[str, str]) -> dict[str, float]:
    """Resident megabytes after pages of every role, and the most while an executive's questions scan."""
    for number, role in enumerate(("rep", "leader")):
        browser = Browser(server.port)
        browser.sign_in(emails[role])
        browser.show("", number + 1)
        browser.close()
    after_pages, most, done = server.resident_mb(), 0.0, threading.Event()

    def scan() -> None:
        browser = Browser(server.port)
        try:
            browser.sign_in(emails["executive"])
            browser.show("?period=all", 1)
        finally:
            browser.close()
            done.set()

    thread = threading.Thread(target=scan)
    thread.start()
    while not done.wait(0.05):
        most = max(most, server.resident_mb())
    thread.join()
    return {"after_pages_mb": after_pages, "during_scan_mb": most}


def clicking(
    server: Server, emails: dict[str, str], places: dict[str, list[str]], users: int
) -> dict[str, float]:
    """So many people at once, each clicking every few seconds: milliseconds of a whole page."""
    found: list[float] = []
    failed: list[str] = []
    until = time.monotonic() + FOR_S + THINK_S

    def click(number: int) -> None:
        chance, role = random.Random(number), ROLES[number % len(ROLES)]
        browser = Browser(server.port)
        try:
            browser.sign_in(emails[role])
            browser.close()  # the server does not keep a connection for as long as people think
            pause, turn = threading.Event(), 0
            pause.wait(chance.random() * THINK_S)
            while time.monotonic() < until:
                turn += 1
                chosen = {"period": chance.choice(PERIODS)}
                if places[role]:
                    chosen["at"] = chance.choice(places[role])
                found.append(browser.show("?" + urlencode(chosen), turn, f"bench-{number}"))
                browser.close()
                pause.wait(chance.expovariate(1 / THINK_S))
        except Exception as error:  # noqa: BLE001 - each is counted
            failed.append(repr(error))
        finally:
            browser.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = summary(found)
    return {"median_ms": told.median, "p95_ms": told.p95, "pages": told.n, "failed": len(failed)}


def emails(company: Company) -> dict[str, str]:
    """The demo people by role."""
    with company.warehouse().reading() as shelf:
        return {one.role: one.email for one in shelf.manifest.people}


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(one) for one in told.split()]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            browser = Browser(port)
            browser.get("/health")
            browser.close()
            return
        except OSError:
            threading.Event().wait(0.1)
    raise AssertionError("the server does not answer")


def places(company: Company) -> dict[str, list[Any]]:
    """Where each role goes: a rep stays, a leader opens what is below, an executive everything."""
    warehouse = company.warehouse()
    with warehouse.reading() as shelf:
        found: dict[str, list[Any]] = {"rep": []}
        for role, (_, scope) in company.scopes(shelf).items():
            nodes = visible_tree(shelf, scope).nodes.values()
            found.setdefault(role, [one.id for one in nodes if one.open])
    warehouse.close()
    return found

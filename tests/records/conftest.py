"""Records to test on: a SQLite file, and a real PostgreSQL where one is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from dashboard.records.store import Records


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    # The link on the PATH may stand alone; the other programs are beside what it points to.
    found = [Path(on_path).resolve()] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; None when the tests do not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[tuple[Path, Path]]:
    """A server of its own, on a socket in a directory of its own: (programs, socket directory)."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs (initdb) on this machine")
    user = _unprivileged()
    place = Path(tempfile.mkdtemp(prefix="metron-pg-"))
    if user:
        shutil.chown(place, user)

    def run(program: str, *arguments: str) -> None:
        # Nothing is captured through a pipe: the server would keep it open.
        done = subprocess.run(
            [programs / program, *arguments], user=user, cwd=place, check=False, stdout=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{program} failed"

    data = str(place / "data")
    run("initdb", "-D", data, "-U", "metron", "--auth=trust", "--no-sync")
    options = f"-k {place} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-D", data, "-l", str(place / "server.txt"), "-o", options, "-w", "start")
    try:
        yield programs, place
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.sqlite'}"
    programs, place = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex}"
    subprocess.run([programs / "createdb", "-h", place, "-U", "metron", name], check=True)
    return f"postgresql://metron@/{name}?host={place}"


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    """Records in their newest form, on an empty database."""
    opened = Records(url)
    yield opened
    opened.close()

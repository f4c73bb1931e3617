"""What is kept in METRON_HOME: one writer at a time, nothing that is nobody's, nothing that is too old."""

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.errors import Failed, Refused
from dashboard.intake import manifest as manifests
from dashboard.paths import Home
from dashboard.settings import Settings


@contextmanager
def sole_writer(home: Home) -> Iterator[None]:
    """Only one load, rollback or removal at a time; also sweeps what a killed one left.

    Raises:
        Refused: another one is running.
        Failed: the home directory cannot be written to.
    """
    if "?" in str(home.path):
        # DuckDB takes what follows a question mark for options, and would write its log elsewhere.
        raise Failed("load.odd_home", home=str(home.path))
    try:
        home.path.mkdir(parents=True, exist_ok=True)
        lock = (home.path / "load.lock").open("w")
    except OSError as error:
        raise manifests.no_home(home, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("load.another_runs", home=str(home.path)) from error
        try:
            _sweep(home)
        except OSError as error:
            raise manifests.no_home(home, error) from error
        yield


def remove_old(home: Home, settings: Settings, before: str | None) -> None:
    """Remove publications beyond the keeping rule, and segments that no publication refers to.

    The served one stays, and the one served `before`: whoever must go back goes there.

    Raises:
        Failed: something could not be removed; what is served is not touched.
    """
    now = manifests.current(home)
    oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.keep_days)
    try:
        for position, manifest in enumerate(manifests.listed(home)):
            old = position >= settings.keep_at_least and manifest.created_at < oldest
            if old and manifest.id not in (now, before):
                (home.publications / f"{manifest.id}.json").unlink()
        _remove_segments(home)
    except OSError as error:
        raise Failed(
            "load.not_removed", id=now, home=str(home.path), reason=error.strerror or str(error)
        ) from error


def _sweep(home: Home) -> None:
    """Remove what an interrupted load left: its work, unfinished files, segments of no publication."""
    if home.work.exists():
        shutil.rmtree(home.work)
    for folder in (home.path, home.publications):
        for file in folder.glob("*" + manifests.UNFINISHED):
            file.unlink()
    _remove_segments(home)


def _remove_segments(home: Home) -> None:
    if manifests.damaged(home):
        return  # nobody can say which segments a damaged manifest refers to, and it may be repaired
    wanted = {segment.file for manifest in manifests.listed(home) for segment in manifest.segments}
    for file in home.segments.glob("*.duckdb"):
        if file.name not in wanted:
            file.unlink()

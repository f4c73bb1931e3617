"""Builds .venv from the hash-locked requirements, once: `environment.py run`, `dev` or `bench`.

Runs on the standard library alone, under whichever Python the machine has. A stamp in .venv says
what was installed from which lock, so a second call is instant; it is written last, so a build
that was interrupted is taken up again.
"""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock", "bench": "requirements-bench.lock"}
# --no-deps: the lock is complete, nothing is left to resolve. --only-binary: building a source
# package would fetch build tools that no hash holds.
INSTALL = "-m pip install --require-hashes --no-deps --only-binary :all: --no-input --progress-bar off"
NO_PIP = """Python {version} here cannot make a virtual environment with pip in it.
Install what is missing (Debian, Ubuntu: apt-get install python3-venv), then run the command again."""
FAILED = """
pip could not install {lock} (its last lines are above; all of it is in {log}).
If the network or a proxy was the reason, run the command again: what has been fetched is kept."""


def main(kind: str) -> int:
    """Bring .venv up to date; the exit code."""
    if _is_current(kind):
        return 0
    started = time.monotonic()
    if not _runs() and not _create():
        return 1
    if not _install(ROOT / LOCKS[kind]):
        return 1
    _stamp(kind).write_text(_fingerprint(kind), encoding="utf-8")
    print(f"Environment ready in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def _is_current(kind: str) -> bool:
    """Whether what is asked for is installed already; the dev lock holds all of the run lock."""
    enough = {"run", "dev"} if kind == "run" else {kind}
    return any(
        _stamp(one).is_file() and _stamp(one).read_text(encoding="utf-8") == _fingerprint(one)
        for one in enough
    )


def _stamp(kind: str) -> Path:
    return VENV / f"metron-{kind}.stamp"


def _fingerprint(kind: str) -> str:
    """The lock and the Python that the environment was made with."""
    config = VENV / "pyvenv.cfg"
    made_with = config.read_bytes() if config.is_file() else b""
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes() + made_with).hexdigest()


def _runs() -> bool:
    """Whether an environment is there that works: its Python may have been removed since."""
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def _create() -> bool:
    version = sys.version.split()[0]
    print(f"Making .venv with Python {version} ({sys.executable}) ...", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return True
    print(made.stdout + made.stderr, file=sys.stderr)
    print(NO_PIP.format(version=version), file=sys.stderr)
    return False


def _install(lock: Path) -> bool:
    """Install exactly what the lock names, telling how far it is."""
    log = VENV / "pip.log"
    total = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"Installing {total} packages from {lock.name}, each checked against its hash ...", flush=True)
    command = [PYTHON, *INSTALL.split(), "--disable-pip-version-check", "-r", lock]
    lines: list[str] = []
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        ) as pip,
    ):
        for line in pip.stdout or ():
            kept.write(line)
            lines.append(line)
            _tell(line, sum(_is_step(one) for one in lines), total)
    if pip.returncode == 0:
        return True
    print(*lines[-15:], sep="", file=sys.stderr)
    print(FAILED.format(lock=lock.name, log=log.relative_to(ROOT)), file=sys.stderr)
    return False


def _is_step(line: str) -> bool:
    return line.startswith(("Collecting ", "Processing ", "Requirement already satisfied", "Ignoring "))


def _tell(line: str, done: int, total: int) -> None:
    """One moving line on a terminal; in a log, a line every ten packages."""
    if line.startswith("Installing collected"):
        print(f"{_clear()}  unpacking ... (the longest step)", flush=True)
    elif not _is_step(line):
        return
    elif sys.stdout.isatty():
        bar = "#" * (30 * done // total)
        print(f"{_clear()}  [{bar:<30}] {done}/{total} {line.split()[1][:40]}", end="", flush=True)
    elif done % 10 == 0 or done == total:
        print(f"  {done}/{total} packages fetched", flush=True)


def _clear() -> str:
    """Back to the start of the line, emptied: only a terminal understands it."""
    return "\r\033[K" if sys.stdout.isatty() else ""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the command again: it goes on from here.")

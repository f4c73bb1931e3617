"""The process that serves: what it leaves out of its way."""

import gc
import subprocess
import sys
import weakref

from dashboard.app import keep_what_stays


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_stays_is_no_more_looked_through_and_what_is_left_behind_goes() -> None:
    gc.disable()
    try:
        stays, left = Ring(), Ring()
        gone = weakref.ref(left)
        keep_what_stays()
        assert gc.get_freeze_count() > 0
        assert all(one is not stays for one in gc.get_objects())
        del left
        keep_what_stays()
        assert gone() is None, "a publication of before would never be let go"
    finally:
        gc.unfreeze()
        gc.enable()


def test_whoever_only_reads_goes_without_what_loads_and_pay_runs_need() -> None:
    code = """import sys
sys.modules["pandas"] = None
import dashboard.wsgi, dashboard.delivery.worker
print([name for name in ("shapely", "pyarrow", "numpy") if name in sys.modules])
import dashboard.__main__
print("shapely" in sys.modules)"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["[]", "False"]

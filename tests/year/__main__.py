"""`make year`: live a whole year of the demo company, month by month, and hold all that was paid together.

It is not a test of its own because it takes minutes: a publication is loaded and everybody is calculated
twice, twelve times. `tests/pay/test_demo_year.py` lives three months by the same ties.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.year.lived import SHORT, WHOLE, months_of, opened
from tests.year.ties import OF_A_QUARTER, TIES


def main() -> int:
    """Live it, and say of each tie what it held; the first one that does not hold ends with its traceback."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--short", action="store_true", help="the three months of the test")
    short = parser.parse_args().short
    chosen, ties = (SHORT, OF_A_QUARTER) if short else (WHOLE, TIES)
    for name in [one for one in os.environ if one.startswith("METRON_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="metron-year-") as folder, opened(Path(folder), chosen) as year:
        for month in months_of(chosen):
            began = time.process_time()
            year.live(month)
            totals = year.sent[month.first].totals
            print(
                f"{month.first:%Y-%m}  {totals.payees} people  {totals.sums['EUR']:>12,.2f} EUR"
                f"  {time.process_time() - began:5.1f} s",
                flush=True,
            )
        for tie in ties:
            print(f"  {tie(year)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Growth, share and mix."""

from dashboard.metrics.kinds import Minus, Prior, Ratio
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import rate

GROWTH = Ratio(Minus(NET, Prior(NET)), Prior(NET), above_zero=True)

ROWS = (rate("growth", GROWTH, "sales", alignment="today", empty_reason="note.no_prior"),)

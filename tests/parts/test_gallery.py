"""The gallery shows every state in both languages, and is a page that Dash can send."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.pages.gallery import gallery, grid_rows


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_state_is_shown(language, phone, of_class):
    page = gallery(language, phone)
    for state in ("loading", "empty", "denied", "failed", "caution"):
        assert of_class(page, state), state
    json.dumps(page, cls=PlotlyJSONEncoder)


def test_its_grid_answers_in_the_order_asked_for():
    request = {"startRow": 0, "endRow": 5, "sortModel": [{"colId": "sales", "sort": "desc"}]}
    answer = grid_rows("en", request)
    assert [row["id"] for row in answer["rowData"]] == ["C0", "C1", "C2", "C3", "C4"]
    assert answer["rowCount"] == 122

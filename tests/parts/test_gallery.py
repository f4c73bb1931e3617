"""The gallery shows every state in both languages, and is a page that Dash can send."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.pages.gallery import gallery


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_state_is_shown(language, phone, of_class):
    page = gallery(language, phone)
    for state in ("loading", "empty", "denied", "failed", "caution"):
        assert of_class(page, state), state
    json.dumps(page, cls=PlotlyJSONEncoder)

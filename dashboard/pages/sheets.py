"""What opens over a page: the rows behind a number, and how it is computed.

An open sheet stands in the address (`see=rows:net_sales`), so it can be linked, and "back" closes it.
"""

from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.text import say


def tile_menu(view: View, measure: str) -> tuple[Control, ...]:
    """The menu that every tile has, the same everywhere."""
    return (
        Control(
            say(view.language, "screen.see_rows"), view.address.but(see=f"rows:{measure}").href, icon="table"
        ),
        Control(
            say(view.language, "screen.how_computed"),
            view.address.but(see=f"how:{measure}").href,
            icon="search",
        ),
    )

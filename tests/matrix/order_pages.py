"""The pages of orders: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE

ORDER_PAGES = [
    Page("orders:list", "reader", 200, 405),
    Page("orders:list_download", "reader", 200, 200),
    Page("orders:of_record", "record", 200, 405, V, records("ocg")),
    Page("orders:add", "record", 200, 200, C, records("ocg")),
    Page("orders:detail", "record", 200, 405, V, parts("order"), not_shared=True),
    *(
        Page(f"orders:{name}", "record", 200, 200, C, parts("order"), not_shared=True)
        for name in ("edit", "visit", "breach", "vary", "discharge")
    ),
    Page("orders:outcome", "record", 200, 200, C, parts("breach"), not_shared=True),
]

"""The bar above the table of bands: where each lies on the scores, so that gaps and overlaps can be seen."""

from typing import Any

FILLS = ("#5694ca", "#85994b", "#f47738", "#d4351c", "#6f72af", "#28a197")


def bar_of(bands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """[{x, y, width, fill, label, words}] on a width of 1,000, every second one in the lower half; [] if no
    band has an end. Each whole point takes its own place, so 1 and 2 lie side by side.
    """
    ends = [band[key] for band in bands for key in ("from", "to") if key in band]
    if not ends:
        return []
    low, high = min(ends) - 2, max(ends) + 2
    found = []
    for n, band in enumerate(bands):
        start, end = band.get("from", low) - 0.5, band.get("to", high) + 0.5
        x, to = (round(1000 * (one - low + 0.5) / (high - low + 1), 1) for one in (start, end))
        words = (
            f"{band.get('from', 'all')} to {band.get('to', 'all above')}"
            if "from" in band
            else f"up to {band.get('to', 'all')}"
        )
        found.append(
            {"x": x, "y": 3 + 28 * (n % 2), "width": max(1, to - x), "fill": FILLS[n % len(FILLS)],
             "label": band["label"], "words": words}
        )  # fmt: skip
    return found

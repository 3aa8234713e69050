"""The typefaces of a document: only those bundled in static/fonts, so that a PDF is alike on every machine.

Liberation Sans has the measures of Arial. DejaVu Sans is the second choice, for the scripts and signs that
Liberation lacks (Arabic among them); Noto Sans has those of Asia and Ethiopia (bin/vendor-fonts).
"""

import os
from functools import cache
from pathlib import Path
from threading import Lock

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
FILES = (
    FOLDER / "LiberationSans-Regular.ttf",
    FOLDER / "LiberationSans-Bold.ttf",
    FOLDER / "LiberationSans-Italic.ttf",
    FOLDER / "DejaVuSans.ttf",
    *sorted(FOLDER.glob("Noto*.ttf")),
)
NO_MACHINE_FONTS = Path(__file__).resolve().parent / "fonts.conf"
_environment = Lock()


@cache
def covered_characters():
    """Return the code points that at least one bundled font can show."""
    from fontTools.ttLib import TTFont

    return frozenset(point for path in FILES for point in TTFont(path, lazy=True).getBestCmap())


def bundled_font_configuration():
    """Return a WeasyPrint font configuration that knows the bundled fonts and none of the machine's."""
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    with _environment:  # fontconfig takes its settings from the environment of the process only
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(NO_MACHINE_FONTS)
        try:
            configuration = FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
    for path in FILES:
        if not fontconfig.FcConfigAppFontAddFile(configuration._config, os.fsencode(path)):
            raise RuntimeError(f"The font {path.name} cannot be read.")
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))
    return configuration

"""How production keeps static files: named by their content, so that browsers never show an old one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also renames what our JavaScript modules import."""

    support_js_module_import_aggregation = True

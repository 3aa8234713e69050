"""Releases to come, made up: migrations beside those of the code, for tests and `bin/bench upgrade`."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("{app}", "{last}")]
    operations = [{operations}]
"""


def written(folder, *releases):
    """Writes (app, operations) of each release, in order, into `folder`; each app is a room in `pam/`.

    Returns the MIGRATION_MODULES of it, to be imported from `folder`.
    """
    modules = {}
    for number, (app, operations) in enumerate(releases, start=1):
        package = folder / f"next_{app}"
        if app not in modules:
            shutil.rmtree(package, ignore_errors=True)
            shutil.copytree(ROOT / "pam" / app / "migrations", package)
            modules[app] = package.name
        last = sorted(path.stem for path in package.glob("*_*.py") if path.stem[0].isdigit())[-1]
        text = MIGRATION.format(app=app, last=last, operations=operations)
        (package / f"{9000 + number}_next.py").write_text(text)
    return modules


def made_up(folder, *releases):
    """Writes them, and returns what the environment of manage.py needs to see them."""
    modules = written(folder, *releases)
    (folder / "next_settings.py").write_text(f"from pam.settings import *\nMIGRATION_MODULES = {modules!r}\n")
    return {"DJANGO_SETTINGS_MODULE": "next_settings", "PYTHONPATH": str(folder)}

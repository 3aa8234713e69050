"""The JSON Schemas in docs/frameworks are those of the kinds."""

import io

from django.core.management import call_command

from pam.frameworks.kinds import all_kinds
from tests.house.sources import ROOT


def test_the_published_schemas_are_those_of_the_kinds(tmp_path):
    call_command("framework", "schemas", str(tmp_path), stdout=io.StringIO())
    published = {path.name: path.read_text() for path in (ROOT / "docs/frameworks").glob("*.json")}
    assert published == {path.name: path.read_text() for path in tmp_path.glob("*.json")}
    assert set(published) == {f"{kind.code}.schema.json" for kind in all_kinds()}

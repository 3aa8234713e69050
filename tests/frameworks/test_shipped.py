"""What pam ships as data can be used as it is."""

from pam.actions.models import Action
from pam.frameworks import shipped
from pam.frameworks.bodies import read_file
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.plan_rows import body_of, code_of
from pam.records.kinds import kind_of
from tests.house.test_arrows import ROOT


def test_each_shipped_framework_has_no_fault_and_is_in_force(db):
    files = list(shipped.files())
    assert files
    for path in files:
        found = read_file(path.read_bytes())
        assert path.stem == found.code
        version = FrameworkVersion.objects.get(agency=None, kind=found.kind.code, code=found.code)
        assert version.framework.current == version and version.body == found.body


def test_each_shipped_plan_makes_actions_that_can_be_kept(db):
    for version in FrameworkVersion.objects.filter(kind="plan", agency=None):
        for step in version.body["steps"]:
            assert 0 < len(step["step"]) <= Action._meta.get_field("title").max_length


def test_an_ocg_plan_covers_each_of_the_strands(db):
    version = FrameworkVersion.objects.get(code="drug-supply-group-opening-plan")
    assert {step["strand"] for step in version.body["steps"]} == set(dict(kind_of("ocg").strands.choices))


def test_a_plan_that_was_a_row_becomes_the_file_that_is_shipped_now():
    found = read_file((ROOT / "ocg/shipped/frameworks/modern-slavery-group-opening-plan.yaml").read_bytes())
    steps = [
        {"title": one["step"], "strand": one["strand"], "days": one["days"]} for one in found.body["steps"]
    ]
    row = {key: found.body[key] for key in ("name", "plan", "purpose")} | {"kind": "ocg", "steps": steps}
    assert body_of(row) == found.body and code_of(row["name"]) == found.code

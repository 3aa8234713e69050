"""What pam ships as data can be used as it is."""

from pam.actions.models import Action
from pam.frameworks.models import PlanTemplate
from pam.records.kinds import kind_of


def test_each_shipped_plan_makes_actions_that_can_be_kept(db):
    templates = PlanTemplate.objects.all()
    assert templates
    for template in templates:
        strands = kind_of(template.kind).strands
        codes = dict(strands.choices) if strands else {""}
        for step in template.steps:
            assert step.get("strand", "") in codes and step["days"] > 0
            assert 0 < len(step["title"]) <= Action._meta.get_field("title").max_length


def test_an_ocg_plan_covers_each_of_the_strands(db):
    for template in PlanTemplate.objects.filter(name__startswith="Drug supply"):
        assert {step["strand"] for step in template.steps} == set(dict(kind_of("ocg").strands.choices))

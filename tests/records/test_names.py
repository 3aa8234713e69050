"""Another record's name is printed as far as the reader may know it."""

import pytest
from django.template import Context, Template

from pam.access import visibility
from pam.access.levels import Level
from pam.records.selectors.names import names_for
from tests.records.world import group, share_with
from tests.standing import standing


def printed(people, persona, record):
    """What the tag prints of `record` for a persona."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        names = names_for(reader, [record.pk])
        template = Template("{% load records %}{% record_name number names %}")
        return template.render(Context({"number": record.pk, "names": names}))


@standing
def ocg(people):
    """A group that probation may view and the council is signposted to."""
    record = group(people, "Harbour <b>group</b>")
    share_with(people, record)
    share_with(people, record, "council", Level.SIGNPOST)
    return record


def test_who_may_open_it_gets_a_link_with_its_title_escaped(people, ocg):
    for persona in ("owner", "granted"):
        html = printed(people, persona, ocg)
        assert (
            f'href="/records/{ocg.uuid}/"' in html
            and "Harbour &lt;b&gt;group&lt;/b&gt;</a>" in html
            and ocg.reference in html
        )


def test_who_is_signposted_gets_reference_and_agency_alone(people, ocg):
    html = printed(people, "signposted", ocg)
    assert ocg.reference in html and "ask Northshire Police" in html
    assert "Harbour" not in html and str(ocg.uuid) not in html


@pytest.mark.parametrize("persona", ["colleague", "other_force", "low_clearance", "superuser"])
def test_everybody_else_gets_the_word_restricted(people, ocg, persona):
    html = printed(people, persona, ocg)
    assert "Restricted" in html and ocg.reference not in html and str(ocg.uuid) not in html


def test_no_record_prints_nothing():
    template = Template("{% load records %}{% record_name number names %}")
    assert "Restricted" not in template.render(Context({"number": None, "names": {}}))

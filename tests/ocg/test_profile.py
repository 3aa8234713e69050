"""Profiles of groups: composed as their audience, made by a job, read by no one else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ocg.models import Ocg, Profile
from ocg.profile import services, tasks
from ocg.profile.document import render_profile
from ocg.profile.selectors import audiences
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from tests.ocg.made import assess, assessor, output, submit
from tests.ocg.scored import ATTRIBUTES, MATRIX, every_score_is_drawn, give_role, score
from tests.ocg.test_harm import add as add_harm
from tests.pdf.reading import text_of
from tests.pdf.verapdf import missing, validate
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing

SECRET = "Quayside Annie"


@standing
def shared(people):
    """A group shared with probation, with a person that the police alone see."""
    record = group(people, summary="Moves parcels by the wharf.")
    share_with(people, record)
    add_person(people, record, "Sam Sailor")
    add_person(people, record, SECRET, agencies=[people.agencies["police"].pk])
    return record


def ask(people, persona, record, audience=None):
    """A persona asks for a profile."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = visibility.visible_to(actor, Ocg).select_related("team", "agency", "tier").get(pk=record.pk)
        return services.ask_for(actor=actor, ocg=row, audience=audience)


def probation(people):
    """The principal of the partner."""
    return people.agencies["probation"].principal


def words(content):
    """All words of a profile."""
    return str(content["sections"])


@standing
def two(people, shared):
    """A profile for the owner's agency, and one for probation."""
    return ask(people, "owner", shared), ask(people, "owner", shared, probation(people))


def test_a_profile_for_a_partner_holds_what_the_partner_sees_and_no_more(two):
    own, theirs = two
    assert SECRET in words(own.content) and "Sam Sailor" in words(own.content)
    assert SECRET not in words(theirs.content) and "Sam Sailor" in words(theirs.content)
    assert theirs.content["copy_for"] == "Probation" or theirs.label in theirs.content["copy_for"]


def test_a_profile_is_read_by_its_audience_and_by_the_person_who_asked_alone(people, two):
    own, theirs = two

    def read_by(persona):
        reader = people.reader(persona)
        with visibility.reading(reader):
            return set(visibility.visible_to(reader, Profile).values_list("pk", flat=True))

    assert read_by("owner") == {own.pk, theirs.pk}
    assert read_by("granted") == {theirs.pk}
    assert read_by("colleague") == read_by("stranger") == set()


def test_who_does_not_manage_the_group_makes_one_of_their_own_view_alone(people, shared):
    with visibility.reading(people.reader("granted")):
        assert not audiences(people.reader("granted"), shared, Level.VIEW).exists()
    with pytest.raises(PermissionDenied):
        ask(people, "granted", shared, probation(people))
    assert SECRET not in words(ask(people, "granted", shared).content)


def test_no_profile_of_what_was_shared_on_condition_that_it_is_not_printed(people, shared):
    Grant.objects.filter(content_object_id=shared.pk).update(conditions=["no-print"])
    with pytest.raises(Refused):
        ask(people, "granted", shared)


@pytest.mark.slow
def test_a_profile_holds_scores_work_and_disruptions_and_passes_both_standards(people, shared, tmp_path):
    assessor(people)
    assess(people, submit(people, shared, what="Wharf searched", outputs=[output("arrests", 3)]))
    row = ask(people, "owner", shared)
    content = row.content
    assert [section["title"] for section in content["sections"]][0] == "Who they are"
    assert "Wharf searched" in words(content) and "Arrests" in words(content)
    pdf = render_profile(content, created=row.created)
    text = text_of(pdf)
    assert "Who they are" in text and "Wharf searched" in text and "OFFICIAL" in text
    if not missing():
        path = tmp_path / "profile.pdf"
        path.write_bytes(pdf)
        assert validate([path]) == []


def test_a_profile_says_how_bad_it_is_by_both_methods_and_whether_the_harm_went_down(people, shared):
    score(people, shared, code=ATTRIBUTES, place=1)
    score(people, shared, code=MATRIX, place=1)
    submit(people, shared, what="Wharf searched")
    add_harm(people, shared, what="Shots at the wharf")
    said = words(ask(people, "owner", shared).content)
    for one in ("OCG score: attributes", "OCG score: matrix", "Tier that the scores propose", "Due again"):
        assert one in said, one
    assert "Harm before and after each disruption" in said and "Shots at the wharf" in said


def test_a_score_that_waits_for_a_second_scorer_is_in_no_profile(people, shared):
    """A team's copy is read by the scorers in it."""
    give_role(people, "colleague", "scorer")
    every_score_is_drawn()
    score(people, shared, place=1)
    for audience in (None, shared.team.principal):
        assert "OCG score: matrix" not in words(ask(people, "owner", shared, audience).content)


@pytest.mark.slow
def test_the_page_says_when_it_is_made_and_hands_it_out_as_a_disclosure(people, shared, sign_in):
    client = sign_in("owner")
    sent = client.post(url("ocg:profiles", shared), {"audience": probation(people).pk}, follow=True)
    assert "is being made" in page_text(sent) and "Being made" in page_text(sent)
    tasks.make_waiting_profiles()
    row = Profile.objects.get()
    assert "Download the PDF" in page_text(client.get(url("ocg:profiles", shared)))
    partner = sign_in("granted").get(reverse("ocg:profile_download", args=[row.uuid]))
    assert b"".join(partner.streaming_content).startswith(b"%PDF")
    kept = LogEntry.objects.filter(operation="download").latest("pk")
    assert kept.verb == LogEntry.Verb.DISCLOSURE and kept.records == [shared.pk]
    assert sign_in("colleague").get(reverse("ocg:profile_download", args=[row.uuid])).status_code == 404

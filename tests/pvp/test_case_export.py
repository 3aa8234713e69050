"""A case file as a file: the work on it is in it, as far as its reader may see it."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.chronology import services as chronology
from pam.records.sections import Section, register_section
from pvp.missing import services as missing
from pvp.models import SafetyAgreement
from pvp.safety import services as safety
from tests.pvp.test_cases import make_case
from tests.pvp.test_risk import assess
from tests.records.world import share_with
from tests.world.cases import episode, graded, item, refer
from tests.world.chronology import event

TYPED = {"recipient": "Dana Desk", "reason": "For the file"}


def exported(client, record, kind="json"):
    answer = client.post(reverse("records:export", args=[record.uuid]), {"kind": kind, **TYPED})
    return b"".join(answer.streaming_content)


def test_all_that_was_done_for_a_person_is_in_the_file_and_for_a_partner_what_is_theirs(people, sign_in):
    from pvp.graded import services as graded_information

    case, actor = make_case(people), people.reader("owner")
    assess(actor, case, yes=15)
    refer(people, case)
    ours = [people.agencies["police"].pk]
    share_with(people, case, level=Level.VIEW)
    with visibility.reading(actor):
        safety.add_item(actor=actor, record=case, item=item("for all"))
        safety.add_item(actor=actor, record=case, item=item("for us alone"), agencies=ours)
        safety.agree(actor=actor, record=case, agreement=SafetyAgreement(how="In person", spoke_with="Robin"))
        away = episode(missing_from=timezone.now() - timedelta(days=3))
        missing.add_episode(actor=actor, record=case, episode=away, person=case.person)
        graded_information.add(actor=actor, record=case, graded=graded("for us alone"), agencies=ours)
        chronology.add(actor=actor, record=case, event=event())
    told = json.loads(exported(sign_in("owner"), case))["sections"]
    filled = {code for code, section in told.items() if section["rows"]}
    assert {
        "case", "assessments", "high-risk", "marac", "safety-plan", "missing", "graded", "chronology",
        "multi-agency-chronology",
    } <= filled  # fmt: skip
    assert {"household", "voices", "mappa", "missing-reviews", "escalations", "not-shared"} <= set(told)
    assert "Agreed on" in str(told["safety-plan"]) and "15 yes" in str(told["marac"])
    theirs = exported(sign_in("granted"), case).decode()
    assert "for all" in theirs and "for us alone" not in theirs


def test_no_two_files_of_one_archive_have_one_name(people, sign_in):
    case = make_case(people)
    with zipfile.ZipFile(io.BytesIO(exported(sign_in("owner"), case, "zip"))) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names)) and "multi-agency-chronology.csv" in names
    with pytest.raises(ValueError, match="chronology"):
        register_section(Section("chronology", "Again", (), lambda *a: []))

"""The whole line, by clicking and typing, as each person in turn: from the empty form to the partner's
minutes.

A real web server and real workers as the roles that they have in the field, real mail, a real Chromium.
Nothing is in the database beforehand but the agencies, their people and the agreements between them.
"""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from demo.people import email_of, make_city
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.records.references import CODE
from tests.story.endings import (
    action_stands_everywhere,
    approves_the_minutes,
    copies_say_what_their_readers_may_know,
    finishes_the_action,
    it_is_written_down_who_looked,
    makes_the_pack,
    no_more_mail_comes,
    one_mail_comes_of_the_action,
    takes_own_copy,
)
from tests.story.words import (
    ACTION,
    AGENCY,
    BECAUSE,
    BECAUSE_CHILD,
    CHAIR,
    CHILD,
    CHILD_WANTS,
    COORDINATOR,
    DECIDED,
    DECIDED_ON_CHILD,
    GROUP,
    MEETING,
    MEMBER,
    OPEN_NOTE,
    PASSWORD,
    POLICE_NOTE,
    PROBATION,
    PVP_OFFICER,
    SECRETARY,
    SUMMARY,
)

pytestmark = pytest.mark.browser


@pytest.mark.timeout(300)
def test_the_whole_line_from_the_empty_form_to_the_partners_minutes(start_pam, cast, tmp_path):
    secret = people_of_the_city()
    pam = start_pam()
    ruth, priya, tom, marcus = (
        cast.person(name, pam.address) for name in (COORDINATOR, PVP_OFFICER, SECRETARY, CHAIR)
    )
    dawn = cast.person(PROBATION, pam.address, phone=True)
    with cast.acting():
        signs_in_with_two_factors(ruth, secret)
        group = records_a_group(ruth)
        builds_the_group(ruth, group, tmp_path)
        shares(
            ruth, group, "Protecting vulnerable people unit", why="They know the children who carry for it."
        )

        presses_own_button(priya, on_the_way_to="/pvp/")
        case = opens_a_case_file(priya)
        plans_and_links_the_case(priya, case, group)

        shares_with_probation(ruth, group, case)
        presses_own_button(dawn)
        sees_the_group_and_nothing_else(dawn, group, case)
        loses_sight_of_it_when_the_share_ends(ruth, dawn, group)
        shares_with_probation(ruth, group, case)

        presses_own_button(tom, on_the_way_to="/meetings/")
        meeting = calls_a_meeting(tom, group, case)
        makes_the_pack(tom, tmp_path)
        presses_own_button(marcus, on_the_way_to="/meetings/")
        holds_the_meeting(marcus, meeting, group, case)
        full = approves_the_minutes(marcus, meeting, tmp_path)
        theirs = takes_own_copy(dawn, meeting, tmp_path)
        copies_say_what_their_readers_may_know(full, theirs, group, case)

        action_stands_everywhere(ruth, marcus, dawn, group, meeting)
        link = one_mail_comes_of_the_action(pam)
        finishes_the_action(dawn, link)
        no_more_mail_comes(pam)
        it_is_written_down_who_looked(ruth, group)


# --- Who is there ---


def people_of_the_city():
    """Agencies, teams, people who accepted the terms, and agreements. The coordinator gets a password and an
    authenticator app: its secret.
    """
    user = make_city().people["lro"].user
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    user.save()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    accept_for_everybody()
    return secret


def signs_in_with_two_factors(ruth, secret):
    """By password and by the code that an authenticator app shows; the password alone opens nothing."""
    ruth.opens("/ocg/")
    ruth.types("Email address", email_of(COORDINATOR))
    ruth.types("Password", PASSWORD)
    ruth.clicks("Sign in")
    ruth.sees_heading("Enter your security code")
    for _ in range(2):  # a code that ran out while it was typed is refused: then the next one
        ruth.types("Security code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        with ruth.page.expect_navigation():
            ruth.clicks("Sign in")
        if ruth.path == "/ocg/":
            break
    ruth.sees_heading("Organised crime groups")


def presses_own_button(person, on_the_way_to=""):
    """The demo's sign-in: one button for each of its people. It leads to where they were going."""
    person.opens(on_the_way_to or "/")
    if not on_the_way_to:
        person.clicks("Sign in")
    person.clicks(person.name)
    if not on_the_way_to:
        person.sees_heading("My work")


# --- 2. An OCG record ---


def records_a_group(ruth):
    """From the empty form; a marking that is too high is refused with the reason, and loses nothing."""
    ruth.goes_to("OCGs")
    ruth.sees("No groups yet")
    ruth.clicks("Record a group")
    ruth.clicks("Record the group")
    ruth.sees("There is a problem", "Enter the name of the group")
    ruth.types("Name of the group", GROUP)
    ruth.types("Summary", SUMMARY)
    ruth.chooses("Tier", "Tier 2")
    ruth.chooses("Main type of crime", "Drug supply")
    ruth.unfolds("Senior Responsible Officer, coordinator, team and handling")
    ruth.chooses("Senior Responsible Officer", CHAIR)
    ruth.dates("Next review", timezone.localdate() + timedelta(days=30))
    ruth.picks("SECRET")
    ruth.clicks("Record the group")
    ruth.sees("There is a problem", "accredited up to OFFICIAL-SENSITIVE")
    assert (ruth.value("Name of the group"), ruth.value("Summary")) == (GROUP, SUMMARY)
    ruth.picks("OFFICIAL-SENSITIVE")
    ruth.types("Handling instructions", "Named people only. Do not forward.")
    ruth.clicks("Record the group")
    return opened_record(ruth, "OCG", GROUP)


def opened_record(person, kind, title):
    """(reference, path) of the record that was made just now and is open."""
    person.sees_heading(title)
    return re.search(rf"{kind}-\d{{2}}-{CODE}", person.page.locator("main").inner_text()).group(), person.path


def builds_the_group(ruth, group, folder):
    """A member, a 4P plan from its template,
    a note for the police alone, one for all, a document, a score.
    """
    ruth.unfolds("People, places and objects")
    ruth.clicks("Add a person, place or object")
    ruth.types("Name", MEMBER)
    ruth.picks("Suspect")
    ruth.types("Role", "Recruits the carriers")
    ruth.clicks("Add", within=ruth.page.get_by_role("main"))
    ruth.sees("Added.", MEMBER)
    ruth.clicks("The whole plan")
    ruth.clicks("Apply a plan")
    ruth.picks("Drug supply group: opening plan (8 actions)")
    ruth.clicks("Continue")
    ruth.ticks("Speak to schools about the group's recruiting of children", on=False)
    ruth.clicks("Add these actions")
    ruth.sees("7 actions added to the 4P plan.")
    ruth.clicks("The whole plan")
    ruth.sees("Visit the addresses at risk of cuckooing")
    ruth.clicks("Overview")
    writes_a_note(
        ruth,
        POLICE_NOTE,
        "The source saw three carriers leave at dawn.",
        "Our agency only (Northshire Police)",
    )
    writes_a_note(ruth, OPEN_NOTE, "Two of the lock-ups are empty now.", "Everyone who can open the record")
    plan = folder / "map.txt"
    plan.write_text("Lock-ups 4 to 9, river side.")
    ruth.unfolds("Documents")
    ruth.clicks("Add a document")
    ruth.attaches("File", plan)
    ruth.types("What it is", "Map of the lock-ups")
    ruth.clicks("Add the document")
    ruth.sees("Map of the lock-ups")
    ruth.clicks("Add a score")
    for label, score in (("Threat", "71"), ("Risk", "55"), ("Harm", "64")):
        ruth.types(label, score)
    ruth.types("Why these scores", "Children carry for it each week.")
    ruth.clicks("Record the score")
    ruth.sees("The score is recorded.", "190", "of 300")


def writes_a_note(person, title, text, audience):
    """A note on the record that is open, addressed to `audience`."""
    person.clicks("Add a note")
    person.types("In a few words", title)
    person.types("Note", text)
    person.picks(audience)
    person.clicks("Add the note")
    person.sees(title)


# --- 3. A PVP case file ---


def opens_a_case_file(priya):
    """The child who carries for the group."""
    priya.clicks("Open a case file")
    priya.types("Name of the vulnerable person", CHILD)
    priya.dates("Date of birth", timezone.localdate() - timedelta(days=15 * 365))
    priya.chooses("Strand", "Child criminal exploitation")
    priya.picks("High")
    priya.types("What the person wants", CHILD_WANTS)
    priya.clicks("Open the case file")
    return opened_record(priya, "PVP", CHILD)


def plans_and_links_the_case(priya, case, group):
    """A safety plan, and the link to the group that was shared with her unit."""
    priya.clicks("Add ready-made first steps")
    priya.picks("Safety plan: exploited child (5 actions)")
    priya.clicks("Continue")
    priya.clicks("Add these actions")
    priya.sees("5 actions added to the Safety plan.")
    priya.clicks("Link to an OCG")
    priya.types("Find it by reference, name or words", group[0])
    priya.clicks("Find", within=priya.page.get_by_role("main"))
    priya.picks(re.compile(group[0]))
    priya.picks("Exploited by")
    priya.clicks("Link them")
    priya.sees("The two records are linked.", group[0])


# --- 4. Share ---


def shares(person, group, receiver, *, why, basis=""):
    """Shares the group to view; stops at what they will see, for the caller to look at it, unless `basis` is
    empty.
    """
    person.opens(group[1])
    person.clicks("Share")
    if receiver.startswith("Everyone at "):
        person.picks(receiver)
    else:
        person.unfolds("Another agency, team or person")
        person.chooses("Another agency, a team or a person", receiver)
    person.unfolds("Access level, end date, legal basis and conditions")
    person.picks("View")
    if basis:
        person.chooses("Lawful basis", basis)
    person.types("Why you are sharing it", why)
    person.dates("Last day of the share", timezone.localdate() + timedelta(days=60))
    person.clicks("See what they will see")
    person.sees("What they will see", OPEN_NOTE)
    if not basis:
        person.clicks("Share")
        person.sees("Who can see this record", why)


def shares_with_probation(ruth, group, case):
    """With lawful basis, reason and end date; the preview shows what they will see, and no more than that."""
    why = "Two of its members are on licence."
    shares(ruth, group, f"Everyone at {AGENCY}", why=why, basis="Offender Management Act 2007, section 14")
    preview = ruth.page.locator("main").inner_text()
    assert "What stays hidden" in preview and POLICE_NOTE not in preview
    assert CHILD not in preview and case[0] not in preview
    ruth.clicks("Share")
    ruth.sees(f"Shared with everyone at {AGENCY}.", why)


def sees_the_group_and_nothing_else(dawn, group, case):
    """On a phone: the group and what is addressed to all; not the note, not the case, not a count of them."""
    hidden = (POLICE_NOTE, "three carriers", CHILD, case[0], case[1], CHILD_WANTS)
    dawn.goes_to("OCGs")
    dawn.clicks(GROUP)
    dawn.sees_heading(GROUP)
    dawn.sees(
        SUMMARY,
        MEMBER,
        OPEN_NOTE,
        "Map of the lock-ups",
        "You see the parts that were shared with you.",
        "read it",
    )
    dawn.sees_nothing_of(*hidden, "Northshire Police only")
    dawn.unfolds("Chronology")
    dawn.clicks("The whole chronology")
    dawn.sees(OPEN_NOTE)
    dawn.sees_nothing_of(*hidden)
    dawn.goes_to("People at risk")
    dawn.sees_nothing_of(*hidden)
    dawn.goes_to("Search")
    for words, found in ((CHILD, None), ("carriers", MEMBER), (case[0], None), (POLICE_NOTE, None)):
        finds(dawn, words, found)
        dawn.sees_nothing_of(case[1], "three carriers")
    dawn.opens(case[1])
    assert dawn.status == 404
    dawn.sees_nothing_of(*hidden[:4])


def finds(person, words, found):
    """Searches for `words` anew; sees `found`, or that there is nothing to be seen."""
    person.types("Search for", words)
    with person.page.expect_navigation():
        person.page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    person.sees(found or "No results")


def loses_sight_of_it_when_the_share_ends(ruth, dawn, group):
    """The page that was open answers the next click with the same 404 as one that never was."""
    dawn.opens("/ocg/")
    dawn.sees(GROUP)
    ruth.clicks(f"End the share with Everyone at {AGENCY}")
    ruth.types("Why it ends", "Shared a day too early")
    ruth.clicks("End the share")
    ruth.sees("has ended.", "Shared a day too early")
    dawn.clicks(GROUP)
    dawn.sees_heading("Page not found")
    assert dawn.status == 404
    dawn.opens("/ocg/")
    dawn.sees("No groups yet")
    dawn.sees_nothing_of(GROUP, group[0])


# --- 5. A command meeting ---


def calls_a_meeting(tom, group, case):
    """Called by the secretary, with probation invited and both records on the agenda."""
    tom.clicks("Call a meeting")
    tom.types("Title", MEETING)
    tom.types("Series", "Monthly tasking")
    tom.dates("Date", timezone.localdate())
    tom.types("Start time", "09:30")
    tom.types("Place", "Room 4")
    tom.chooses("Chair", CHAIR)
    tom.chooses("Secretary", SECRETARY)
    tom.chooses("Owner team", "Force command team")
    tom.clicks("Call the meeting")
    tom.sees("is called. Now invite people and build the agenda.")
    tom.types("Find by name, post or agency", PROBATION)
    tom.clicks("Find", within=tom.page.get_by_role("main"))
    tom.ticks(f"{PROBATION}, Senior probation officer ({AGENCY})")
    tom.chooses(f"Legal basis for {AGENCY}", "Offender Management Act 2007, section 14")
    tom.clicks("Invite")
    tom.sees(f"Invited: {PROBATION}.")
    tom.clicks("Continue to the agenda")
    for reference, _ in (group, case):
        tom.types("Find it by reference, name or words", reference)
        tom.clicks("Find", within=tom.page.get_by_role("main"))
        tom.picks(re.compile(reference))
        tom.clicks("Add the record")
        tom.sees("Added:")
    tom.clicks("Back to the meeting")
    return opened_record(tom, "MTG", MEETING)


def holds_the_meeting(marcus, meeting, group, case):
    """On the chair's screen: attendance, discussion, a decision with its rationale on each item, an action,
    close.
    """
    marcus.clicks(MEETING)
    marcus.clicks("Start the meeting")
    marcus.clicks("Mark everyone else present")
    marcus.sees("Attendance (3 of 3 present)")
    marcus.types("Discussion", "Probation reported on the licences.")
    decides(marcus, DECIDED, BECAUSE)
    said = marcus.page.get_by_label("Discussion").input_value()
    assert said == "Probation reported on the licences.", (
        "what was typed is saved before another form is sent"
    )
    marcus.unfolds("Add an action")
    marcus.types("What needs to be done", ACTION)
    marcus.chooses("Owner", PROBATION)
    marcus.dates("Due date", timezone.localdate())
    marcus.picks("Prevent")
    marcus.clicks("Add the action")
    marcus.sees("Action added.", ACTION)
    marcus.page.get_by_role("link", name=re.compile("^Next")).click()
    marcus.sees("Item 2 of 2")
    decides(marcus, DECIDED_ON_CHILD, BECAUSE_CHILD)
    marcus.clicks("Close the meeting")
    marcus.sees_heading("Close the meeting?")
    marcus.clicks("Close the meeting")
    marcus.sees("Meeting closed.")


def decides(marcus, text, rationale):
    """Records a decision on the item that is open."""
    marcus.unfolds("Record a decision")
    marcus.types("Decision", text)
    marcus.types("Rationale", rationale)
    marcus.clicks("Record the decision")
    marcus.sees("Decision recorded.", text)

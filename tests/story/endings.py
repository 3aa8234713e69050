"""The end of the story: the minutes and their copies, the action and its reminder, the access log."""

import re

from demo.people import email_of
from pam.audit.models import LogEntry
from tests.pdf.reading import texts_of
from tests.story.reading import lines_of_each_page, until, words_of
from tests.story.words import (
    ACTION,
    AGENCY,
    BECAUSE,
    BECAUSE_CHILD,
    CHAIR,
    CHILD,
    COORDINATOR,
    DECIDED,
    DECIDED_ON_CHILD,
    GROUP,
    MEETING,
    OUTCOME,
    PROBATION,
    PVP_OFFICER,
    SECRETARY,
    WITHHELD,
)

# --- 5. The pack ---


def makes_the_pack(tom, folder):
    """Before the meeting: one press, and the page shows by itself when the worker has made the files."""
    tom.clicks("Pack")
    tom.clicks("Make the pack")
    tom.sees("The pack is being made.")
    tom.downloads(copy_called("Full copy"), folder / "pack.pdf")
    said = words_of(folder / "pack.pdf")
    assert MEETING in said and GROUP in said


# --- 6. Minutes ---


def approves_the_minutes(marcus, meeting, folder):
    """After being shown who gets which copy; the page shows by itself when the worker has made them."""
    marcus.clicks("Approve the minutes")
    marcus.sees_heading("Approve the minutes?")
    marcus.sees("Full copy", f"Copy for {AGENCY}", "Part is withheld")
    marcus.clicks("Approve the minutes")
    marcus.sees("Minutes approved.")
    name = marcus.downloads(copy_called("Full copy"), folder / "full.pdf")
    assert name == f"Minutes {meeting[0]}.pdf"
    return folder / "full.pdf"


def copy_called(label):
    """The name of the link to a copy:
    its second half is for those who can't see the row that it is in.
    """
    return re.compile(rf"^Download the PDF ?: {label}$")


def takes_own_copy(dawn, meeting, folder):
    """The probation officer finds the meeting and her copy of its minutes, on the phone; no other copy is
    shown.
    """
    dawn.opens("/")
    dawn.clicks(MEETING)
    dawn.clicks("Read the minutes")
    dawn.sees(WITHHELD, DECIDED)
    dawn.sees_nothing_of("Full copy", CHILD, DECIDED_ON_CHILD, BECAUSE_CHILD)
    name = dawn.downloads(copy_called(f"Copy for {AGENCY}"), folder / "probation.pdf")
    assert name == f"Minutes {meeting[0]}.pdf"
    return folder / "probation.pdf"


def copies_say_what_their_readers_may_know(full, theirs, group, case):
    """The text of both PDFs, read back (tests/pdf asks whether they keep to the standards)."""
    of_the_case = (CHILD, "Robin", "aunt", case[0], "PVP", "handler", PVP_OFFICER)
    for path in (full, theirs):
        for text in texts_of(path):
            assert "OFFICIAL-SENSITIVE" in text
    whole, part = words_of(full), words_of(theirs)
    for text in (MEETING, DECIDED, BECAUSE, ACTION, PROBATION, CHAIR, SECRETARY, group[0]):
        assert text in whole and text in part, text
    assert DECIDED_ON_CHILD in whole and case[0] in whole and WITHHELD not in whole
    assert WITHHELD in part and f"Copy for {AGENCY}" in part
    assert [text for text in of_the_case if text in part] == []


# --- 7. The action and its reminder ---


def action_stands_everywhere(ruth, marcus, dawn, group, meeting):
    """On the group's page, in the meeting, and in the list of the probation officer."""
    ruth.opens(group[1])
    ruth.sees(ACTION, PROBATION, "Probation")
    marcus.opens(meeting[1])
    marcus.sees(ACTION)
    dawn.goes_to("Actions")
    dawn.sees(ACTION, GROUP)


def one_mail_comes_of_the_action(pam):
    """Once the meeting is over, once, with a link and no case text; returns the link."""

    def letters():
        to_dawn = pam.post.to(email_of(PROBATION))
        return [letter for letter in to_dawn if letter["Subject"].startswith("An action for you")]

    until(letters, "a mail about the action for the probation officer", seconds=120)
    clock_goes_round(pam)
    (letter,) = letters()
    text = letter.get_content()
    for words in ("Jack", "Merrow", "licence", GROUP, MEETING):
        assert words not in f"{text} {letter.as_string()}"
    links = re.findall(r"https?://\S+", text)
    assert len(links) == 1 and links[0].startswith(pam.address)
    return links[0]


def clock_goes_round(pam):
    """What the clock starts again and again is done once more, now."""
    pam.does("pam.actions.tasks.remind", "system")
    pam.does("pam.notifications.tasks.send_due", "mail")


def finishes_the_action(dawn, link):
    """From the mail's link to done, on the phone."""
    dawn.opens(link)
    dawn.sees_heading(ACTION)
    dawn.clicks("Report the outcome")
    dawn.page.get_by_role("radio", name="Done", exact=True).check()
    dawn.types("What was done and what was the outcome?", OUTCOME)
    dawn.clicks("Save the outcome")
    dawn.sees("Action ended: done.", OUTCOME)
    dawn.goes_to("Actions")
    dawn.sees("You have nothing to do here")


def no_more_mail_comes(pam):
    """Each cause was mailed once, as a program does, and says nothing of the case."""
    clock_goes_round(pam)
    letters = pam.post.letters
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)
    assert len({(letter["To"], letter["Subject"]) for letter in letters}) == len(letters)
    assert {letter["Auto-Submitted"] for letter in letters} == {"auto-generated"}
    assert not [letter for letter in letters if MEETING in letter.as_string() or GROUP in letter.as_string()]
    assert email_of(PROBATION) in {letter["To"] for letter in letters}


# --- 8. Access log ---


def it_is_written_down_who_looked(ruth, group):
    """The group's page says who opened it and to which person it was disclosed;
    the log says who signed in and how.
    """
    ruth.opens(group[1])
    ruth.sees(OUTCOME)
    with ruth.page.expect_navigation():
        ruth.clicks("Access log")
    lines = "".join(lines_of_each_page(ruth))
    for who in (COORDINATOR, PVP_OFFICER, SECRETARY, CHAIR, PROBATION):
        assert re.search(rf"{who}[^|]*Consultation: ", lines), who
    ruth.chooses("What was done", "Disclosure")
    with ruth.page.expect_navigation():
        ruth.clicks("Show")
    assert ruth.row("download").filter(has_text=PROBATION).filter(has_text=AGENCY).count() == 1
    assert ruth.row("Disclosure").filter(has_text="minutes").filter(has_text=PROBATION).count()
    signed_in = set(
        LogEntry.objects.filter(verb=LogEntry.Verb.SIGN_IN).values_list("actor_name", "operation")
    )
    assert {(COORDINATOR, "sign in"), (PROBATION, "sign in (demo)"), (CHAIR, "sign in (demo)")} <= signed_in

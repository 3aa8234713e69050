"""What happens to people at risk that clocks count from: people know of it, and say so by hand."""

from pam.records.happenings import register_event

BY_HAND = {
    "referral.received": "A referral is received",
    "referral.decided": "The referral is decided",
    "harm.suspected": "Significant harm to a child is suspected",
    "strategy.discussed": "The strategy discussion is held",
    "conference.held": "The first child protection conference is held",
    "core-group.held": "The core group meets",
    "conference.reviewed": "A review conference is held",
    "family-assessment.completed": "The child and family assessment is completed",
    "person.returned": "A missing person returns",
    "interview.held": "The return interview is held",
    "notice.served": "A protection notice is served",
    "court.heard": "The court hears it",
    "disclosure.asked": "A request under the disclosure scheme is made",
    "disclosure.decided": "The disclosure is made or refused",
    "slavery.referred": "A referral to the national referral mechanism is made",
    "slavery.reasonable-grounds": "The reasonable grounds decision is made",
    "slavery.conclusive-grounds": "The conclusive grounds decision is made",
    "marac.heard": "The MARAC hears the case",
    "flag.removed": "The flag is removed or renewed",
}


def register() -> None:
    """Makes them known to frameworks; called by the AppConfig."""
    for code, label in BY_HAND.items():
        register_event(code, label, by_hand=True)

"""What is done again and again, and how often. The scheduler starts it (CELERY_BEAT_SCHEDULE)."""

from pam.environment import Environment

# Name, task, the variable of the environment that says every how many seconds, and how many without it.
JOBS = (
    ("remind", "pam.actions.tasks.remind", "PAM_REMIND_EVERY", 60.0),
    ("warn-of-clocks", "pam.clocks.tasks.warn", "PAM_WARN_OF_CLOCKS_EVERY", 60.0),
    ("watch-releases", "ocg.members.tasks.watch_releases", "PAM_WATCH_RELEASES_EVERY", 3600.0),
    ("warn-of-orders", "pam.orders.tasks.warn", "PAM_WARN_OF_ORDERS_EVERY", 3600.0),
    ("send-mail", "pam.notifications.tasks.send_due", "PAM_SEND_EVERY", 20.0),
    ("forget-old-mail", "pam.notifications.tasks.forget", "PAM_FORGET_EVERY", 86400.0),
    ("password-links", "pam.accounts.tasks.enqueue_password_links", "PAM_TELL_EVERY", 20.0),
    ("tell-of-members", "pam.accounts.tasks.enqueue_membership_notices", "PAM_TELL_EVERY", 20.0),
    ("notify-of-messages", "pam.contact.tasks.enqueue_notices", "PAM_TELL_EVERY", 20.0),
    ("erase-messages", "pam.contact.tasks.erase", "PAM_ERASE_MESSAGES_EVERY", 3600.0),
    ("hand-over", "pam.accounts.tasks.hand_over", "PAM_HAND_OVER_EVERY", 20.0),
    ("review-teams", "pam.accounts.tasks.review", "PAM_REVIEW_EVERY", 3600.0),
    (
        "forget-ended-sessions",
        "pam.accounts.tasks.forget_ended_sessions",
        "PAM_FORGET_SESSIONS_EVERY",
        3600.0,
    ),
    ("forget-drafts", "pam.drafts.tasks.forget_drafts", "PAM_FORGET_DRAFTS_EVERY", 3600.0),
    ("forget-answers", "pam.api.tasks.forget_answers", "PAM_FORGET_ANSWERS_EVERY", 3600.0),
    ("send-hooks", "pam.api.tasks.send_hooks", "PAM_SEND_HOOKS_EVERY", 20.0),
    ("forget-hooks", "pam.api.tasks.forget_hooks", "PAM_FORGET_HOOKS_EVERY", 86400.0),
    ("notify-of-matches", "pam.matching.tasks.enqueue_notices", "PAM_TELL_EVERY", 20.0),
    ("match", "pam.matching.tasks.match", "PAM_MATCH_EVERY", 30.0),
    ("notify-of-enquiries", "pam.enquiries.tasks.enqueue_notices", "PAM_TELL_EVERY", 20.0),
    ("notify-of-disclosures", "pam.disclosure.tasks.enqueue_notices", "PAM_TELL_EVERY", 20.0),
    ("warn-of-agreements", "pam.disclosure.tasks.enqueue_warnings", "PAM_WARN_EVERY", 3600.0),
    ("tell-of-newer-offers", "pam.practice.tasks.enqueue_notices", "PAM_TELL_EVERY", 20.0),
    ("count-uses-of-offers", "pam.practice.tasks.count_uses", "PAM_COUNT_OFFERS_EVERY", 86400.0),
    ("remind-of-cases", "pvp.tasks.remind", "PAM_REMIND_OF_CASES_EVERY", 3600.0),
    ("forget-referrals", "pvp.referrals.tasks.forget_referrals", "PAM_FORGET_REFERRALS_EVERY", 86400.0),
    ("remove-erased-files", "pam.retention.tasks.remove_files", "PAM_REMOVE_FILES_EVERY", 30.0),
    ("remove-leftovers", "pam.retention.tasks.remove_leftovers", "PAM_REMOVE_LEFTOVERS_EVERY", 21600.0),
    ("reset-training", "pam.training.tasks.reset_training", "PAM_RESET_TRAINING_EVERY", 20.0),
    ("work-on-imports", "pam.imports.tasks.work_on_waiting", "PAM_IMPORTS_EVERY", 20.0),
    ("forget-imports", "pam.imports.tasks.forget_imports", "PAM_FORGET_IMPORTS_EVERY", 3600.0),
    ("make-waiting-minutes", "meetings.tasks.make_waiting_minutes", "PAM_MINUTES_EVERY", 20.0),
    ("make-waiting-packs", "meetings.tasks.make_waiting_packs", "PAM_PACKS_EVERY", 20.0),
    ("refresh-packs", "meetings.tasks.refresh_packs", "PAM_REFRESH_PACKS_EVERY", 300.0),
    ("chase-updates", "meetings.tasks.chase_updates", "PAM_CHASE_UPDATES_EVERY", 3600.0),
    ("make-waiting-profiles", "ocg.profile.tasks.make_waiting_profiles", "PAM_PROFILES_EVERY", 20.0),
    ("read-documents", "pam.records.tasks.read_documents", "PAM_READ_DOCUMENTS_EVERY", 20.0),
    ("make-previews", "pam.records.tasks.make_previews", "PAM_MAKE_PREVIEWS_EVERY", 10.0),
    ("look-for-watchers", "pam.watching.tasks.look", "PAM_WATCH_EVERY", 300.0),
    ("drop-unseen-watches", "pam.watching.tasks.drop_unseen", "PAM_DROP_WATCHES_EVERY", 86400.0),
    ("seal", "pam.audit.tasks.seal", "PAM_SEAL_EVERY", 60.0),
    ("find-unusual", "pam.oversight.tasks.find_unusual", "PAM_FIND_UNUSUAL_EVERY", 3600.0),
    ("anchor", "pam.audit.tasks.anchor", "PAM_ANCHOR_EVERY", 86400.0),
    ("mail-anchor", "pam.audit.tasks.mail_anchor", "PAM_ANCHOR_EVERY", 86400.0),
)
SCAN = ("scan-files", "pam.records.tasks.scan_files", "PAM_SCAN_EVERY", 15.0)
LATEST = 60.0  # seconds; a job that waited longer is left out, as the next one does the same


def schedule(env: Environment, *, scans: bool) -> dict:
    """The jobs as Celery takes them; `scans` is whether files are given to a virus scanner."""
    found: dict = {}
    for name, task, variable, seconds in [*JOBS, *([SCAN] if scans else [])]:
        every = env.number(variable, seconds, least=0.1, unit="seconds")
        found[name] = {"task": task, "schedule": every, "options": {"expires": max(every, LATEST)}}
    return found

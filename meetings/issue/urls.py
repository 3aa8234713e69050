"""One page a line; the room's own addresses take them in."""

from django.urls import path

from meetings.issue import views
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

confidential = requires_acceptance(Kind.CONFIDENTIALITY)
ISSUE_PATHS = [
    path("minutes/<uuid:uuid>/again/", confidential(views.again), name="make_again"),
    path("<uuid:uuid>/minutes/words/", confidential(views.words), name="words"),
    path("<uuid:uuid>/minutes/words/<uuid:passage>/", confidential(views.Words.as_view()), name="wording"),
    path("<uuid:uuid>/minutes/send/", confidential(views.send), name="send_minutes"),
    path("<uuid:uuid>/minutes/agree/", confidential(views.Agree.as_view()), name="agree_correction"),
    path("<uuid:uuid>/minutes/readers/", confidential(views.readers), name="minutes_readers"),
]

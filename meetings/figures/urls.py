"""One page a line; the room's own addresses take them in."""

from django.urls import path

from meetings.figures import views
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

confidential = requires_acceptance(Kind.CONFIDENTIALITY)
FIGURE_PATHS = [
    path("figures/", confidential(views.figures), name="figures"),
    path("figures/minutes/", confidential(views.together), name="minutes_together"),
    path("figures/decisions/", confidential(views.DownloadDecisions.as_view()), name="decisions_download"),
]

"""Every address of pam, by room."""

from django.urls import include, path

from pam.dashboard.views import add, everything, home
from pam.health import healthz, readyz

handler400 = "pam.errors.bad_request"
handler500 = "pam.errors.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("add/", add, name="add"),
    path("waiting/", everything, name="waiting"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("pam.accounts.urls_sign_in")),
    path("people/", include("pam.reference.urls")),
    path("", include("pam.accounts.urls")),
    path("", include("pam.contact.urls")),
    path("", include("pam.search.urls")),
    path("", include("pam.disclosure.urls")),
    path("", include("pam.oversight.urls")),
    path("", include("pam.notifications.urls")),
    path("", include("pam.watching.urls")),
    path("", include("pam.drafts.urls")),
    path("", include("pam.exchange.urls")),
    path("help/", include("pam.help.urls")),
    path("", include("pam.api.urls")),
    path("lists/", include("pam.lists.urls")),
    path("frameworks/", include("pam.frameworks.urls")),
    path("practice/", include("pam.practice.urls")),
    path("records/", include("pam.records.urls")),
    path("merges/", include("pam.merging.urls")),
    path("subjects/", include("pam.subjects.urls")),
    path("network/", include("pam.network.urls")),
    path("enquiries/", include("pam.enquiries.urls")),
    path("matches/", include("pam.matching.urls")),
    path("actions/", include("pam.actions.urls")),
    path("assessments/", include("pam.assessments.urls")),
    path("clocks/", include("pam.clocks.urls")),
    path("orders/", include("pam.orders.urls")),
    path("between-agencies/", include("pam.disagreements.urls")),
    path("chronologies/", include("pam.chronology.urls")),
    path("stages/", include("pam.stages.urls")),
    path("imports/", include("pam.imports.urls")),
    path("transfers/", include("pam.transfers.urls")),
    path("retention/", include("pam.retention.urls")),
    path("ocg/", include("ocg.urls")),
    path("pvp/", include("pvp.urls")),
    path("evidence/", include("pam.evidence.urls")),
    path("places/", include("places.urls")),
    path("meetings/", include("meetings.urls")),
    path("training/", include("pam.training.urls")),
    path("ui/", include("pam.ui.urls")),
]

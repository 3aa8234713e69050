"""Every address of pam, by room."""

from django.http import HttpResponse
from django.urls import include, path

from pam.access.middleware import public
from pam.dashboard.views import home


@public
def healthz(request):
    """Answers "ok" as soon as the process takes requests; asks neither database nor Redis."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("pam.accounts.urls_sign_in")),
    path("", include("pam.accounts.urls")),
    path("", include("pam.search.urls")),
    path("", include("pam.disclosure.urls")),
    path("", include("pam.oversight.urls")),
    path("", include("pam.notifications.urls")),
    path("records/", include("pam.records.urls")),
    path("enquiries/", include("pam.enquiries.urls")),
    path("matches/", include("pam.matching.urls")),
    path("actions/", include("pam.actions.urls")),
    path("retention/", include("pam.retention.urls")),
    path("ocg/", include("ocg.urls")),
    path("pvp/", include("pvp.urls")),
    path("meetings/", include("meetings.urls")),
    path("ui/", include("pam.ui.urls")),
]

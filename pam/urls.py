"""Every address of pam, by room."""

from django.http import HttpResponse
from django.urls import include, path

from pam.access.middleware import public
from pam.actions.views_home import home


@public
def healthz(request):
    """Answers "ok" as soon as the process takes requests; asks neither database nor Redis."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("pam.access.urls_accounts")),
    path("", home, name="home"),
    path("", include("pam.access.urls")),
    path("", include("pam.people.urls")),
    path("records/", include("pam.records.urls")),
    path("asking/", include("pam.asking.urls")),
    path("actions/", include("pam.actions.urls")),
    path("doors/", include("pam.doors.urls")),
    path("retention/", include("pam.retention.urls")),
    path("agreements/", include("pam.agreements.urls")),
    path("ocg/", include("ocg.urls")),
    path("pvp/", include("pvp.urls")),
    path("meetings/", include("meetings.urls")),
    path("audit/", include("pam.audit.urls")),
    path("ui/", include("pam.ui.urls")),
]

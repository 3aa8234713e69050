"""The addresses of the little server: pam.ui's own, and names for the navigation and for signing out."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    """Answers with nothing."""
    return HttpResponse("", status=204)


NAVIGATION = [
    ("My work", "home"),
    ("OCGs", "ocgs"),
    ("People at risk", "pvp"),
    ("Meetings", "meetings"),
    ("Actions", "actions"),
    ("Search", "search"),
    ("Mailbox", "mailbox"),
]
accounts = [path("session/", nothing, name="session")]
find = [path("search/", nothing, name="results"), path("search/quick/", nothing, name="quick")]
urlpatterns = [
    path("find/", include((find, "search"))),
    path("", nothing, name="home"),
    path("ui/", include("pam.ui.urls")),
    path("account/", include((accounts, "accounts"))),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
    *(path(f"{name}/", nothing, name=name) for _, name in NAVIGATION[1:]),
]

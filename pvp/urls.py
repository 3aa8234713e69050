"""One page a line."""

from django.urls import path

from pvp import views
from pvp.closure.urls import CLOSURE_PATHS
from pvp.referrals.urls import REFERRAL_PATHS

app_name = "pvp"
urlpatterns = [
    path("", views.cases, name="list"),
    path("download/", views.DownloadCases.as_view(), name="list_download"),
    path("new/", views.NewCase.as_view(), name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.EditCase.as_view(), name="edit"),
    *CLOSURE_PATHS,
    *REFERRAL_PATHS,
]

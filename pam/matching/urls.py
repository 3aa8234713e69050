"""One page a line."""

from django.urls import path

from pam.matching import views

app_name = "matching"
urlpatterns = [
    path("", views.matches, name="matches"),
    path("muted/", views.muted, name="muted"),
    path("<uuid:uuid>/", views.OneMatch.as_view(), name="match"),
]

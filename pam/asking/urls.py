"""One page a line."""

from django.urls import path

from . import views_matches

app_name = "asking"
urlpatterns = [
    path("matches/", views_matches.matches, name="matches"),
    path("matches/<uuid:uuid>/", views_matches.match, name="match"),
]

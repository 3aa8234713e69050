"""One page a line."""

from django.urls import path

from pam.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.Begin.as_view(), name="list"),
    path("<uuid:uuid>/", views.Shown.as_view(), name="import"),
    path("<uuid:uuid>/columns/", views.Map.as_view(), name="map"),
    path("<uuid:uuid>/run/", views.Run.as_view(), name="run"),
    path("<uuid:uuid>/errors/", views.download_errors, name="errors"),
    path("<uuid:uuid>/undo/", views.Undo.as_view(), name="undo"),
    path("<uuid:uuid>/give-up/", views.GiveUp.as_view(), name="give_up"),
]

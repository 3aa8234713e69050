"""One page a line."""

from django.urls import path

from pvp import views

app_name = "pvp"
urlpatterns = [
    path("", views.cases, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.edit, name="edit"),
    path("<uuid:uuid>/close/", views.close, name="close"),
    path("<uuid:uuid>/reopen/", views.reopen, name="reopen"),
]

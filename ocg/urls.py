"""One page a line."""

from django.urls import path

from ocg import views

app_name = "ocg"
urlpatterns = [
    path("", views.list_groups, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.edit, name="edit"),
    path("<uuid:uuid>/score/", views.score, name="score"),
    path("<uuid:uuid>/archive/", views.close, name="close"),
    path("<uuid:uuid>/reopen/", views.reopen, name="reopen"),
]

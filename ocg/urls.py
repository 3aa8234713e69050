"""One page a line."""

from django.urls import path

from ocg import views

app_name = "ocg"
urlpatterns = [
    path("", views.list_groups, name="list"),
    path("download/", views.DownloadGroups.as_view(), name="list_download"),
    path("new/", views.NewOcg.as_view(), name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.EditOcg.as_view(), name="edit"),
    path("<uuid:uuid>/score/", views.AddScore.as_view(), name="score"),
]

"""One page a line."""

from django.urls import path

from pam.clocks import views, wall_views

app_name = "clocks"
urlpatterns = [
    path("", wall_views.wall, name="wall"),
    path("screen/", wall_views.screen, name="screen"),
    path("download/", wall_views.DownloadWall.as_view(), name="wall_download"),
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("of/<uuid:uuid>/start/", views.Start.as_view(), name="start"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/meet/", views.Meet.as_view(), name="meet"),
    path("<uuid:uuid>/stop/", views.Stop.as_view(), name="stop"),
    path("<uuid:uuid>/restart/", views.Restart.as_view(), name="restart"),
    path("<uuid:uuid>/correct/", views.Correct.as_view(), name="correct"),
    path("<uuid:uuid>/late/", views.Late.as_view(), name="late"),
    path("<uuid:uuid>/newer/", views.Newer.as_view(), name="newer"),
]

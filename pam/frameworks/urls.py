"""One page a line."""

from django.urls import path

from pam.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.library, name="library"),
    path("<uuid:uuid>/", views.framework, name="framework"),
    path("versions/<uuid:uuid>/", views.version, name="version"),
    path("versions/<uuid:uuid>/file/", views.file, name="file"),
    path("versions/<uuid:uuid>/differences/<uuid:other>/", views.differences, name="differences"),
]

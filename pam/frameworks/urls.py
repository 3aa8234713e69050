"""One page a line."""

from django.urls import path

from pam.frameworks import views
from pam.frameworks.editor import library_views, try_view
from pam.frameworks.editor import views as editor

app_name = "frameworks"
urlpatterns = [
    path("", views.library, name="library"),
    path("new/", library_views.NewView.as_view(), name="new"),
    path("upload/", library_views.UploadView.as_view(), name="upload"),
    path("<uuid:uuid>/", views.framework, name="framework"),
    path("<uuid:uuid>/next/", library_views.StartView.as_view(), name="start"),
    path("<uuid:uuid>/retire/", library_views.RetireView.as_view(), name="retire"),
    path("versions/<uuid:uuid>/", views.version, name="version"),
    path("versions/<uuid:uuid>/file/", views.file, name="file"),
    path("versions/<uuid:uuid>/differences/<uuid:other>/", views.differences, name="differences"),
    path("versions/<uuid:uuid>/copy/", library_views.CopyView.as_view(), name="copy"),
    path("versions/<uuid:uuid>/edit/", editor.EditView.as_view(), name="edit"),
    path("versions/<uuid:uuid>/arrange/", editor.arrange, name="rearrange"),
    path("versions/<uuid:uuid>/try/", try_view.try_it, name="try"),
    path("versions/<uuid:uuid>/publish/", editor.PublishView.as_view(), name="publish"),
    path("versions/<uuid:uuid>/discard/", library_views.DiscardView.as_view(), name="discard"),
]

"""One page a line."""

from django.urls import path

from pam.network import views

app_name = "network"
urlpatterns = [
    path("record/<uuid:uuid>/", views.record, name="record"),
    path("record/<uuid:uuid>/data/", views.record_data, name="record_data"),
    path("record/<uuid:uuid>/download/", views.RecordDownload.as_view(), name="record_download"),
    path("subject/<uuid:uuid>/", views.subject, name="subject"),
    path("subject/<uuid:uuid>/data/", views.subject_data, name="subject_data"),
    path("subject/<uuid:uuid>/download/", views.SubjectDownload.as_view(), name="subject_download"),
]

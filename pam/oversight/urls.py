"""One page a line."""

from django.urls import path

from pam.oversight import views, views_export, views_record, views_unusual

app_name = "oversight"
urlpatterns = [
    path("audit/people/", views.people, name="people"),
    path("audit/people/<uuid:uuid>/", views.person, name="person"),
    path("audit/people/<uuid:uuid>/export/", views_export.export_person, name="export_person"),
    path("audit/records/", views.record, name="record"),
    path("audit/records/<uuid:uuid>/export/", views_export.export_record, name="export_record"),
    path("audit/disclosures/", views.agency, name="agency"),
    path("audit/unusual/", views_unusual.unusual, name="unusual"),
    path("audit/unusual/<uuid:uuid>/", views_unusual.follow_up, name="follow_up"),
    path("records/<uuid:uuid>/access-log/", views_record.looks, name="access_log"),
]

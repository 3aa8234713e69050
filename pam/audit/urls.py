"""One page a line."""

from django.urls import path

from . import views, views_export, views_unusual

app_name = "audit"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:uuid>/", views.person, name="person"),
    path("people/<uuid:uuid>/export/", views_export.export_person, name="export_person"),
    path("records/", views.record, name="record"),
    path("records/<uuid:uuid>/export/", views_export.export_record, name="export_record"),
    path("disclosures/", views.agency, name="agency"),
    path("unusual/", views_unusual.unusual, name="unusual"),
    path("unusual/<uuid:uuid>/", views_unusual.follow_up, name="follow_up"),
]

"""One page a line."""

from django.urls import path

from pam.oversight.views import access_log, export, log, reason, unusual

app_name = "oversight"
urlpatterns = [
    path("audit/people/", log.people, name="people"),
    path("audit/people/<uuid:uuid>/", log.person, name="person"),
    path("audit/people/<uuid:uuid>/export/", export.ExportPerson.as_view(), name="export_person"),
    path("audit/records/", log.record, name="record"),
    path("audit/records/<uuid:uuid>/export/", export.ExportRecord.as_view(), name="export_record"),
    path("audit/disclosures/", log.agency, name="agency"),
    path("audit/reasons/<str:line>/", reason.OpenReason.as_view(), name="reason"),
    path("audit/unusual/", unusual.unusual, name="unusual"),
    path("audit/unusual/<uuid:uuid>/", unusual.FollowUp.as_view(), name="follow_up"),
    path("records/<uuid:uuid>/access-log/", access_log.access_log, name="access_log"),
]

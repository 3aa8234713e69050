"""One page a line."""

from django.urls import path

from pam.retention.views import disposal, groups, keeping, subject_access

app_name = "retention"
urlpatterns = [
    path("", keeping.due, name="due"),
    path("record/<uuid:uuid>/", keeping.record, name="record"),
    path("record/<uuid:uuid>/review/", keeping.review, name="review"),
    path("record/<uuid:uuid>/hold/", keeping.put_hold, name="hold"),
    path("hold/<uuid:uuid>/lift/", keeping.lift_hold, name="lift"),
    path("record/<uuid:uuid>/dispose/", disposal.propose, name="propose"),
    path("disposals/", disposal.proposals, name="proposals"),
    path("disposals/<uuid:uuid>/", disposal.proposal, name="proposal"),
    path("disposals/<uuid:uuid>/decline/", disposal.decline, name="decline"),
    path("disposals/<uuid:uuid>/withdraw/", disposal.withdraw, name="withdraw"),
    path("certificates/", disposal.certificates, name="certificates"),
    path("certificates/<uuid:uuid>/", disposal.certificate, name="certificate"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<uuid:uuid>/", groups.group_edit, name="group_edit"),
    path("groups/<uuid:uuid>/retire/", groups.group_retire, name="group_retire"),
    path("subject-access/", subject_access.subjects, name="subjects"),
    path("subject-access/new/", subject_access.new, name="subject_new"),
    path("subject-access/<uuid:uuid>/", subject_access.subject, name="subject"),
]

"""One page a line."""

from django.urls import path

from . import views, views_disposal, views_subject

app_name = "retention"
urlpatterns = [
    path("", views.due, name="due"),
    path("record/<uuid:uuid>/", views.record, name="record"),
    path("record/<uuid:uuid>/review/", views.review, name="review"),
    path("record/<uuid:uuid>/hold/", views.put_hold, name="hold"),
    path("hold/<uuid:uuid>/lift/", views.lift_hold, name="lift"),
    path("record/<uuid:uuid>/dispose/", views_disposal.propose, name="propose"),
    path("disposals/", views_disposal.proposals, name="proposals"),
    path("disposals/<uuid:uuid>/", views_disposal.proposal, name="proposal"),
    path("disposals/<uuid:uuid>/decline/", views_disposal.decline, name="decline"),
    path("disposals/<uuid:uuid>/withdraw/", views_disposal.withdraw, name="withdraw"),
    path("certificates/", views_disposal.certificates, name="certificates"),
    path("certificates/<uuid:uuid>/", views_disposal.certificate, name="certificate"),
    path("subject-access/", views_subject.subjects, name="subjects"),
    path("subject-access/new/", views_subject.new, name="subject_new"),
    path("subject-access/<uuid:uuid>/", views_subject.subject, name="subject"),
]

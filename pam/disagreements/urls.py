"""One page a line."""

from django.urls import path

from pam.disagreements import views

app_name = "disagreements"
urlpatterns = [
    path("", views.escalations, name="escalations"),
    path("not-shared/", views.refusals, name="refusals"),
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("of/<uuid:uuid>/escalate/", views.Escalate.as_view(), name="escalate"),
    path("of/<uuid:uuid>/not-share/", views.NotShare.as_view(), name="not_share"),
    path("<uuid:uuid>/", views.escalation, name="escalation"),
    path("<uuid:uuid>/answer/", views.Answer.as_view(), name="answer"),
    path("<uuid:uuid>/further/", views.TakeFurther.as_view(), name="further"),
    path("<uuid:uuid>/settle/", views.Settle.as_view(), name="settle"),
    path("not-shared/<uuid:uuid>/", views.decision, name="decision"),
    path("not-shared/<uuid:uuid>/review/", views.Review.as_view(), name="review"),
]

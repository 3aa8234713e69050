"""One page a line."""

from django.urls import path

from pam.assessments import views

app_name = "assessments"
urlpatterns = [
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("of/<uuid:uuid>/start/", views.Start.as_view(), name="start"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/answer/", views.Answer.as_view(), name="answer"),
    path("<uuid:uuid>/shown/", views.shown, name="shown"),
    path("<uuid:uuid>/discard/", views.Discard.as_view(), name="discard"),
    path("<uuid:uuid>/complete/", views.Complete.as_view(), name="complete"),
    path("<uuid:uuid>/compare/<uuid:other>/", views.compare, name="compare"),
    path("<uuid:uuid>/again/", views.MakeAgain.as_view(), name="again"),
    path("<uuid:uuid>/second/", views.SecondGrade.as_view(), name="second"),
]

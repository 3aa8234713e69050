"""One page a line."""

from django.urls import path

from . import views

app_name = "retention"
urlpatterns = [
    path("", views.due, name="due"),
    path("record/<uuid:uuid>/", views.record, name="record"),
    path("record/<uuid:uuid>/review/", views.review, name="review"),
    path("record/<uuid:uuid>/hold/", views.put_hold, name="hold"),
    path("hold/<uuid:uuid>/lift/", views.lift_hold, name="lift"),
]

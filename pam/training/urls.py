"""One page a line."""

from django.urls import path

from pam.training import views

app_name = "training"
urlpatterns = [
    path("", views.training, name="training"),
    path("reset/", views.ResetTraining.as_view(), name="reset"),
]

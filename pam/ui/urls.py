"""Addresses of the pages for developers: there are none in production."""

from django.conf import settings
from django.urls import path

from pam.ui import views

app_name = "ui"
urlpatterns = []
if getattr(settings, "MODE", "production") != "production":
    urlpatterns = [
        path("components/", views.components, name="components"),
        path("components/wall/", views.wall, name="wall"),
    ]

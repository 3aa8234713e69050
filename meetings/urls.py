"""One page a line."""

from django.urls import path

app_name = "meetings"
urlpatterns = []

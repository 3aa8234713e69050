"""One page a line."""

from django.urls import path

from pam.reference.views import settings

app_name = "reference"
urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/<str:key>/", settings.setting, name="setting"),
    path("settings/<str:key>/reset/", settings.reset, name="setting_reset"),
]

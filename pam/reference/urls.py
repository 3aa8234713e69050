"""One page a line."""

from django.urls import path

from pam.reference.views import lists, setting_requests, settings

app_name = "reference"
urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path(
        "settings/requests/<uuid:uuid>/accept/",
        setting_requests.AcceptSettingRequest.as_view(),
        name="setting_request_accept",
    ),
    path(
        "settings/requests/<uuid:uuid>/refuse/",
        setting_requests.RefuseSettingRequest.as_view(),
        name="setting_request_refuse",
    ),
    path(
        "settings/requests/<uuid:uuid>/withdraw/",
        setting_requests.WithdrawSettingRequest.as_view(),
        name="setting_request_withdraw",
    ),
    path("settings/<str:key>/", settings.setting, name="setting"),
    path("settings/<str:key>/reset/", settings.reset, name="setting_reset"),
    path("lists/", lists.lists, name="lists"),
    path("lists/values/<uuid:uuid>/", lists.value_edit, name="value_edit"),
    path("lists/values/<uuid:uuid>/retire/", lists.value_retire, name="value_retire"),
    path("lists/<str:key>/", lists.values, name="values"),
    path("lists/<str:key>/new/", lists.value_new, name="value_new"),
]

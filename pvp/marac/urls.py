"""The pages of MARAC referrals, one a line."""

from django.urls import path

from pvp.marac import views

MARAC_PATHS = [
    path("<uuid:uuid>/marac/", views.of_record, name="marac"),
    path("<uuid:uuid>/marac/refer/", views.Refer.as_view(), name="marac_refer"),
    path("marac/<uuid:uuid>/", views.detail, name="marac_referral"),
    path("marac/<uuid:uuid>/told/", views.RecordTold.as_view(), name="marac_told"),
    path("marac/<uuid:uuid>/flag/", views.EndFlag.as_view(), name="marac_end_flag"),
    path("marac/<uuid:uuid>/withdraw/", views.Withdraw.as_view(), name="marac_withdraw"),
]

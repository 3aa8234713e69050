"""One page a line; part of the room's addresses."""

from django.urls import path

from pvp.referrals import views

REFERRAL_PATHS = [
    path("referrals/", views.queue, name="referral_queue"),
    path("referrals/new/", views.Refer.as_view(), name="refer"),
    path("referrals/mine/", views.mine, name="my_referrals"),
    path("referrals/mine/<uuid:uuid>/", views.my_referral, name="my_referral"),
    path("referrals/teams/", views.Desks.as_view(), name="referral_desks"),
    path("referrals/teams/<uuid:uuid>/end/", views.EndDesk.as_view(), name="referral_desk_end"),
    path("referrals/<uuid:uuid>/", views.triage, name="referral"),
    path("referrals/<uuid:uuid>/rate/", views.Rate.as_view(), name="referral_rate"),
    path("referrals/<uuid:uuid>/accept/", views.Accept.as_view(), name="referral_accept"),
    path("referrals/<uuid:uuid>/join/", views.Join.as_view(), name="referral_join"),
    path("referrals/<uuid:uuid>/pass-on/", views.PassOn.as_view(), name="referral_pass_on"),
    path("referrals/<uuid:uuid>/close/", views.Close.as_view(), name="referral_close"),
]

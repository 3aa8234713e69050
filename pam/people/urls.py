"""One page a line."""

from django.urls import path

from . import views_accept, views_invitations, views_leaving, views_terms

app_name = "people"
urlpatterns = [
    path("people/invitations/", views_invitations.invitations, name="invitations"),
    path("people/invitations/new/", views_invitations.invite, name="invite"),
    path("people/invitations/<uuid:uuid>/resend/", views_invitations.resend, name="resend"),
    path("people/invitations/<uuid:uuid>/withdraw/", views_invitations.withdraw, name="withdraw"),
    path("people/invited/<str:token>/", views_accept.accept, name="accept"),
    path("people/acceptances/", views_terms.acceptances, name="acceptances"),
    path("people/<uuid:uuid>/leave/", views_leaving.leave, name="leave"),
    path("people/<uuid:uuid>/stay/", views_leaving.stay, name="stay"),
    path("people/leaderless/", views_leaving.leaderless_people, name="leaderless"),
    path("terms/<slug:kind>/", views_terms.terms, name="terms"),
]

"""One page a line."""

from django.urls import path

from . import views_accept, views_invitations, views_leaving, views_reviews, views_terms

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
    path("people/reviews/", views_reviews.reviews, name="reviews"),
    path("people/reviews/<uuid:uuid>/", views_reviews.review, name="review"),
    path("people/reviews/<uuid:uuid>/people/<uuid:person>/", views_reviews.take_out, name="take_out"),
    path(
        "people/reviews/<uuid:uuid>/shares/<uuid:grant>/", views_reviews.end_share, name="end_reviewed_share"
    ),
    path("terms/<slug:kind>/", views_terms.terms, name="terms"),
]

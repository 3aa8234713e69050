"""One page a line."""

from django.urls import path

from pam.accounts.views import accept, invitations, leaving, people, sign_in, team_reviews, terms_of_use

app_name = "accounts"
urlpatterns = [
    path("not-yet/", sign_in.incomplete, name="incomplete"),
    path("demo-sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("act-for/", sign_in.act_for, name="act_for"),
    path("account/", sign_in.account, name="account"),
    path("people/", people.people, name="people"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("people/<uuid:uuid>/change/", people.person_edit, name="person_edit"),
    path("people/<uuid:uuid>/suspend/", people.person_suspend, name="person_suspend"),
    path("people/<uuid:uuid>/restore/", people.person_restore, name="person_restore"),
    path("people/teams/", people.teams, name="teams"),
    path("people/teams/new/", people.team_new, name="team_new"),
    path("people/teams/<uuid:uuid>/", people.team, name="team"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invitations/new/", invitations.invite, name="invite"),
    path("people/invitations/<uuid:uuid>/resend/", invitations.resend, name="resend"),
    path("people/invitations/<uuid:uuid>/withdraw/", invitations.withdraw, name="withdraw"),
    path("people/invited/<str:token>/", accept.accept, name="accept"),
    path("people/acceptances/", terms_of_use.acceptances, name="acceptances"),
    path("people/<uuid:uuid>/leave/", leaving.leave, name="leave"),
    path("people/<uuid:uuid>/stay/", leaving.stay, name="stay"),
    path("people/leaderless/", leaving.leaderless_people, name="leaderless"),
    path("people/reviews/", team_reviews.reviews, name="reviews"),
    path("people/reviews/<uuid:uuid>/", team_reviews.review, name="review"),
    path("people/reviews/<uuid:uuid>/people/<uuid:person>/", team_reviews.take_out, name="take_out"),
    path(
        "people/reviews/<uuid:uuid>/shares/<uuid:grant>/", team_reviews.end_share, name="end_reviewed_share"
    ),
    path("terms/<slug:kind>/", terms_of_use.terms, name="terms"),
]

"""One page a line."""

from django.urls import path

from pam.accounts.views import (
    accept,
    invitations,
    leaving,
    membership_requests,
    people,
    sign_in,
    team_reviews,
    terms_of_use,
)

app_name = "accounts"
urlpatterns = [
    path("not-yet/", sign_in.incomplete, name="incomplete"),
    path("demo-sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("act-for/", sign_in.act_for, name="act_for"),
    path("account/", sign_in.account, name="account"),
    path("account/single-keys/", sign_in.single_keys, name="single_keys"),
    path("account/session/", sign_in.session, name="session"),
    path("account/sessions/<uuid:uuid>/end/", sign_in.end_session, name="session_end"),
    path("people/", people.people, name="people"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("people/<uuid:uuid>/change/", people.EditPerson.as_view(), name="person_edit"),
    path("people/<uuid:uuid>/suspend/", people.SuspendPerson.as_view(), name="person_suspend"),
    path("people/<uuid:uuid>/restore/", people.RestorePerson.as_view(), name="person_restore"),
    path("people/teams/", people.teams, name="teams"),
    path("people/teams/new/", people.NewTeam.as_view(), name="team_new"),
    path("people/teams/<uuid:uuid>/", people.EditTeam.as_view(), name="team"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invitations/new/", invitations.Invite.as_view(), name="invite"),
    path("people/invitations/<uuid:uuid>/resend/", invitations.Resend.as_view(), name="resend"),
    path("people/invitations/<uuid:uuid>/withdraw/", invitations.Withdraw.as_view(), name="withdraw"),
    path("people/invited/<str:token>/", accept.accept, name="accept"),
    path("people/requests/", membership_requests.requests, name="requests"),
    path(
        "people/requests/<uuid:uuid>/accept/",
        membership_requests.AcceptRequest.as_view(),
        name="request_accept",
    ),
    path(
        "people/requests/<uuid:uuid>/refuse/",
        membership_requests.RefuseRequest.as_view(),
        name="request_refuse",
    ),
    path(
        "people/requests/<uuid:uuid>/withdraw/",
        membership_requests.WithdrawRequest.as_view(),
        name="request_withdraw",
    ),
    path("people/acceptances/", terms_of_use.acceptances, name="acceptances"),
    path("people/<uuid:uuid>/leave/", leaving.Leave.as_view(), name="leave"),
    path("people/<uuid:uuid>/stay/", leaving.Stay.as_view(), name="stay"),
    path("people/leaderless/", leaving.leaderless_people, name="leaderless"),
    path("people/reviews/", team_reviews.reviews, name="reviews"),
    path("people/reviews/<uuid:uuid>/", team_reviews.Review.as_view(), name="review"),
    path("people/reviews/<uuid:uuid>/people/<uuid:person>/", team_reviews.TakeOut.as_view(), name="take_out"),
    path(
        "people/reviews/<uuid:uuid>/shares/<uuid:grant>/",
        team_reviews.EndShare.as_view(),
        name="end_reviewed_share",
    ),
    path("terms/<slug:kind>/", terms_of_use.terms, name="terms"),
]

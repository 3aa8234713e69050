"""One page a line."""

from django.urls import path

from . import views, views_people

app_name = "access"
urlpatterns = [
    path("not-yet/", views.incomplete, name="incomplete"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("act-for/", views.act_for, name="act_for"),
    path("account/", views.account, name="account"),
    path("people/", views_people.people, name="people"),
    path("people/<uuid:uuid>/", views_people.person, name="person"),
    path("people/<uuid:uuid>/change/", views_people.person_edit, name="person_edit"),
    path("people/<uuid:uuid>/suspend/", views_people.person_suspend, name="person_suspend"),
    path("people/<uuid:uuid>/restore/", views_people.person_restore, name="person_restore"),
    path("people/teams/", views_people.teams, name="teams"),
    path("people/teams/new/", views_people.team_new, name="team_new"),
    path("people/teams/<uuid:uuid>/", views_people.team, name="team"),
]

"""One page a line; the room's own addresses take them in."""

from django.urls import path

from meetings.packs import views
from pam.accounts.required_terms import requires_acceptance
from pam.accounts.selectors.terms_of_use import Kind

confidential = requires_acceptance(Kind.CONFIDENTIALITY)
PACK_PATHS = [
    path("<uuid:uuid>/pack/", confidential(views.pack), name="pack"),
    path("<uuid:uuid>/pack/make/", confidential(views.make), name="pack_make"),
    path("<uuid:uuid>/pack/progress/", confidential(views.progress), name="pack_progress"),
    path("packs/<uuid:uuid>/", confidential(views.download), name="pack_file"),
    path("packs/<uuid:uuid>/again/", confidential(views.again), name="pack_again"),
    path("packs/<uuid:uuid>/pages/<int:number>/", confidential(views.page), name="pack_page"),
]

"""Pages about systems and tokens, one a line; then the addresses of the API itself."""

from django.urls import path

from pam.api.door import addresses
from pam.api.views import tokens

app_name = "api"
urlpatterns = [
    path("people/systems/", tokens.systems, name="systems"),
    path("people/systems/new/", tokens.NewSystem.as_view(), name="system_new"),
    path("people/systems/tokens/new/", tokens.NewToken.as_view(), name="token_new"),
    path("people/systems/tokens/<uuid:uuid>/accept/", tokens.AcceptToken.as_view(), name="token_accept"),
    path("people/systems/tokens/<uuid:uuid>/refuse/", tokens.RefuseToken.as_view(), name="token_refuse"),
    path("people/systems/tokens/<uuid:uuid>/revoke/", tokens.EndToken.as_view(), name="token_end"),
    path("people/systems/openapi.json", tokens.openapi, name="openapi"),
    *addresses(),
]

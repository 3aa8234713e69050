"""What a person types to sign in, and to choose the agency that they act for. Wording only: the rules are
allauth's.
"""

from functools import wraps

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth as keys
from django import forms
from django.forms.fields import InvalidJSONInput

from pam.access.models import Membership
from pam.db.reading import signing_in

UNKNOWN_KEY = "pam does not know this key or passkey. Use another one, or sign in another way."


class _PlainWords:
    """Labels and hints of a form by field name, and no placeholders: they vanish as soon as one types."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(_PlainWords, account.LoginForm):
    """E-mail address and password."""

    words = {"login": ("Email address", ""), "password": ("Password", "")}


class ChangePasswordForm(_PlainWords, account.ChangePasswordForm):
    """The old password, and a new one twice."""

    words = {
        "oldpassword": ("Current password", ""),
        "password1": (
            "New password",
            "At least 14 characters. Three random words are easy to remember and hard to guess.",
        ),
        "password2": ("New password again", ""),
    }


class SetPasswordForm(_PlainWords, account.SetPasswordForm):
    """A first password, twice."""

    words = ChangePasswordForm.words


class NewPasswordForm(_PlainWords, account.ResetPasswordKeyForm):
    """A new password after a reset, twice."""

    words = ChangePasswordForm.words


class ResetPasswordForm(_PlainWords, account.ResetPasswordForm):
    """Where to send the link for a new password."""

    words = {"email": ("Email address", "The address you sign in with.")}


class PasswordAgainForm(_PlainWords, account.ReauthenticateForm):
    """The password, asked again before something about the account changes."""

    words = {"password": ("Password", "")}


CODE = ("Security code", "The 6 numbers in your authenticator app, or one of your recovery codes.")


class CodeForm(_PlainWords, mfa.AuthenticateForm):
    """The second factor's code at sign-in."""

    words = {"code": CODE}


class CodeAgainForm(_PlainWords, mfa.ReauthenticateForm):
    """The second factor's code, asked again."""

    words = {"code": CODE}


class ActivateCodeForm(_PlainWords, totp.ActivateTOTPForm):
    """The first code that a new authenticator app shows."""

    words = {"code": ("Security code", "The 6 numbers that the app shows now.")}


class KeysAnswer(forms.JSONField):
    """What a security key answered. A number or a depth that Python refuses to read is no answer of one."""

    widget = forms.HiddenInput

    def to_python(self, value):
        """As the field's own. Raises ValidationError for all that can't be read."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data, initial):
        """As the field's own, for the form that is shown again."""
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput("")


class AddKeyForm(_PlainWords, webauthn.AddWebAuthnForm):
    """A security key or passkey, and what to call it."""

    credential = KeysAnswer()
    words = {
        "name": ("Name of the key", "For example, work phone."),
        "passwordless": (
            "Use it as a passkey",
            "You can then sign in with only the key, using its PIN, your fingerprint or your face.",
        ),
    }


def _in_our_words(clean_credential):
    """allauth's check of a key's answer; a key is refused as such, not as an "incorrect code"."""

    @wraps(clean_credential)
    def clean(form):
        try:
            return clean_credential(form)
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise forms.ValidationError(UNKNOWN_KEY, code=error.code) from None

    return clean


class SignInWithKeyForm(webauthn.LoginWebAuthnForm):
    """A passkey's answer instead of a password."""

    credential = KeysAnswer()

    @_in_our_words
    def clean_credential(self):
        """The passkey, if it is one of the person's that the answer names: theirs alone can be read."""
        answer = self.cleaned_data["credential"]
        keys.parse_authentication_response(answer)
        signing_in(keys.extract_user_from_response(answer).pk)
        return super().clean_credential()


class KeyForm(webauthn.AuthenticateWebAuthnForm):
    """A security key's answer as the second factor."""

    credential = KeysAnswer()
    clean_credential = _in_our_words(webauthn.AuthenticateWebAuthnForm.clean_credential)


class KeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    """A security key's answer once more, before something that matters."""

    credential = KeysAnswer()
    clean_credential = _in_our_words(webauthn.ReauthenticateWebAuthnForm.clean_credential)


class RenameKeyForm(_PlainWords, webauthn.EditWebAuthnForm):
    """What to call a key."""

    words = {"name": ("Name of the key", "For example, work phone.")}


class ActForForm(forms.Form):
    """Which of one's own live memberships to act in."""

    membership = forms.ModelChoiceField(queryset=Membership.objects.none(), to_field_name="uuid")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = Membership.objects.live().filter(user=user)

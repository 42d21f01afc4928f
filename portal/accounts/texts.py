"""Errors of log-in and second factor, in our words. Keys are allauth's."""

from django.utils.translation import gettext_lazy as _

ACCOUNT_ERRORS = {
    "account_inactive": _("Dieses Konto ist gesperrt. Rufen Sie uns unter 115 an."),
    "cannot_remove_primary_email": _("Ihre Hauptadresse können Sie nicht entfernen. Wählen Sie zuerst eine andere."),
    "duplicate_email": _("Diese Adresse gehört schon zu Ihrem Konto."),
    "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides."),
    "email_taken": _("Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich damit an."),
    "enter_current_password": _("Das bisherige Passwort stimmt nicht. Geben Sie es noch einmal ein."),
    "incorrect_code": _("Dieser Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code ein."),
    "incorrect_password": _("Dieses Passwort stimmt nicht. Geben Sie es noch einmal ein."),
    "invalid_login": _("E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides."),
    "invalid_or_expired_key": _("Dieser Link ist abgelaufen. Fordern Sie einen neuen an."),
    "invalid_password_reset": _("Dieser Link ist abgelaufen. Fordern Sie einen neuen an."),
    "max_email_addresses": _("Mehr als %d E-Mail-Adressen sind nicht möglich."),
    "rate_limited": _("Das waren zu viele Versuche. Warten Sie einige Minuten."),
    "same_as_current": _("Das ist derselbe Wert wie bisher. Geben Sie einen neuen ein."),
    "select_only_one": _("Wählen Sie nur eine Adresse."),
    "too_many_login_attempts": _("Das waren zu viele Versuche. Warten Sie einige Minuten."),
    "unverified_primary_email": _("Bestätigen Sie zuerst Ihre Hauptadresse. Den Link haben wir Ihnen geschickt."),
}

MFA_ERRORS = {
    "add_email_blocked": _("Ihr Konto hat einen zweiten Faktor. Schalten Sie ihn aus, um eine Adresse hinzuzufügen."),
    "cannot_delete_authenticator": _("Sie brauchen den zweiten Faktor und können ihn nicht ausschalten."),
    "cannot_generate_recovery_codes": _("Richten Sie zuerst die App für den zweiten Faktor ein."),
    "incorrect_code": _("Dieser Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code ein."),
    "unverified_email": _("Bestätigen Sie zuerst Ihre E-Mail-Adresse. Den Link haben wir Ihnen geschickt."),
}

PASSWORDS_DIFFER = _("Die beiden Passwörter sind verschieden. Geben Sie zweimal dasselbe ein.")

"""What officers type about the people of a case, and about pauses, ways of notification and resubmissions."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms_base import DatePartsField, PlainForm, VersionForm, text_field
from cases.models import Invitation, Way

GROUND_WORDS = {
    "wish": _("Die antragstellende Person hat darum gebeten"),
    "evidence": _("Zweifel an ausländischen Nachweisen sind zu klären (§ 6 Abs. 4, § 13 Abs. 4 BQFG)"),
    "preliminary": _("Die Entscheidung hängt von einem anderen Verfahren ab"),
    "force": _("Höhere Gewalt verhindert die Bearbeitung"),
}
DAY_MISSING = {"required": _("Nennen Sie einen Tag, zum Beispiel 27 3 2026.")}


def future_day(day: date, today: date, *, most: int = 366, including_today: bool = False) -> date:
    """A day that still comes, not further away than this."""
    if day < today or (day == today and not including_today):
        raise ValidationError(_("Nennen Sie einen Tag, der noch kommt."), "past")
    if day > today + timedelta(days=most):
        raise ValidationError(_("Dieser Tag liegt zu weit in der Zukunft."), "far")
    return day


class PurposeForm(PlainForm):
    """Why somebody opens a case that is not theirs."""

    purpose = forms.ChoiceField(
        label=_("Wozu öffnen Sie diesen Vorgang?"),
        help_text=_("Die antragstellende Person sieht, welche Stelle ihren Vorgang wann und wozu geöffnet hat."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wozu Sie den Vorgang öffnen.")},
    )

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = choices


class GuestForm(PlainForm):
    """Whom and until when; the choices come from a search."""

    guest = forms.ChoiceField(
        label=_("Wen?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie eine Person oder eine Behörde."),
            "invalid_choice": _("Wählen Sie jemanden aus dieser Liste."),
        },
    )
    until = DatePartsField(label=_("Bis wann?"), help_text=_("Zum Beispiel 27 3 2026."), error_messages=DAY_MISSING)

    def __init__(self, *args, choices: list[tuple[str, str]], today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["guest"].choices = choices
        self.fields["until"].initial = today + timedelta(weeks=2)

    def clean_until(self) -> date:
        return future_day(self.cleaned_data["until"], self.today, including_today=True)


class InviteForm(GuestForm):
    """Einladen: what for, what is allowed, why."""

    kind = forms.ChoiceField(
        label=_("Wozu laden Sie ein?"),
        choices=[
            (Invitation.Kind.CONSULTATION.value, _("Beteiligung: fachlich mitlesen")),
            (Invitation.Kind.SUBSTITUTE.value, _("Vertretung: für Sie einspringen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wozu Sie einladen.")},
    )
    access = forms.ChoiceField(
        label=_("Was ist erlaubt?"),
        choices=[
            (Invitation.Access.READ.value, _("Nur lesen")),
            (Invitation.Access.WORK.value, _("Bearbeiten: Unterlagen anfordern, fragen, schreiben")),
        ],
        help_text=_("Wer nicht zu Ihrer Behörde gehört, entscheidet auch beim Bearbeiten nicht."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was erlaubt ist.")},
    )
    reason = text_field(_("Warum?"), _("Schreiben Sie, warum Sie einladen."), rows=3)


class ConsultForm(GuestForm):
    """Stellungnahme einholen: from whom, about what, until when."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    question = text_field(
        _("Wozu brauchen Sie die Stellungnahme?"),
        _("Schreiben Sie, wozu Sie die Stellungnahme brauchen."),
        hint=_("Die eingeladene Stelle liest diesen Text und, sobald sie annimmt, den Vorgang."),
    )


class StatementForm(PlainForm):
    """Stellungnahme abgeben."""

    text = text_field(_("Ihre Stellungnahme"), _("Schreiben Sie Ihre Stellungnahme."), rows=8)


class ExclusionForm(PlainForm):
    """Befangenheit: who and why."""

    person_id = forms.TypedChoiceField(
        label=_("Wer darf den Fall nicht bearbeiten?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wen das betrifft.")},
    )
    reason = text_field(
        _("Warum?"),
        _("Nennen Sie den Grund."),
        hint=_("Zum Beispiel: Die antragstellende Person ist mit mir verwandt. Das liest nur die Leitung."),
        rows=3,
    )

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = choices
        self.fields["person_id"].initial = choices[0][0]


class LiftForm(PlainForm):
    """Ausschluss aufheben: why."""

    reason = text_field(
        _("Warum darf die Person doch tätig werden?"),
        _("Schreiben Sie, warum die Person doch tätig werden darf."),
        rows=3,
    )


class PauseForm(VersionForm):
    """Frist anhalten: on which ground, why, until when."""

    ground = forms.ChoiceField(
        label=_("Aus welchem Grund halten Sie die Frist an?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie den Grund.")},
    )
    reason = text_field(
        _("Begründung"),
        _("Begründen Sie, warum die Frist angehalten wird."),
        hint=_("Steht so in der Mitteilung an die antragstellende Person."),
    )
    until = DatePartsField(
        label=_("Bis wann längstens?"),
        help_text=_("Danach läuft die Frist von selbst weiter. Zum Beispiel 27 3 2026."),
        error_messages=DAY_MISSING,
    )

    def __init__(self, *args, grounds: list[str], today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["ground"].choices = [(key, GROUND_WORDS[key]) for key in grounds]

    def clean_until(self) -> date:
        return future_day(self.cleaned_data["until"], self.today)


class NotifyForm(VersionForm):
    """Bekanntgabe festhalten: how and when it was sent."""

    way = forms.ChoiceField(
        label=_("Wie haben Sie den Bescheid versandt?"),
        choices=[
            (Way.POST.value, _("Brief im Inland")),
            (Way.ABROAD.value, _("Brief ins Ausland")),
            (Way.ELECTRONIC.value, _("E-Mail, wenn die Person dem zugestimmt hat")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wie Sie den Bescheid versandt haben.")},
    )
    sent_on = DatePartsField(
        label=_("Wann haben Sie ihn abgesandt?"),
        help_text=_("Bei einem Brief der Tag, an dem Sie ihn zur Post gegeben haben. Zum Beispiel 27 3 2026."),
        error_messages=DAY_MISSING,
    )

    def __init__(self, *args, first: date, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.today = first, today
        self.fields["sent_on"].initial = today

    def clean_sent_on(self) -> date:
        sent_on = self.cleaned_data["sent_on"]
        if not self.first <= sent_on <= self.today:
            raise ValidationError(_("Nennen Sie einen Tag von der Entscheidung bis heute."), "outside")
        return sent_on


class ResubmissionForm(PlainForm):
    """Wiedervorlage: when and what for."""

    on = DatePartsField(
        label=_("Wann soll der Vorgang wieder vorliegen?"),
        help_text=_("Zum Beispiel 27 3 2026."),
        error_messages=DAY_MISSING,
    )
    note = forms.CharField(
        label=_("Was ist dann zu tun?"),
        max_length=300,
        error_messages={"required": _("Schreiben Sie, was dann zu tun ist.")},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return future_day(self.cleaned_data["on"], self.today, most=2 * 366)

"""What officers type: requests for documents, returns, decisions, messages."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms_base import ConditionalField, DatePartsField, PlainForm, VersionForm, at_most, text_field
from cases.models import Decision, Way

DEFAULT_TIME_TO_ANSWER = timedelta(weeks=2)


class CompletionForm(VersionForm):
    """Nachforderung: what is missing and until when."""

    text = text_field(
        _("Was fehlt?"),
        _("Schreiben Sie, welche Unterlage fehlt."),
        hint=_("Die antragstellende Person liest diesen Text. Nennen Sie die Unterlage und was darin stehen muss."),
    )
    due_on = DatePartsField(
        label=_("Bis wann?"),
        help_text=_("Zum Beispiel 27 3 2026. Vorgeschlagen sind zwei Wochen."),
        error_messages={"required": _("Nennen Sie einen Tag, zum Beispiel 27 3 2026.")},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["due_on"].initial = today + DEFAULT_TIME_TO_ANSWER

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise ValidationError(_("Nennen Sie einen Tag, der noch kommt."), "past")
        if due_on > self.today + timedelta(days=366):
            raise ValidationError(_("Nennen Sie einen Tag innerhalb eines Jahres."), "far")
        return due_on


class QuestionForm(CompletionForm):
    """Rückfrage: what is unclear and until when."""

    text = text_field(
        _("Was möchten Sie wissen?"),
        _("Schreiben Sie Ihre Frage."),
        hint=_("Die antragstellende Person liest diesen Text. Fehlt eine Unterlage, dann fordern Sie sie nach."),
    )


class ExtensionForm(VersionForm):
    """Frist verlängern: by how much and why."""

    LENGTHS = [("2w", _("2 Wochen")), ("1m", _("1 Monat")), ("2m", _("2 Monate")), ("3m", _("3 Monate"))]

    extension = forms.ChoiceField(
        label=_("Um wie viel verlängern Sie?"),
        choices=LENGTHS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, um wie viel Sie verlängern.")},
    )
    reason = text_field(
        _("Warum brauchen Sie länger?"),
        _("Begründen Sie die Verlängerung."),
        hint=_("Die Begründung steht so in der Mitteilung. Sie muss sich aus der Schwierigkeit der Sache ergeben."),
    )


class DiscontinueForm(VersionForm):
    """Einstellen: why there is nothing left to decide."""

    reason = text_field(
        _("Warum stellen Sie das Verfahren ein?"),
        _("Schreiben Sie, warum Sie das Verfahren einstellen."),
        hint=_("Die antragstellende Person liest das. Wollen Sie ablehnen, dann entscheiden Sie."),
    )


class ReopenForm(VersionForm):
    """Wieder aufnehmen: why there is to be a new decision."""

    reason = text_field(
        _("Warum ist neu zu entscheiden?"),
        _("Schreiben Sie, warum neu zu entscheiden ist."),
        hint=_("Die antragstellende Person liest das."),
    )


class SignForm(VersionForm):
    """Mitzeichnen or send back with a note."""

    note = ConditionalField(
        label=_("Anmerkung"),
        help_text=_("Nur wenn Sie den Entwurf zurückgeben: Was soll sich ändern?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[at_most()],
    )

    def clean(self) -> dict:
        data = super().clean()
        if self.data.get("step") == "back" and not data.get("note"):
            self.add_error("note", _("Schreiben Sie, was sich ändern soll."))
        return data


class ReturnForm(VersionForm):
    """Zurückgeben: why this authority is not responsible."""

    reason = text_field(
        _("Warum sind Sie nicht zuständig?"),
        _("Schreiben Sie, warum Ihre Behörde nicht zuständig ist."),
        hint=_("Der Einheitliche Ansprechpartner liest das und ordnet das Verfahren neu zu."),
    )


class PreselectedField(forms.ChoiceField):
    """One choice is made from the start, and holds where nothing is sent."""

    def clean(self, value: str | None) -> str:
        return super().clean(value or self.initial)


class DecisionForm(VersionForm):
    """Bescheid: outcome, reasons, conditions."""

    OUTCOMES = [
        (Decision.Outcome.GRANTED, _("Bewilligen")),
        (Decision.Outcome.GRANTED_WITH_CONDITIONS, _("Mit Auflagen bewilligen")),
        (Decision.Outcome.REJECTED, _("Ablehnen")),
    ]

    outcome = forms.ChoiceField(
        label=_("Wie entscheiden Sie?"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wie Sie entscheiden.")},
    )
    conditions = ConditionalField(
        label=_("Auflagen"),
        help_text=_("Nur bei einer Bewilligung mit Auflagen. Schreiben Sie jede Auflage in eine eigene Zeile."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[at_most()],
    )
    reasons = text_field(
        _("Begründung"),
        _("Begründen Sie die Entscheidung."),
        hint=_("Steht so im Bescheid. Die Rechtsbehelfsbelehrung fügt das Portal an."),
        rows=8,
    )
    way = PreselectedField(label=_("Wie geben Sie den Bescheid bekannt?"), initial=Way.PORTAL, widget=forms.RadioSelect)

    def __init__(self, *args, has_account: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ways = [
            (Way.PORTAL.value, _("Zum Abruf im Portal (§ 41 Abs. 2a VwVfG M-V)")),
            (Way.MAILBOX.value, _("Im Postfach des Nutzerkontos (§ 9 OZG)")),
            (Way.POST.value, _("Mit der Post; den Tag halten Sie danach fest")),
            (Way.ABROAD.value, _("Mit der Post ins Ausland; den Tag halten Sie danach fest")),
        ]
        self.fields["way"].choices = [way for way in ways if has_account or way[0] != Way.MAILBOX]

    def clean(self) -> dict:
        data = super().clean()
        with_conditions = data.get("outcome") == Decision.Outcome.GRANTED_WITH_CONDITIONS
        if with_conditions and not data.get("conditions"):
            self.add_error("conditions", _("Nennen Sie mindestens eine Auflage."))
        if data.get("outcome") and not with_conditions and data.get("conditions"):
            self.add_error(
                "conditions",
                _("Auflagen gehören zu „Mit Auflagen bewilligen“. Wählen Sie das oder leeren Sie dieses Feld."),
            )
        return data


class RerouteForm(VersionForm):
    """Neu zuordnen: which authority gets the proceeding."""

    organisation_id = forms.TypedChoiceField(
        label=_("Welche Behörde bekommt das Verfahren?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie die Behörde aus."),
            "invalid_choice": _("Wählen Sie eine Behörde aus dieser Liste."),
        },
    )

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = choices


class HandOverForm(VersionForm):
    """Übergeben: which colleague goes on with it."""

    officer_id = forms.TypedChoiceField(
        label=_("Wer bearbeitet das weiter?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie, wer das weiter bearbeitet."),
            "invalid_choice": _("Wählen Sie jemanden aus dieser Liste."),
        },
    )

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = choices


class PassForm(VersionForm):
    """An anderen Einheitlichen Ansprechpartner geben: to which and why."""

    organisation_id = forms.TypedChoiceField(
        label=_("Welcher Einheitliche Ansprechpartner ist zuständig?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie den Einheitlichen Ansprechpartner aus."),
            "invalid_choice": _("Wählen Sie einen Einheitlichen Ansprechpartner aus dieser Liste."),
        },
    )
    reason = text_field(_("Warum?"), _("Schreiben Sie, warum der andere zuständig ist."), rows=3)

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = choices


class StaffMessageForm(PlainForm):
    """A message to the applicant."""

    text = text_field(
        _("Nachricht an die antragstellende Person"),
        _("Schreiben Sie Ihre Nachricht."),
        hint=_("Sie erscheint im Fall und wird per E-Mail angekündigt."),
        rows=3,
    )

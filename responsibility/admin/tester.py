"""Who would be named, and why."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from responsibility.admin.own_rows import is_editor
from responsibility.models import Area, Responsibility
from responsibility.queries import area_by_key, explain, find_place
from responsibility.queries.matrix import scope

NO_SERVICE = _("Diese Leistung gibt es nicht. Geben Sie einen LeiKa-Schlüssel oder einen Teil des Namens ein.")
MANY_SERVICES = _("Mehrere Leistungen passen. Wählen Sie eine aus.")
NO_PLACE = _("Dieser Ort ist nicht bekannt. Geben Sie Name, Postleitzahl oder Regionalschlüssel ein.")
MANY_PLACES = _("Mehrere Orte passen. Wählen Sie einen aus.")
NOT_YOUR_PLACE = _("Dieser Ort gehört nicht zum Gebiet Ihrer Behörde.")
MOST = 20


class QuestionForm(forms.Form):
    leistung = forms.CharField(label=_("Leistung"), max_length=200, help_text=_("LeiKa-Schlüssel oder Name"))
    ort = forms.CharField(
        label=_("Ort"), max_length=120, help_text=_("Name, Postleitzahl oder Regionalschlüssel (ARS)")
    )
    stichtag = forms.DateField(
        label=_("Stichtag"), required=False, help_text=_("Leer: heute"), widget=forms.TextInput(attrs={"size": 10})
    )
    handwerk = forms.BooleanField(label=_("Es geht um ein zulassungspflichtiges Handwerk"), required=False)

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.service_choices, self.place_choices = [], []

    def clean_leistung(self):
        """The one service that is meant; several become choices."""
        text = self.cleaned_data["leistung"].strip()
        services = Responsibility._meta.get_field("service").related_model.objects
        digits = "".join(text.split())
        found = list(services.filter(leika_key=digits)[:1]) if digits.isdigit() else []
        found = found or list(services.filter(slug=text)[:1])
        found = found or list(services.filter(name__icontains=text).order_by("name", "pk")[:MOST])
        exact = [service for service in found if service.name.casefold() == text.casefold()]
        if not found:
            raise forms.ValidationError(NO_SERVICE)
        if len(found) > 1 and len(exact) != 1:
            self.service_choices = [(service.slug, service.name) for service in found]
            raise forms.ValidationError(MANY_SERVICES)
        return (exact or found)[0]

    def clean_ort(self) -> Area:
        """The one place that is meant, within what the editor looks at."""
        text = self.cleaned_data["ort"].strip()
        area = area_by_key("".join(text.split()))
        if area is None:
            answer = find_place(text)
            if answer.status == "several":
                self.place_choices = [(row.ars, f"{row.name} ({row.context})") for row in answer.areas[:MOST]]
                raise forms.ValidationError(MANY_PLACES)
            area = Area.objects.filter(pk=answer.areas[0].id).first() if answer.areas else None
        if area is None:
            raise forms.ValidationError(NO_PLACE)
        allowed = scope(self.user)
        if allowed is not None and not set(allowed) & set(area.path):
            raise forms.ValidationError(NOT_YOUR_PLACE)
        return area


@require_GET
def tester(request: HttpRequest) -> HttpResponse:
    """Answer a question as the portal would, with all rules that were looked at."""
    if not is_editor(request):
        raise Http404
    form = QuestionForm(request.GET or None, user=request.user)
    context = admin.site.each_context(request) | {"title": gettext("Wer würde genannt?"), "form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        on = chosen["stichtag"] or timezone.localdate()
        facts = {"craft": chosen["handwerk"]}
        found = explain.explain(chosen["leistung"].pk, chosen["ort"], on=on, facts=facts, user=request.user)
        context |= {"explanation": found, "service": chosen["leistung"], "place": chosen["ort"], "on": on}
    return TemplateResponse(request, "admin/responsibility/tester.html", context)

"""The editors' room for pages: blocks by kind, typed without JSON."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from content.admin.editorial import EditorialAdmin
from content.models import FaqEntry, Page, PageBlock, Service
from content.rules import blocks
from content.rules.blocks import BlockError, Callout, Faq, Picture, Services, Video, Words

ROWS = {"rows": 4}
NONE = ("", "–")


class BlockForm(forms.ModelForm):
    """A block with a field for each thing a kind may hold. A script shows those of the chosen kind only."""

    lines_de = forms.CharField(
        label=_("Einträge [de]"),
        required=False,
        widget=forms.Textarea(ROWS | {"data-kinds": "links steps accordion"}),
        help_text=_("Einer je Zeile. Links: Worte | Adresse. Schritte und Abschnitte: Titel | Text"),
    )
    lines_en = forms.CharField(
        label=_("Einträge [en]"),
        required=False,
        widget=forms.Textarea(ROWS | {"data-kinds": "links steps accordion"}),
        help_text=_("Dieselben Zeilen auf Englisch, bei Links ohne Adresse"),
    )
    group = forms.ChoiceField(
        label=_("Fragen der Gruppe"),
        required=False,
        choices=[NONE, *FaqEntry.Group.choices],
        widget=forms.Select({"data-kinds": "faq"}),
    )
    tone = forms.ChoiceField(
        label=_("Art des Hinweises"),
        required=False,
        choices=[
            ("info", _("Hinweis")),
            ("success", _("Gute Nachricht")),
            ("warning", _("Warnung")),
            ("danger", _("Gefahr")),
        ],
        widget=forms.Select({"data-kinds": "callout"}),
    )
    slugs = forms.CharField(
        label=_("Leistungen"),
        required=False,
        widget=forms.Textarea(ROWS | {"data-kinds": "services"}),
        help_text=_("Eine je Zeile: ihre Adresse, zum Beispiel gewerbeanmeldung"),
    )
    alt_de = forms.CharField(
        label=_("Bildbeschreibung [de]"),
        required=False,
        widget=forms.TextInput({"class": "vTextField", "data-kinds": "picture"}),
        help_text=_("Was auf dem Bild zu sehen ist. Leer nur, wenn es nichts zum Text beiträgt"),
    )
    alt_en = forms.CharField(
        label=_("Bildbeschreibung [en]"),
        required=False,
        widget=forms.TextInput({"class": "vTextField", "data-kinds": "picture"}),
    )
    url = forms.CharField(
        label=_("Adresse des Videos"),
        required=False,
        widget=forms.TextInput({"class": "vTextField", "data-kinds": "video"}),
        help_text=_("Leer: Das Video ist noch nicht gedreht. Der Text des Bausteins ist die Abschrift."),
    )
    captions = forms.CharField(
        label=_("Adresse der Untertitel (WebVTT)"),
        required=False,
        widget=forms.TextInput({"class": "vTextField", "data-kinds": "video"}),
    )
    sign_language = forms.BooleanField(
        label=_("in Gebärdensprache"), required=False, widget=forms.CheckboxInput({"data-kinds": "video"})
    )

    class Meta:
        model = PageBlock
        fields = ("kind", "position", "anchor", "heading", "text", "picture", "organisation")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.data:
            self.initial |= typed(self.instance.kind, self.instance.data)
        for name, kind in (("picture", "picture"), ("organisation", "contact")):
            if name in self.fields:
                widget = self.fields[name].widget
                getattr(widget, "widget", widget).attrs["data-kinds"] = kind

    def clean(self) -> dict:
        found = super().clean()
        kind = found.get("kind", "")
        try:
            self.instance.data = blocks.write(options(kind, found))
            blocks.read(kind, self.instance.data)
        except BlockError as error:
            raise forms.ValidationError(str(error)) from error
        if kind == PageBlock.Kind.SERVICES:
            self.check_services(blocks.read(kind, self.instance.data).slugs)
        return found

    def check_services(self, slugs: tuple[str, ...]) -> None:
        known = set(Service.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        if unknown := [slug for slug in slugs if slug not in known]:
            self.add_error("slugs", _("Diese Leistungen gibt es nicht: %(names)s") % {"names": ", ".join(unknown)})


def typed(kind: str, data: dict) -> dict:
    """The stored shape as the fields of the form."""
    try:
        stored = blocks.read(kind, data)
    except BlockError:
        return {}
    match stored:
        case blocks.Links() | blocks.Items():
            return {"lines_de": blocks.lines(stored, "de"), "lines_en": blocks.lines(stored, "en")}
        case Faq(group):
            return {"group": group}
        case Callout(tone):
            return {"tone": tone}
        case Services(slugs):
            return {"slugs": "\n".join(slugs)}
        case Picture(alt):
            return {"alt_de": alt.de, "alt_en": alt.en}
        case Video(url, captions, sign_language):
            return {"url": url, "captions": captions, "sign_language": sign_language}
    return {}


def options(kind: str, found: dict) -> blocks.Options:
    """The typed fields as the shape that is stored."""
    match kind:
        case "links":
            return blocks.typed_links(found["lines_de"], found["lines_en"])
        case "steps" | "accordion":
            return blocks.typed_items(found["lines_de"], found["lines_en"])
        case "faq":
            return Faq(found["group"])
        case "callout":
            return Callout(found["tone"] or "info")
        case "services":
            return Services(tuple(found["slugs"].split()))
        case "picture":
            return Picture(Words(found["alt_de"], found["alt_en"]))
        case "video":
            return Video(found["url"], found["captions"], found["sign_language"])
        case _:
            return blocks.Plain()


class BlockInline(TranslationStackedInline):
    model = PageBlock
    form = BlockForm
    extra = 0
    autocomplete_fields = ("picture", "organisation")
    fields = (
        ("kind", "position", "anchor"),
        "heading",
        "text",
        "lines_de",
        "lines_en",
        "group",
        "tone",
        "slugs",
        "picture",
        "alt_de",
        "alt_en",
        "url",
        "captions",
        "sign_language",
        "organisation",
    )

    class Media:
        js = ("js/blocks.js",)


@admin.register(Page)
class PageAdmin(EditorialAdmin):
    list_display = ("title", "slug", "updated_on")
    search_fields = ("title", "slug", "lead")
    inlines = (BlockInline,)
    fieldsets = ((None, {"fields": ("title", "slug", "short_title", "lead", "is_german_only", "updated_on")}),)

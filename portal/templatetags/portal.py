"""Small helpers that every template may use."""

from django import forms, template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from portal.addresses import absolute
from portal.addresses import absolute_static as absolute_static_address
from portal.public import keep_for
from portal.richtext import rules

register = template.Library()

ALERT_KINDS = {constants.SUCCESS: "success", constants.WARNING: "warning", constants.ERROR: "danger"}

# Which template of templates/components/ draws a widget, most special first; the rest are one-line inputs.
WIDGET_KINDS = (
    (forms.MultiWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
)
# The parts of a typed date, by the code of an error that concerns only one of them
DATE_PARTS = {"day": _("Tag"), "month": _("Monat"), "year": _("Jahr")}


@register.simple_tag
def icon(name: str, size: str = "") -> str:
    """An icon of the sprite, always hidden from screen readers: the word stands beside it."""
    return drawn(name, f"mv-icon mv-icon--{size}" if size else "mv-icon")


@register.simple_tag
def pictogram(name: str) -> str:
    """A pictogram (48 px) of the sprite."""
    return drawn(name, "mv-picto")


def drawn(name: str, css: str) -> SafeString:
    """A picture of the sprite; a page has dozens, mostly the same."""
    picture = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return keep_for(("picture", name, css), lambda: format_html(picture, css, static("img/sprite.svg"), name))


class KeptNode(template.Node):
    """A part of a page that depends on the language and the named values alone."""

    def __init__(self, nodelist: template.NodeList, name: str, varies: list[template.base.FilterExpression]) -> None:
        self.nodelist, self.name, self.varies = nodelist, name, varies

    def render(self, context: template.Context) -> SafeString:
        values = (value.resolve(context, ignore_failures=True) for value in self.varies)
        key = ("template", self.name, *(value if type(value) is tuple else str(value) for value in values))
        return keep_for(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """{% kept nav request.path %}…{% endkept %}: remembered for these values (portal.public.keep_for).

    A part that shows texts of editors names what they were made from, as `page.source` does.
    """
    _tag, name, *varies = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name, [parser.compile_filter(value) for value in varies])


@register.simple_tag
def absolute_url(path: str) -> str:
    """An address of ours for readers elsewhere."""
    return absolute(path)


@register.simple_tag
def absolute_static(name: str) -> str:
    return absolute_static_address(name)


@register.filter
def lines(text: str) -> list[str]:
    """The non-empty lines of a text kept one item a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter
def richtext(text: str, level: int = 3) -> SafeString:
    """Formatted or plain text, cleaned once more. `level`: that of its first heading, one below the heading above."""
    return mark_safe(rules.html(text or "", level))  # noqa: S308 - written by our own rules


@register.filter
def is_rich(text: str) -> bool:
    return rules.is_rich(text or "")


@register.filter
def plaintext(text: str) -> str:
    """The words of a formatted text, for places without mark-up."""
    return rules.plain(text or "")


@register.simple_tag(takes_context=True)
def current(context: template.Context, page: str, *below: str) -> SafeString:
    """The attribute aria-current of a navigation link, if the link's page or one below it is shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.view_name not in (page, *below):
        return SafeString("")
    value = "page" if match.view_name == page else "true"
    return format_html(' aria-current="{}"', value)


@register.filter
def alert_kind(message: Message) -> str:
    """The KERN alert for a message: success, warning, danger, else info."""
    return ALERT_KINDS.get(message.level, "info")


@register.filter
def widget_kind(field: forms.BoundField) -> str:
    """Which component draws this field: text, textarea, select, radio, checkboxes, checkbox, date, file."""
    return next((kind for widget, kind in WIDGET_KINDS if isinstance(field.field.widget, widget)), "text")


@register.simple_tag
def control(field: forms.BoundField, css: str = "kern-form-input__input") -> SafeString:
    """The input of a field with KERN's classes; Django adds aria-describedby and aria-invalid."""
    own = field.field.widget.attrs.get("class", "")
    classes = f"{css} {css}--error" if field.errors else css
    return field.as_widget(attrs={"class": f"{classes} {own}".strip()})


@register.simple_tag
def option_control(option: forms.boundfield.BoundWidget, css: str) -> SafeString:
    """One radio button or checkbox of a choice, without its label."""
    data = option.data
    attrs = {**data["attrs"], "class": css, "checked": data["selected"]}
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>', data["type"], data["name"], data["value"], flatatt(attrs)
    )


@register.simple_tag
def date_parts(field: forms.BoundField) -> list[dict]:
    """Day, month and year of a typed date: label, id and input of each."""
    wrong = wrong_part(field)
    parts = []
    for number, (part, label) in enumerate(
        zip(field.subwidgets[0].data["subwidgets"], DATE_PARTS.values(), strict=True)
    ):
        is_wrong = bool(field.errors) and wrong in (None, number)
        css = "kern-form-input__input kern-form-input__input--error" if is_wrong else "kern-form-input__input"
        attrs = {"inputmode": "numeric", **part["attrs"], "class": css, "aria-invalid": "true" if is_wrong else None}
        value = "" if part["value"] is None else part["value"]
        html = format_html('<input type="text" name="{}" value="{}"{}>', part["name"], value, flatatt(attrs))
        parts.append({"label": label, "id": part["attrs"]["id"], "control": html})
    return parts


def wrong_part(field: forms.BoundField) -> int | None:
    """Which part of a date the error names by its code; None if it names none."""
    code = field.errors.as_data()[0].code if field.errors else None
    return list(DATE_PARTS).index(code) if code in DATE_PARTS else None


@register.filter
def first_control(field: forms.BoundField) -> str:
    """The id an error of this field links to: the input, the first choice, or the wrong part of a date."""
    return field.id_for_label or f"{field.auto_id}_{wrong_part(field) or 0}"


@register.simple_tag
def described_by(field: forms.BoundField) -> SafeString:
    """The attribute aria-describedby of a fieldset: hint and error, as Django names them."""
    return format_html(' aria-describedby="{}"', field.aria_describedby) if field.aria_describedby else SafeString("")


@register.filter
def breakable(text: str) -> SafeString:
    """An e-mail address that may break after the @ on narrow screens."""
    return format_html_join(mark_safe("@<wbr>"), "{}", ((part,) for part in str(text).split("@")))


@register.filter
def short_url(url: str) -> str:
    """A web address as people say it: without the scheme and the closing slash."""
    return str(url).removeprefix("https://").removeprefix("http://").rstrip("/")

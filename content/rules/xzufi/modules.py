"""The modules of a service: how each is written, and read back."""

import re
from decimal import Decimal, InvalidOperation
from html import escape, unescape

from content.rules.xzufi import codes, words
from content.rules.xzufi.nodes import Node, code, node, unlisted
from content.rules.xzufi.reader import Reading, add, put
from content.rules.xzufi.records import CostRow, DeadlineRow, FormRow, Law, Texts

CITE = re.compile(r" ?<cite>([^<]*)</cite>$")
LAW_ITEM = re.compile(r'<li>(?:<a href="([^"]*)">)?<cite>([^<]*)</cite>(?:</a>)?(?: ([^<]*))?</li>')
LAW_LIST = re.compile(rf"<ul>(?:{LAW_ITEM.pattern})+</ul>")
NO_LINK = "„{url}“ ist keine Internetadresse; der Link wird nicht übernommen."
MOST_MONEY = Decimal("99999999.99")


# Texts


def text_modules(texts: Texts, table: dict[str, codes.TextModule]) -> dict[str, Node]:
    """Modules by code, for fields that have a text."""
    found = {}
    for number, (name, form) in table.items():
        if content := contents(texts, name, form):
            found[number] = node("modulText", module_code(number), *content)
    return found


def module_code(number: str) -> Node:
    return code("leikaTextmodul", number, codes.LEIKA_MODULES, codes.LEIKA_MODULES_VERSION)


def contents(texts: Texts, name: str, form: str, tag: str = "inhalt") -> list[Node]:
    return [
        Node(tag, words.written(text, form), {"languageCode": language})
        for language in codes.LANGUAGES
        if (text := texts.get(f"{name}_{language}"))
    ]


def own_modules(texts: Texts) -> list[Node]:
    return [
        node("modulTextIndividuell", code("individuellesTextmodultyp", number, codes.OWN_MODULE), *content)
        for number, (name, form) in codes.OWN_MODULES.items()
        if (content := contents(texts, name, form))
    ]


def read_texts(reading: Reading, found: Node, texts: Texts, table: dict[str, codes.TextModule]) -> dict[str, Node]:
    """Keep the texts of all modules; returns the modules that need more than that, by code."""
    special = {}
    for module in reading.all(found, "modulText"):
        number = reading.code(reading.one(module, "leikaTextmodul"))
        reading.ignore(module, "positionDarstellung", "id")
        if number in (codes.LAW, codes.FORMS) and table is codes.TEXT_MODULES:
            special[number] = module
        elif number in table:
            read_text(reading, module, texts, *table[number])
        elif number in codes.ADDED_TO and codes.ADDED_TO[number] in {name for name, _form in table.values()}:
            read_added(reading, module, texts, codes.ADDED_TO[number])
        else:
            module.is_used = False
    return special


def read_text(reading: Reading, module: Node, texts: Texts, name: str, form: str) -> None:
    found = reading.localized(module, "inhalt", form)
    if name in codes.LIMITS:
        found = {language: reading.fit(module, text, name) for language, text in found.items()}
    put(texts, name, found)
    if form == "lines":
        add(texts, name, read_links(reading, module))


def read_added(reading: Reading, module: Node, texts: Texts, name: str) -> None:
    add(texts, name, reading.localized(module, "inhalt", "lines"))
    add(texts, name, read_links(reading, module))


def link_node(language: str, url: str, title: str, position: int | None = None) -> Node:
    place = node("positionDarstellung", text=str(position)) if position else None
    named = node("titel", text=title) if title else None
    return node("weiterfuehrenderLink", node("uri", text=url), named, place, languageCode=language)


def read_links(reading: Reading, module: Node) -> dict[str, str]:
    """Links as lines: title and address."""
    lines: dict[str, str] = {}
    for link in reading.all(module, "weiterfuehrenderLink"):
        language, url, title = read_link(reading, link)
        if url and language in codes.LANGUAGES:
            line = f"{title}: {url}" if title else url
            lines[language] = f"{lines[language]}\n{line}" if language in lines else line
    return lines


def read_link(reading: Reading, link: Node) -> tuple[str, str, str]:
    """Language, address and title."""
    language = reading.text(link, "languageCode") or link.attributes.get("languageCode", "de")
    title = reading.text(link, "titel") or reading.text(link, "beschreibung")
    reading.ignore(link, "positionDarstellung", "beschreibung")
    return language.lower()[:2], reading.text(link, "uri"), title


def read_own_modules(reading: Reading, found: Node, texts: Texts) -> None:
    for module in found.children:
        kind = next((child for child in module.children if child.tag == "individuellesTextmodultyp"), None)
        if module.tag != "modulTextIndividuell" or kind is None or kind.attributes.get("listURI") != codes.OWN_MODULE:
            continue
        number = reading.code(kind)
        if number in codes.OWN_MODULES:
            module.is_used = kind.is_used = True
            read_text(reading, module, texts, *codes.OWN_MODULES[number])


# Legal basis and forms


def law_module(laws: list[Law]) -> Node | None:
    if not laws:
        return None
    items = "".join(law_item(law) for law in laws)
    links = [link_node("de", law.url, law.citation or law.url) for law in laws if law.url]
    content = Node("inhalt", f"<ul>{items}</ul>", {"languageCode": "de"})
    return node("modulText", module_code(codes.LAW), content, *links)


def law_item(law: Law) -> str:
    cite = f"<cite>{escape(law.citation)}</cite>"
    linked = f'<a href="{escape(law.url)}">{cite}</a>' if law.url else cite
    return f"<li>{linked}{f' {escape(law.title)}' if law.title else ''}</li>"


def read_laws(reading: Reading, module: Node | None) -> list[Law]:
    """Our own form exactly; any other text line by line."""
    laws: list[Law] = []
    for content in reading.all(module, "inhalt"):
        if content.attributes.get("languageCode", "de")[:2] != "de":
            reading.hint(content, "Rechtsgrundlagen führt das Portal nur auf Deutsch.")
        elif LAW_LIST.fullmatch(content.text):
            laws += [read_law(reading, content, *map(unescape, row)) for row in LAW_ITEM.findall(content.text)]
        else:
            laws += [Law(line) for line in words.read(content.text, "lines").split("\n") if line]
    for link in reading.all(module, "weiterfuehrenderLink"):
        _language, url, title = read_link(reading, link)
        if not words.is_address(url):
            reading.hint(link, NO_LINK.format(url=words.named(url)))
            continue
        if url in {law.url for law in laws}:
            continue
        at = next((n for n, law in enumerate(laws) if law.citation == title and not law.url), None)
        if at is None:
            laws.append(Law(title or url, "", url))
        else:
            laws[at] = laws[at]._replace(url=url)
    return laws


def read_law(reading: Reading, content: Node, url: str, citation: str, title: str) -> Law:
    if url and not words.is_address(url):
        reading.hint(content, NO_LINK.format(url=words.named(url)))
        url = ""
    return Law(words.line(citation), words.line(title), url)


def form_module(forms: list[FormRow]) -> Node | None:
    links = [
        link_node(language, form.url, name, position)
        for position, form in enumerate(forms, 1)
        for language in codes.LANGUAGES
        if (name := getattr(form, f"name_{language}")) or language == "de"
    ]
    return node("modulText", module_code(codes.FORMS), *links) if links else None


def read_forms(reading: Reading, module: Node | None, texts: Texts) -> list[FormRow]:
    """Links are forms, one with the same place and address in each language; words go to the notes."""
    add(texts, codes.ADDED_TO[codes.FORMS], reading.localized(module, "inhalt", "lines"))
    forms: dict[tuple[str, str], dict[str, str]] = {}
    for count, link in enumerate(reading.all(module, "weiterfuehrenderLink")):
        position = reading.text(link, "positionDarstellung") or f"#{count}"
        language, url, title = read_link(reading, link)
        if not words.is_address(url) or len(url) > codes.LIMITS["url"]:
            reading.hint(link, NO_LINK.format(url=words.named(url)))
        elif language not in codes.LANGUAGES:
            reading.hint(link, f"Das Portal führt keine Texte in der Sprache „{words.named(language)}“.")
        else:
            forms.setdefault((position, url), {})[f"name_{language}"] = reading.fit(link, title, "form_name")
    return [FormRow(url, **names) for (_position, url), names in forms.items()]


# Costs


def cost_module(costs: list[CostRow], texts: Texts, name: str = "fee_note") -> Node | None:
    rows = [cost_node(cost) for cost in costs]
    notes = contents(texts, name, "line", "beschreibung")
    return node("modulKosten", *rows, *notes) if rows or notes else None


def cost_node(cost: CostRow) -> Node:
    def amount(tag: str, value: Decimal) -> Node:
        return Node(tag, f"{value:.2f}", {"currencyCode": cost.currency})

    if cost.kind == "fixed":
        choice = node("kostenFix", amount("betrag", cost.amount))
    elif cost.kind == "range":
        choice = node(
            "kostenVariabel", amount("betragUntergrenze", cost.amount), amount("betragObergrenze", cost.amount_to)
        )
    else:
        choice = node("kostenFrei" if cost.kind == "free" else "kostenVariabel")
    texts = {"note_de": cost.note_de, "note_en": cost.note_en}
    notes = contents(texts, "note", "line", "beschreibung")
    return node("kosten", unlisted("typ", codes.FEE), node("kostenauswahl", choice), *notes)


def read_costs(reading: Reading, found: Node, texts: Texts) -> list[CostRow]:
    module = reading.one(found, "modulKosten")
    reading.ignore(module, "positionDarstellung", "id")
    costs = [read_cost(reading, cost) for cost in reading.all(module, "kosten")]
    read_note(reading, module, texts, "fee_note", "payment")
    return [cost for cost in costs if cost]


def read_cost(reading: Reading, found: Node) -> CostRow:
    """One line of costs. A limit without its counterpart becomes words of the note."""
    reading.ignore(found, "positionDarstellung")
    kind = reading.one(found, "typ")
    if kind is not None:
        kind.is_used = reading.code(kind) == codes.FEE
    holder = reading.one(found, "kostenauswahl") or found
    choice = reading.one(holder, "kostenFix", "kostenFrei", "kostenVariabel") or holder
    notes = [
        reading.localized(found, "beschreibung"),
        reading.localized(choice, "beschreibungVariabilitaet"),
        reading.localized(choice, "beschreibungKostenfreiheit"),
    ]
    fixed, low, high = (
        read_amount(reading, choice, tag) for tag in ("betrag", "betragUntergrenze", "betragObergrenze")
    )
    kinds = {choice.tag.lower(), holder.attributes.get("xsi:type", "").rpartition(":")[2].lower()}
    if "kostenfrei" in kinds:
        row = CostRow("free")
    elif fixed:
        row = CostRow("fixed", fixed[0], None, fixed[1])
    elif low and high and low[0] <= high[0]:
        row = CostRow("range", low[0], high[0], low[1])
    else:
        row = CostRow("law")
        limits = [f"{word} {limit[0]:.2f} {limit[1]}" for word, limit in (("ab", low), ("bis", high)) if limit]
        notes.insert(0, {"de": " ".join(limits)} if limits else {})
    said = {
        f"note_{language}": reading.fit(
            found, "; ".join(note[language] for note in notes if note.get(language)), "cost_note"
        )
        for language in codes.LANGUAGES
    }
    return row._replace(**said)


def read_amount(reading: Reading, choice: Node, tag: str) -> tuple[Decimal, str] | None:
    """Amount and currency."""
    found = reading.one(choice, tag)
    if found is None:
        return None
    currency = found.attributes.get("currencyCode") or reading.text(found, "currencyCode") or "EUR"
    text = reading.text(found, "value") or found.text.strip()
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= MOST_MONEY or len(currency) != 3:
        reading.error(found, f"„{words.named(text)}“ ist kein Betrag. Erwartet wird zum Beispiel 26.00 in EUR.")
        return None
    return amount, currency


def read_note(reading: Reading, module: Node | None, texts: Texts, name: str, instead: str) -> None:
    """A short note if the words fit into it, else lines of another field."""
    content = reading.localized(module, "beschreibung", "lines")
    for language, text in content.items():
        if "\n" in text or len(text) > codes.LIMITS[name]:
            add(texts, instead, {language: text})
        else:
            put(texts, name, {language: text})
    add(texts, instead, read_links(reading, module) if module else {})


# Deadlines and how long it takes


def deadline_module(deadlines: list[DeadlineRow], texts: Texts) -> Node | None:
    rows = [deadline_node(deadline) for deadline in deadlines]
    notes = contents(texts, "deadline", "line", "beschreibung")
    return node("modulFrist", *rows, *notes) if rows or notes else None


def deadline_node(deadline: DeadlineRow) -> Node:
    texts = {"de": deadline.text_de, "en": deadline.text_en}
    said = [
        Node("beschreibung", cited(text, deadline.citation), {"languageCode": language})
        for language, text in texts.items()
        if text or (language == "de" and deadline.citation)
    ]
    kind = unlisted("typ", codes.SIDES[deadline.side])
    return node("frist", kind, node("fristauswahl", period_node(deadline.amount, None, deadline.unit)), *said)


def cited(text: str, citation: str) -> str:
    """Words and, marked as such, the law they come from."""
    if not citation:
        return words.written(text, "line")
    return f"{escape(text, quote=False)} <cite>{escape(citation, quote=False)}</cite>".strip(" ")


def period_node(least: int, most: int | None, unit: str, *, is_open: bool = False) -> Node:
    name = codes.UNITS[unit]
    return node(
        "fristDauer",
        node("dauer", text=str(least)),
        code("einheit", name),
        node("dauerBis", text=str(most)) if most is not None else None,
        code("einheitBis", name) if most is not None or is_open else None,
    )


def read_deadlines(reading: Reading, found: Node, texts: Texts) -> list[DeadlineRow]:
    module = reading.one(found, "modulFrist")
    reading.ignore(module, "positionDarstellung", "id")
    rows = [read_deadline(reading, deadline, texts) for deadline in reading.all(module, "frist")]
    read_note(reading, module, texts, "deadline", "notes")
    return [row for row in rows if row]


def read_deadline(reading: Reading, found: Node, texts: Texts) -> DeadlineRow | None:
    """One period; without a number its words go to the notes."""
    reading.ignore(found, "positionDarstellung")
    kind = reading.code(reading.one(found, "typ"))
    citation, said = "", {}
    for text in (child for child in found.children if child.tag == "beschreibung"):
        if cite := CITE.search(text.text):
            citation = citation or unescape(cite[1])
            text.text = text.text[: cite.start()]
    said = reading.localized(found, "beschreibung")
    dauer = reading.one(reading.one(found, "fristauswahl") or found, "fristDauer")
    amount, unit = reading.number(dauer, "dauer"), read_unit(reading, dauer, "einheit")
    if amount is None or not unit:
        add(texts, "notes", said)
        return None
    if kind not in codes.SIDES_BY_NAME:
        reading.hint(
            found, f"Die Art der Frist „{words.named(kind)}“ ist nicht bekannt; sie gilt als Frist für Antragstellende."
        )
    return DeadlineRow(
        codes.SIDES_BY_NAME.get(kind, "applicant"),
        amount,
        unit,
        reading.fit(found, words.line(citation), "citation"),
        *(reading.fit(found, said.get(language, ""), "deadline_text") for language in codes.LANGUAGES),
    )


def read_unit(reading: Reading, period: Node | None, tag: str) -> str:
    found = reading.one(period, tag)
    name = reading.code(found).upper()
    if found is not None and name not in codes.UNITS_BY_CODE:
        reading.hint(
            found, f"Die Einheit „{words.named(name)}“ führt das Portal nicht; die Dauer wird nicht übernommen."
        )
    return codes.UNITS_BY_CODE.get(name, "")


def duration_module(values: dict, texts: Texts) -> Node | None:
    """Least and most: "längstens" is from nothing to the most, "ab" has an end without a number."""
    least, most, unit = values["duration_min"], values["duration_max"], values["duration_unit"]
    row = None
    if most is not None:
        row = period_node(most if least == most else least or 0, None if least == most else most, unit)
    elif least is not None:
        row = period_node(least, None, unit, is_open=True)
    rows = [node("bearbeitungsdauer", node("fristauswahl", row))] if row else []
    notes = contents(texts, "duration_note", "line", "beschreibung")
    return node("modulBearbeitungsdauer", *rows, *notes) if rows or notes else None


def read_duration(reading: Reading, found: Node, texts: Texts) -> dict:
    """The numbers of the duration; a second period and other units are left to the words."""
    module = reading.one(found, "modulBearbeitungsdauer")
    reading.ignore(module, "positionDarstellung", "id")
    holder = reading.one(module, "bearbeitungsdauer")
    dauer = reading.one(reading.one(holder, "fristauswahl") or holder, "fristDauer")
    least, most = reading.number(dauer, "dauer"), reading.number(dauer, "dauerBis")
    unit, unit_to = read_unit(reading, dauer, "einheit"), read_unit(reading, dauer, "einheitBis")
    add(texts, "notes", reading.localized(holder, "beschreibung", "lines"))
    read_note(reading, module, texts, "duration_note", "notes")
    if least is None or not unit:
        return {}
    if (unit_to and unit_to != unit) or (most is not None and most < least):
        reading.hint(dauer, "Von und bis der Dauer passen nicht zusammen; sie wird nicht übernommen.")
        return {}
    if most is None:
        return {"duration_min": least, "duration_max": None if unit_to else least, "duration_unit": unit}
    return {"duration_min": least or None, "duration_max": most, "duration_unit": unit}

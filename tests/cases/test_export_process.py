"""The process of a service as BPMN: made from the transition table, and opened by bpmn-js."""

from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cases.models import ProcessSettings
from cases.queries.process import GUARDS, VERBS, WORK, picture
from cases.rules.bpmn import Process, as_xml
from cases.rules.transitions import CASE, CASE_FINISHED, FINISHED, GUARD_WORDS, PROCEEDING
from tests.factories.cases import DOG_KEY, PERMIT_KEY, Town
from tests.journeys.chromium import launched

BPMN_JS = settings.BASE_DIR / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
# Loads the XML and says what bpmn-js complains about and what it drew
OPEN = """async (xml) => {
  const viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(xml);
  return [warnings.map((warning) => warning.message), viewer.get('elementRegistry').getAll().map((e) => e.id)];
}"""


def drawn(town: Town, service: str = "permit", **changes) -> Process:
    process = ProcessSettings.objects.select_related("service").get(service=getattr(town, service))
    for name, value in changes.items():
        setattr(process, name, value)
    return picture(process)


def export(*arguments: str) -> str:
    out = StringIO()
    call_command("export_process", *arguments, stdout=out)
    return out.getvalue()


def test_every_status_verb_and_guard_of_the_tables_has_its_words() -> None:
    ends = FINISHED | CASE_FINISHED | {"forwarded"}
    for subject, table in (("case:", CASE), ("", PROCEEDING)):
        statuses = {status for move in table for status in (*move.sources, move.to) if status}
        assert {f"{subject}{status}" for status in statuses - ends} <= set(WORK)
        assert {move.verb for move in table if move.to} - {"close"} <= set(VERBS)
    assert set(GUARDS) == set(GUARD_WORDS)


def test_every_way_of_the_table_is_drawn(town: Town) -> None:
    """Each change of status of a proceeding is a line, straight or through the gateway behind the step."""
    process = drawn(town, four_eyes=True, after=town.trade)
    lines = {(flow.source.removesuffix("-weiter"), flow.target) for flow in process.flows}
    for move in PROCEEDING:
        for source in move.sources:
            if move.to and move.to != source and "one_signature" not in move.guards:
                assert (source.replace("_", "-"), move.to.replace("_", "-")) in lines, (move.verb, source)


@pytest.mark.parametrize(
    ("service", "changes", "present", "absent"),
    [
        ("permit", {}, {"case-checking", "deemed-granted"}, {"proposed"}),
        ("permit", {"four_eyes": True}, {"proposed"}, set()),
        ("permit", {"deemed_approval_law": ""}, {"granted"}, {"deemed-granted"}),
        ("dog", {}, {"case-submitted", "waiting", "returned"}, {"case-checking", "case-incomplete", "deemed-granted"}),
    ],
)
def test_the_picture_follows_the_settings(town: Town, service: str, changes: dict, present: set, absent: set) -> None:
    process = drawn(town, service, **changes)
    keys = {node.key for node in process.nodes}
    assert present <= keys
    assert not absent & keys
    assert ("Einheitlicher Ansprechpartner" in process.lanes) == (service == "permit")


def test_the_xml_holds_together(town: Town) -> None:
    """Every line starts and ends at a shape, everything has its place in the diagram, ids are unique."""
    root = ET.fromstring(as_xml(drawn(town)))  # noqa: S314 (our own)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("sourceRef", "targetRef", "bpmnElement", "processRef"):
            assert element.get(name) is None or element.get(name) in ids
    shown = {element.get("bpmnElement") for element in root.iter() if element.get("bpmnElement")}
    tags = ("sequenceFlow", "userTask", "serviceTask", "exclusiveGateway", "startEvent", "endEvent", "lane")
    assert {element.get("id") for element in root.iter() if element.tag.rpartition("}")[2] in tags} <= shown


def test_it_opens_in_bpmn_js(town: Town) -> None:
    assert BPMN_JS.is_file(), "bpmn-js fehlt: npm ci"
    pictures = [as_xml(drawn(town, four_eyes=four_eyes)) for four_eyes in (True, False)]
    pictures.append(as_xml(drawn(town, "dog")))
    with launched() as browser:
        for xml in pictures:
            page = browser.new_page()
            page.set_content('<div id="canvas" style="height: 600px"></div>')
            page.add_script_tag(path=str(BPMN_JS))
            warnings, shown = page.evaluate(OPEN, xml)
            assert warnings == []
            assert {"pool", "in-progress", "flow-0"} <= set(shown)
            page.close()


def test_command_writes_to_the_screen_or_a_file(town: Town, tmp_path: Path) -> None:
    assert export(DOG_KEY).startswith('<?xml version="1.0" encoding="UTF-8"?>')
    file = tmp_path / "verfahren.bpmn"
    assert "geschrieben" in export(PERMIT_KEY, "--output", str(file))
    assert 'name="Gaststättenerlaubnis"' in file.read_text(encoding="utf-8")


def test_command_names_what_is_wrong(town: Town, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kein Ablauf eingerichtet"):
        export("99000000000000")
    with pytest.raises(CommandError, match="gibt es nicht"):
        export(DOG_KEY, "--output", str(tmp_path / "fehlt" / "x.bpmn"))

"""A workflow as BPMN 2.0 XML with diagram interchange, so that any BPMN program shows it.

Knows shapes and lines, nothing of cases: cases.queries.process says what stands in the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
for prefix, uri in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", DD)):
    ET.register_namespace(prefix, uri)

Kind = Literal["startEvent", "userTask", "serviceTask", "exclusiveGateway", "endEvent", "intermediateThrowEvent"]
SIZES = {"userTask": (130, 80), "serviceTask": (130, 80), "exclusiveGateway": (50, 50)}
EVENT_SIZE = (36, 36)
COLUMNS = {"userTask": 180, "serviceTask": 180, "exclusiveGateway": 100}
EVENT_COLUMN = 120
LANE_HEIGHT, LEFT, TOP, LANE_NAME, MARGIN = 200, 160, 80, 30, 40
# Neighbours are no further apart than this
NEIGHBOUR = 100
# Lines that leave the row run in a channel of their own, this far apart
CHANNEL = 9


@dataclass(frozen=True, slots=True)
class Node:
    """A shape. `lane` is an index into the lanes; every node has a column of its own."""

    key: str
    kind: Kind
    name: str
    lane: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A line from shape to shape, with its words and what has to hold."""

    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """What is drawn. `about` becomes the documentation of the process."""

    key: str
    name: str
    about: str
    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


def as_xml(process: Process) -> str:
    """The whole document."""
    root = _element(
        None, MODEL, "definitions", id="definitions", targetNamespace="urn:dienstleistungsportal-mv:prozess"
    )
    collaboration = _element(root, MODEL, "collaboration", id="collaboration")
    _element(collaboration, MODEL, "participant", id="pool", name=process.name, processRef=process.key)
    _write_process(root, process)
    _write_diagram(root, process)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _element(parent: ET.Element | None, namespace: str, tag: str, **attributes: str) -> ET.Element:
    name = f"{{{namespace}}}{tag}"
    return ET.Element(name, attributes) if parent is None else ET.SubElement(parent, name, attributes)


def _write_process(root: ET.Element, process: Process) -> None:
    body = _element(root, MODEL, "process", id=process.key, name=process.name, isExecutable="false")
    _element(body, MODEL, "documentation").text = process.about
    lanes = _element(body, MODEL, "laneSet", id="lanes")
    for index, name in enumerate(process.lanes):
        lane = _element(lanes, MODEL, "lane", id=f"lane-{index}", name=name)
        for node in (node for node in process.nodes if node.lane == index):
            _element(lane, MODEL, "flowNodeRef").text = node.key
    for node in process.nodes:
        shape = _element(body, MODEL, node.kind, id=node.key, name=node.name)
        for tag, end in (("incoming", "target"), ("outgoing", "source")):
            for number, flow in enumerate(process.flows):
                if getattr(flow, end) == node.key:
                    _element(shape, MODEL, tag).text = f"flow-{number}"
    _write_flows(body, process.flows)


def _write_flows(body: ET.Element, flows: Sequence[Flow]) -> None:
    for number, flow in enumerate(flows):
        line = _element(
            body,
            MODEL,
            "sequenceFlow",
            id=f"flow-{number}",
            name=flow.name,
            sourceRef=flow.source,
            targetRef=flow.target,
        )
        if flow.condition:
            _element(line, MODEL, "documentation").text = flow.condition


def _write_diagram(root: ET.Element, process: Process) -> None:
    diagram = _element(root, DI, "BPMNDiagram", id="diagram")
    plane = _element(diagram, DI, "BPMNPlane", id="plane", bpmnElement="collaboration")
    boxes, end = _boxes(process.nodes)
    width = end + MARGIN - LEFT
    height = LANE_HEIGHT * len(process.lanes)
    _shape(plane, "pool", LEFT - LANE_NAME, TOP, width + LANE_NAME, height, isHorizontal="true")
    for index in range(len(process.lanes)):
        _shape(plane, f"lane-{index}", LEFT, TOP + LANE_HEIGHT * index, width, LANE_HEIGHT, isHorizontal="true")
    for node in process.nodes:
        _shape(plane, node.key, *boxes[node.key])
    for number, flow in enumerate(process.flows):
        edge = _element(plane, DI, "BPMNEdge", id=f"flow-{number}-di", bpmnElement=f"flow-{number}")
        for x, y in _way(boxes[flow.source], boxes[flow.target], number):
            _element(edge, DD, "waypoint", x=str(x), y=str(y))


def _shape(plane: ET.Element, key: str, x: int, y: int, width: int, height: int, **attributes: str) -> None:
    shape = _element(plane, DI, "BPMNShape", id=f"{key}-di", bpmnElement=key, **attributes)
    _element(shape, DC, "Bounds", x=str(x), y=str(y), width=str(width), height=str(height))


Box = tuple[int, int, int, int]


def _boxes(nodes: Sequence[Node]) -> tuple[dict[str, Box], int]:
    """Where each shape stands, in a column of its own and in the middle of its lane, and where the last column ends."""
    found: dict[str, Box] = {}
    x = LEFT + LANE_NAME + MARGIN
    for node in nodes:
        width, height = SIZES.get(node.kind, EVENT_SIZE)
        column = COLUMNS.get(node.kind, EVENT_COLUMN)
        y = TOP + LANE_HEIGHT * node.lane + (LANE_HEIGHT - height) // 2
        found[node.key] = (x + (column - width) // 2, y, width, height)
        x += column
    return found, x


def _way(source: Box, target: Box, number: int) -> Sequence[tuple[int, int]]:
    """Straight to the neighbour; else up over the shapes of the row, each line in a channel of its own."""
    from_x, from_y = source[0] + source[2], source[1] + source[3] // 2
    to_x, to_y = target[0], target[1] + target[3] // 2
    if 0 < to_x - from_x < NEIGHBOUR:
        middle = (from_x + to_x) // 2
        return [(from_x, from_y), (middle, from_y), (middle, to_y), (to_x, to_y)]
    row = min(source[1] + source[3] // 2, target[1] + target[3] // 2) - LANE_HEIGHT // 2
    channel = row + 6 + CHANNEL * (number % 5)
    start, end = source[0] + source[2] // 2, target[0] + target[2] // 2
    return [(start, source[1]), (start, channel), (end, channel), (end, target[1])]


def as_process(
    key: str, name: str, about: str, lanes: Sequence[str], nodes: Sequence[Node], flows: Sequence[Flow]
) -> Process:
    """With a gateway wherever a step has more than one way on; a task would take all of them at once."""
    shapes: list[Node] = []
    lines: list[Flow] = []
    for node in nodes:
        shapes.append(node)
        ways = [flow for flow in flows if flow.source == node.key]
        if len(ways) > 1:
            gateway = Node(f"{node.key}-weiter", "exclusiveGateway", "", node.lane)
            shapes.append(gateway)
            lines.append(Flow(node.key, gateway.key))
            ways = [Flow(gateway.key, flow.target, flow.name, flow.condition) for flow in ways]
        lines += ways
    return Process(key, name, about, tuple(lanes), tuple(shapes), tuple(lines))

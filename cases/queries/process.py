"""How the proceeding of one service runs, drawn from the transition table and the service's settings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import ProcessSettings
from cases.queries import words
from cases.rules.bpmn import Flow, Kind, Node, Process, as_process
from cases.rules.periods import parse_period
from cases.rules.transitions import CASE, FINISHED, PROCEEDING, Move

# What is done while a case or a proceeding has this status, and by whom; in the order of the picture
WORK = {
    "case:submitted": (gettext_lazy("Antrag entgegennehmen"), "portal"),
    "case:received": (gettext_lazy("Fall übernehmen"), "ea"),
    "case:checking": (gettext_lazy("Vollständigkeit prüfen"), "ea"),
    "case:incomplete": (gettext_lazy("Unterlage nachreichen"), "applicant"),
    "waiting": (gettext_lazy("Verfahren zustellen"), "portal"),
    "returned": (gettext_lazy("Verfahren neu zuordnen"), "ea"),
    "delivered": (gettext_lazy("Verfahren übernehmen"), "zb"),
    "in_progress": (gettext_lazy("Prüfen und entscheiden"), "zb"),
    "incomplete": (gettext_lazy("Unterlage nachreichen"), "applicant"),
    "consulting": (gettext_lazy("Stellungnahme abwarten"), "zb"),
    "paused": (gettext_lazy("Angehaltene Frist abwarten"), "zb"),
    "proposed": (gettext_lazy("Entscheidung mitzeichnen"), "zb"),
    "held": (gettext_lazy("Über das wartende Verfahren entscheiden"), "ea"),
}
LANES = {
    "applicant": gettext_lazy("Antragstellende Person"),
    "ea": gettext_lazy("Einheitlicher Ansprechpartner"),
    "zb": gettext_lazy("Zuständige Behörde"),
    "portal": gettext_lazy("Portal"),
}
VERBS = {
    "receive": gettext_lazy("über den Einheitlichen Ansprechpartner"),
    "pass_on": gettext_lazy("direkt"),
    "claim": gettext_lazy("übernommen"),
    "pass_to_ea": gettext_lazy("anderer Ansprechpartner ist zuständig"),
    "request_completion": gettext_lazy("Unterlage fehlt"),
    "answer": gettext_lazy("nachgereicht"),
    "forward": gettext_lazy("weitergeleitet"),
    "withdraw": gettext_lazy("zurückgenommen"),
    "deliver": gettext_lazy("zugestellt"),
    "continue": gettext_lazy("ohne die Unterlage"),
    "return": gettext_lazy("nicht zuständig"),
    "reroute": gettext_lazy("neu zugeordnet"),
    "grant": gettext_lazy("bewilligt"),
    "grant_with_conditions": gettext_lazy("bewilligt mit Auflagen"),
    "reject": gettext_lazy("abgelehnt"),
    "propose": gettext_lazy("vorgelegt"),
    "send_back": gettext_lazy("zurück an die Verfasserin oder den Verfasser"),
    "grant_deemed": gettext_lazy("Frist abgelaufen"),
    "discontinue": gettext_lazy("eingestellt"),
    "reopen": gettext_lazy("wieder aufgenommen"),
    "recuse": gettext_lazy("abgegeben wegen Befangenheit"),
    "pause": gettext_lazy("Frist angehalten"),
    "resume": gettext_lazy("Frist läuft weiter"),
    "pause_over": gettext_lazy("Pause zu Ende"),
    "consult": gettext_lazy("Stellungnahme erbeten"),
    "state": gettext_lazy("Stellung genommen"),
    "go_on": gettext_lazy("ohne Stellungnahme"),
    "consultation_over": gettext_lazy("Tag für die Antwort vorbei"),
    "hold": gettext_lazy("vorausgehendes Verfahren nicht bewilligt"),
    "release": gettext_lazy("geht trotzdem weiter"),
}
GUARDS = {
    "predecessor_done": gettext_lazy("Worauf das Verfahren wartet, ist bewilligt, oder es geht trotzdem weiter."),
    "running": gettext_lazy("Eine Frist läuft und ist nicht vorbei."),
    "in_time": gettext_lazy("Es ist keine Genehmigungsfiktion eingetreten."),
    "one_signature": gettext_lazy("Eine Unterschrift genügt."),
    "two_signatures": gettext_lazy("Die Entscheidung braucht zwei Unterschriften."),
    "extendable": gettext_lazy("Die Frist läuft und wurde noch nicht verlängert."),
    "period_over": gettext_lazy("Ein Gesetz ordnet die Genehmigungsfiktion an, und die Frist ist abgelaufen."),
}


def process_of(leika_key: str) -> ProcessSettings | None:
    """The settings of a service by its LeiKa key. Queries: 1."""
    return ProcessSettings.objects.select_related("service", "after").filter(service__leika_key=leika_key).first()


def picture(settings: ProcessSettings) -> Process:
    """The process of this service: its lanes, its steps, its ends."""
    via_ea = settings.service.via_ea
    flows = list(_flows(settings))
    used = {key for flow in flows for key in (flow.source, flow.target)}
    lanes = [lane for lane in LANES if lane != "ea" or via_ea]
    nodes = [Node("beginn", "startEvent", _("Antrag abgeschickt"), lanes.index("applicant"))]
    for key, (label, who) in WORK.items():
        if _id(key) in used:
            lane = who if who in lanes else "zb"
            kind: Kind = "serviceTask" if lane == "portal" else "userTask"
            nodes.append(Node(_id(key), kind, str(label), lanes.index(lane)))
    for status in sorted(FINISHED):
        if _id(status) in used:
            is_last = status == "withdrawn"
            lane = "applicant" if is_last else "portal" if status == "deemed_granted" else "zb"
            label, _tone = words.proceeding_status(status)
            kind = "endEvent" if is_last else "intermediateThrowEvent"
            nodes.append(Node(_id(status), kind, label, lanes.index(lane)))
    nodes.append(Node("ende", "endEvent", _("beendet"), lanes.index("portal")))
    return as_process(
        f"verfahren-{settings.service.leika_key}",
        settings.service.name,
        _about(settings),
        [str(LANES[lane]) for lane in lanes],
        nodes,
        flows,
    )


def _id(key: str) -> str:
    return key.replace(":", "-").replace("_", "-")


def _flows(settings: ProcessSettings) -> Iterator[Flow]:
    """Every step of the table that this service can take and that changes the status."""
    yield Flow("beginn", "case-submitted")
    for subject, table in (("case:", CASE), ("", PROCEEDING)):
        for move in table:
            if not _is_possible(move, subject, settings):
                continue
            for source in move.sources:
                target = "withdrawn" if move.to == "withdrawn" else _target(subject, move.to)
                if move.to != source and _exists(subject, source, settings):
                    yield Flow(_id(f"{subject}{source}"), _id(target), str(VERBS[move.verb]), _condition(move))
    for status in sorted(FINISHED - {"withdrawn"}):
        if _exists("", status, settings):
            yield Flow(_id(status), "ende", _("es bleibt dabei"))


def _target(subject: str, status: str) -> str:
    """Forwarded, a case goes on as its proceedings."""
    return "waiting" if (subject, status) == ("case:", "forwarded") else f"{subject}{status}"


def _is_possible(move: Move, subject: str, settings: ProcessSettings) -> bool:
    if not move.to:
        return False
    if subject:
        return _is_case_step(move.verb, via_ea=settings.service.via_ea)
    if move.to == "held" and settings.after_id is None:
        return False
    signatures = "one_signature" if settings.four_eyes else "two_signatures"
    return signatures not in move.guards and ("period_over" not in move.guards or bool(settings.deemed_approval_law))


def _is_case_step(verb: str, *, via_ea: bool) -> bool:
    """Closing a case and opening it again follow its proceedings, which the picture shows."""
    if verb in ("close", "reopen"):
        return False
    return verb == "withdraw" or (verb != "pass_on") == via_ea


def _exists(subject: str, source: str, settings: ProcessSettings) -> bool:
    """Whether this service's cases ever have this status. Forwarded, a case is in its proceedings."""
    conditions = {
        "case:received": settings.service.via_ea,
        "case:checking": settings.service.via_ea,
        "case:incomplete": settings.service.via_ea,
        "case:forwarded": False,
        "proposed": settings.four_eyes,
        "held": settings.after_id is not None,
        "deemed_granted": bool(settings.deemed_approval_law),
    }
    return conditions.get(f"{subject}{source}", True)


def _condition(move: Move) -> str:
    return " ".join(str(GUARDS[guard]) for guard in move.guards)


def _about(settings: ProcessSettings) -> str:
    """What the settings say, in sentences."""
    from_settings = [
        _("Leistung %(key)s.") % {"key": settings.service.leika_key},
        _("Frist: %(period)s (%(law)s).") % {"period": settings.decision_period, "law": settings.period_law}
        if parse_period(settings.decision_period)
        else _("Keine gesetzliche Frist."),
    ]
    if settings.deemed_approval_law:
        from_settings.append(_("Genehmigungsfiktion nach %(law)s.") % {"law": settings.deemed_approval_law})
    if settings.four_eyes:
        from_settings.append(_("Die Entscheidung braucht zwei Unterschriften."))
    if settings.after:
        from_settings.append(_("Wartet auf die Entscheidung über: %(service)s.") % {"service": settings.after.name})
    return " ".join(from_settings)

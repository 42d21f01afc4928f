"""The tables of the workflow as Markdown and as a Mermaid state diagram, for docs/cases.md."""

from collections.abc import Collection

from cases.rules.transitions import GUARD_WORDS, WHO_WORDS, Move


def as_table(moves: tuple[Move, ...]) -> str:
    """Who may do what, when, under which condition, and what follows."""
    lines = ["| verb | from | to | who | if | then |", "|---|---|---|---|---|---|"]
    for move in moves:
        who = f"{WHO_WORDS[move.who]}, owner only" if move.by_owner else WHO_WORDS[move.who]
        guards = "; ".join(GUARD_WORDS[guard] for guard in move.guards)
        cells = (move.verb, ", ".join(move.sources), move.to or "(stays)", who, guards, move.effect)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def as_mermaid(moves: tuple[Move, ...], first: str, finished: Collection[str]) -> str:
    """The statuses with the steps between them; steps that leave the status as it is are in the table only."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in moves:
        for source in move.sources:
            if move.to and move.to != source:
                arrows.setdefault((source, move.to), []).append(move.verb)
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {source} --> {target}: {', '.join(verbs)}" for (source, target), verbs in arrows.items()]
    lines += [f"    {status} --> [*]" for status in sorted(finished)]
    return "\n".join(lines)

"""Conditions in JSON logic (jsonlogic.com): the operators a form needs, and nothing that can fail.

The evaluator is our own: maykin-json-logic-py 0.16.1 does not import on Python 3.11, and it raises on
answers of an unexpected type (`{"<": [{"var": "seats"}, 5]}` with "many"), where a condition must simply
not hold.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any


def _compare(test: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    """Numbers with numbers, texts (ISO dates too) with texts; anything else does not hold."""

    def compare(left: Any, right: Any) -> bool:
        if _is_number(left) and _is_number(right):
            return test(left, right)
        return isinstance(left, str) and isinstance(right, str) and test(left, right)

    return compare


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(left: Any, right: Any) -> bool:
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _contains(item: Any, group: Any) -> bool:
    """Member of a list, or part of a text."""
    if isinstance(group, list | tuple):
        return any(_equal(item, member) for member in group)
    return isinstance(group, str) and isinstance(item, str) and item in group


# Operator: (number of operands or None for any, what it does with the evaluated operands)
OPERATORS: dict[str, tuple[int | None, Callable[..., bool]]] = {
    "==": (2, _equal),
    "!=": (2, lambda left, right: not _equal(left, right)),
    "<": (2, _compare(lambda left, right: left < right)),
    "<=": (2, _compare(lambda left, right: left <= right)),
    ">": (2, _compare(lambda left, right: left > right)),
    ">=": (2, _compare(lambda left, right: left >= right)),
    "in": (2, _contains),
    "!": (1, lambda value: not value),
    "and": (None, lambda *values: all(values)),
    "or": (None, lambda *values: any(values)),
}


def holds(condition: Any, answers: Mapping[str, Any]) -> bool:
    """Whether the condition holds under these answers. No condition always holds.

    >>> holds({"in": ["99050012104000", {"var": "procedures"}]}, {"procedures": ["99050012104000"]})
    True
    >>> holds({">": [{"var": "seats"}, 10]}, {})
    False
    """
    return condition is None or bool(_value(condition, answers))


def _value(rule: Any, answers: Mapping[str, Any]) -> Any:
    if not isinstance(rule, dict):
        return [_value(item, answers) for item in rule] if isinstance(rule, list) else rule
    (operator, operands), *_ = rule.items()
    if operator == "var":
        return answers.get(operands)
    operands = operands if isinstance(operands, list) else [operands]
    return OPERATORS[operator][1](*(_value(operand, answers) for operand in operands))


def problems(condition: Any) -> Iterator[str]:
    """What is wrong with the form of a condition, in words."""
    if isinstance(condition, list):
        for item in condition:
            yield from problems(item)
    if not isinstance(condition, dict):
        return
    if len(condition) != 1:
        yield "Eine Bedingung hat genau einen Operator."
        return
    (operator, operands) = next(iter(condition.items()))
    if operator == "var":
        if not isinstance(operands, str):
            yield "„var“ nennt den Schlüssel eines Feldes."
        return
    if operator not in OPERATORS:
        yield f"Den Operator „{operator}“ gibt es nicht. Erlaubt sind var, {', '.join(OPERATORS)}."
        return
    operands = operands if isinstance(operands, list) else [operands]
    wanted = OPERATORS[operator][0]
    if wanted is not None and len(operands) != wanted:
        yield f"„{operator}“ braucht {wanted} Angaben, nicht {len(operands)}."
    yield from problems(operands)


def variables(condition: Any) -> set[str]:
    """The keys of the fields that a condition looks at.

    >>> variables({"==": [{"var": "person_kind"}, "company"]})
    {'person_kind'}
    """
    if isinstance(condition, list):
        return set().union(*(variables(item) for item in condition))
    if not isinstance(condition, dict):
        return set()
    if isinstance(condition.get("var"), str):
        return {condition["var"]}
    return variables(list(condition.values()))

"""What a typed postcode means: places, a postcode without delivery, one of elsewhere, or none at all."""

from typing import Literal, NamedTuple

from responsibility.models import Area, PostcodeArea
from responsibility.queries.areas import AreaRow, find_areas
from responsibility.rules import names


class PostcodeAnswer(NamedTuple):
    """`status` says which sentence the reader gets when there are no areas."""

    status: Literal["found", "malformed", "not_delivered", "elsewhere"]
    areas: list[AreaRow]


def ask_postcode(text: str, limit: int = 50) -> PostcodeAnswer:
    """Judge a text with figures in it. Queries: at most 2."""
    postcode, _ = names.split_place(text)
    if not postcode:
        return PostcodeAnswer("malformed", [])
    areas = find_areas(text, limit, kinds=[Area.Kind.GEMEINDE]) or find_areas(postcode, limit)
    if areas:
        return PostcodeAnswer("found", areas)
    # Same first three figures as a postcode of M-V: a post box, a large customer, an old or a neighbour's postcode
    near = PostcodeArea.objects.filter(postcode__startswith=postcode[:3]).exists()
    return PostcodeAnswer("not_delivered" if near else "elsewhere", [])

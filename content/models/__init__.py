"""Services, what belongs to them, life situations and the words of the search."""

from content.models.choices import Audience, SdgArea, SdgProcedure, TrustLevel, Unit
from content.models.editorial import Editorial, Status
from content.models.guide import Guide, GuideQuestion, GuideResult
from content.models.life_situation import LifeSituation
from content.models.modules import Cost, Deadline, FormLink, ServiceSupplement
from content.models.search_word import SearchWord
from content.models.service import Service

__all__ = [
    "Audience",
    "Cost",
    "Deadline",
    "Editorial",
    "FormLink",
    "Guide",
    "GuideQuestion",
    "GuideResult",
    "LifeSituation",
    "SdgArea",
    "SdgProcedure",
    "SearchWord",
    "Service",
    "ServiceSupplement",
    "Status",
    "TrustLevel",
    "Unit",
]

"""Services, what belongs to them, life situations, pages and other texts, and the words of the search."""

from content.models.call import Call
from content.models.choices import Audience, SdgArea, SdgProcedure, TrustLevel, Unit
from content.models.editorial import Editorial, Status
from content.models.explanations import FaqEntry, GlossaryTerm
from content.models.feedback import Feedback
from content.models.guide import Guide, GuideQuestion, GuideResult
from content.models.life_situation import LifeSituation
from content.models.modules import Cost, Deadline, FormLink, ServiceSupplement
from content.models.news import News, Notice
from content.models.page import FIXED, Page, PageBlock, Picture
from content.models.search import Concept, Meaning, SearchEntry, SearchState
from content.models.searches import SearchCount, StoredQuery
from content.models.service import Service
from content.models.teamwork import Comment, Mention, Share, Task
from content.models.versions import OPEN, EditorialOffice, Version, VersionStatus
from content.models.visits import PageView
from content.models.web_link import VERDICTS, WRONG, LinkPlace, WebLink
from content.models.xzufi import XzufiAgency, XzufiFile, XzufiObject

__all__ = [
    "FIXED",
    "OPEN",
    "VERDICTS",
    "WRONG",
    "Audience",
    "Call",
    "Comment",
    "Concept",
    "Cost",
    "Deadline",
    "Editorial",
    "EditorialOffice",
    "FaqEntry",
    "Feedback",
    "FormLink",
    "GlossaryTerm",
    "Guide",
    "GuideQuestion",
    "GuideResult",
    "LifeSituation",
    "LinkPlace",
    "Meaning",
    "Mention",
    "News",
    "Notice",
    "Page",
    "PageBlock",
    "PageView",
    "Picture",
    "SdgArea",
    "SdgProcedure",
    "SearchCount",
    "SearchEntry",
    "SearchState",
    "Service",
    "ServiceSupplement",
    "Share",
    "Status",
    "StoredQuery",
    "Task",
    "TrustLevel",
    "Unit",
    "Version",
    "VersionStatus",
    "WebLink",
    "XzufiAgency",
    "XzufiFile",
    "XzufiObject",
]

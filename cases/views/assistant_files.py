"""Files of a draft: look at one, take one out."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.actions import applications as actions
from cases.queries import assistant as queries
from cases.queries.assistant import Draft
from cases.views.drafts import for_draft, go_to
from portal.files.views import stream


@require_GET
@for_draft
def draft_file(request: HttpRequest, draft: Draft, file_id: uuid.UUID) -> HttpResponse:
    """The file, for who has the link of its draft."""
    stored_file = queries.draft_file(draft.secret, str(file_id))
    if stored_file is None:
        raise Http404
    return stream(stored_file, as_attachment=False)


@require_POST
@for_draft
def remove_file(request: HttpRequest, draft: Draft, file_id: uuid.UUID) -> HttpResponse:
    """Take the file out. The button stands in the page's form, so what was typed there is kept, too."""
    removed = actions.remove_file(draft.secret, str(file_id))
    if removed is None:
        return redirect("cases:resume", draft.slug, draft.secret)
    page = draft.page_of(removed.field)
    actions.save_page(draft.secret, page=page, posted=dict(request.POST.lists()), uploads={})
    messages.success(request, _("Die Datei „%(name)s“ ist entfernt.") % {"name": removed.file.name})
    return go_to(draft, page)

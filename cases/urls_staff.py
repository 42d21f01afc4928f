"""Addresses of the officers' pages."""

from django.urls import path

from cases.views import staff, staff_clock, staff_ea, staff_zb

urlpatterns = [
    path("eingang/", staff.inbox, name="inbox"),
    path("eingang/uebernehmen/", staff.claim_selected, name="claim_selected"),
    path("eingang/verfahren/<int:proceeding_id>/", staff_zb.proceeding, name="proceeding"),
    path("eingang/verfahren/<int:proceeding_id>/frist/", staff_clock.clock, name="clock"),
    path("eingang/verfahren/<int:proceeding_id>/uebernehmen/", staff_zb.claim, name="claim"),
    path("eingang/verfahren/<int:proceeding_id>/nachfordern/", staff_zb.request_completion, name="request"),
    path("eingang/verfahren/<int:proceeding_id>/weiter/", staff_zb.continue_without, name="continue"),
    path("eingang/verfahren/<int:proceeding_id>/zurueckgeben/", staff_zb.return_proceeding, name="return"),
    path("eingang/verfahren/<int:proceeding_id>/entscheiden/", staff_zb.decide, name="decide"),
    path("eingang/verfahren/<int:proceeding_id>/neu-zuordnen/", staff_ea.ea_reroute, name="ea_reroute"),
    path("eingang/<str:reference>/", staff_ea.ea_case, name="ea_case"),
    path("eingang/<str:reference>/uebernehmen/", staff_ea.ea_claim, name="ea_claim"),
    path("eingang/<str:reference>/nachfordern/", staff_ea.ea_request, name="ea_request"),
    path("eingang/<str:reference>/weiterleiten/", staff_ea.ea_forward, name="ea_forward"),
    path("eingang/<str:reference>/nachricht/", staff.staff_message, name="staff_message"),
    path("eingang/<str:reference>/dokument/<int:document_id>/", staff.staff_document, name="staff_document"),
]

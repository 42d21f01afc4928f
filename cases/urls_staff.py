"""Addresses of the officers' pages."""

from django.urls import path

from cases.views import calendars, staff, staff_clock, staff_ea, staff_endings, staff_hand_over, staff_zb

urlpatterns = [
    path("eingang/", staff.inbox, name="inbox"),
    path("eingang/uebernehmen/", staff.claim_selected, name="claim_selected"),
    path("eingang/kalender/", calendars.calendars, name="calendars"),
    path("eingang/kalender/<slug:secret>.ics", calendars.calendar, name="calendar"),
    path("eingang/verfahren/<int:proceeding_id>/", staff_zb.proceeding, name="proceeding"),
    path("eingang/verfahren/<int:proceeding_id>/frist/", staff_clock.clock, name="clock"),
    path("eingang/verfahren/<int:proceeding_id>/uebernehmen/", staff_zb.claim, name="claim"),
    path("eingang/verfahren/<int:proceeding_id>/nachfordern/", staff_zb.request_completion, name="request"),
    path("eingang/verfahren/<int:proceeding_id>/weiter/", staff_zb.continue_without, name="continue"),
    path("eingang/verfahren/<int:proceeding_id>/zurueckgeben/", staff_zb.return_proceeding, name="return"),
    path("eingang/verfahren/<int:proceeding_id>/entscheiden/", staff_zb.decide, name="decide"),
    path("eingang/verfahren/<int:proceeding_id>/rueckfrage/", staff_zb.ask, name="ask"),
    path("eingang/verfahren/<int:proceeding_id>/verlaengern/", staff_clock.extend, name="extend"),
    path("eingang/verfahren/<int:proceeding_id>/mitzeichnen/", staff_endings.sign, name="sign"),
    path("eingang/verfahren/<int:proceeding_id>/einstellen/", staff_endings.discontinue, name="discontinue"),
    path("eingang/verfahren/<int:proceeding_id>/wieder-aufnehmen/", staff_endings.reopen, name="reopen"),
    path("eingang/verfahren/<int:proceeding_id>/uebergeben/", staff_hand_over.hand_over, name="hand_over"),
    path("eingang/verfahren/<int:proceeding_id>/neu-zuordnen/", staff_ea.ea_reroute, name="ea_reroute"),
    path("eingang/<str:reference>/", staff_ea.ea_case, name="ea_case"),
    path("eingang/<str:reference>/uebernehmen/", staff_ea.ea_claim, name="ea_claim"),
    path("eingang/<str:reference>/nachfordern/", staff_ea.ea_request, name="ea_request"),
    path("eingang/<str:reference>/weiterleiten/", staff_ea.ea_forward, name="ea_forward"),
    path("eingang/<str:reference>/uebergeben/", staff_hand_over.ea_hand_over, name="ea_hand_over"),
    path("eingang/<str:reference>/andere-stelle/", staff_hand_over.ea_pass, name="ea_pass"),
    path("eingang/<str:reference>/nachricht/", staff.staff_message, name="staff_message"),
    path("eingang/<str:reference>/dokument/<int:document_id>/", staff.staff_document, name="staff_document"),
]

"""Addresses of the pages for everybody."""

from django.urls import path

from portal.public.views import desk, pages, track, verify

urlpatterns = [
    path("", pages.home, name="home"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("status/", pages.status, name="status"),
    path("privacy/", pages.privacy, name="privacy"),
    path("desk/enquiries/", desk.enquiries, name="enquiries"),
    path("desk/enquiries/<int:enquiry_id>/answered/", desk.answered, name="enquiry_answered"),
    path("desk/announcements/", desk.announcements, name="announcements"),
    path("desk/announcements/<int:announcement_id>/end/", desk.end, name="end_announcement"),
    path("track/", track.track, name="track"),
    path("track/<str:ticket>/", track.tracked, name="tracked"),
    path("cases/<str:reference>/link/", track.link, name="track_link"),
    path("cases/<str:reference>/release-note.pdf", verify.release_note, name="release_note"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verified, name="verified"),
    path(".well-known/release-note-keys.json", verify.published_keys, name="release_note_keys"),
]

"""What a trader passes on about a declaration: the link to follow it, and the release note."""

from django import template

from clearance.models import Declaration
from portal.public import tracking
from portal.public.notes import issuing

register = template.Library()


@register.simple_tag
def track_link(declaration: Declaration) -> tracking.Link:
    """The link by which anybody follows this declaration."""
    return tracking.link_of(declaration)


@register.filter
def has_release_note(declaration: Declaration) -> bool:
    """Whether a release note can be had now."""
    return issuing.may_be_issued(declaration)

"""Tables of customs' own."""

from agencies.customs.models.guarantees import Entry, Guarantee, Wanted
from agencies.customs.models.movements import Movement

__all__ = ["Entry", "Guarantee", "Movement", "Wanted"]

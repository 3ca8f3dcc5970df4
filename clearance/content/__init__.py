"""What a trader files: the one canonical form that pages, JSON and XML all meet in, and how it is signed.

The shape is plain JSON of texts, lists, objects and flags. A decimal is text with a point, so that no float ever
touches it; what is absent has no key (never null, never ""). These models check only structure, because a draft keeps
whatever the trader has typed so far; what a filing must satisfy is `clearance.validation`.
"""

from .form import (
    LARGEST_CONTENT,
    PARTIES,
    AdditionalInformation,
    Charge,
    Container,
    Content,
    Document,
    Guarantee,
    Item,
    Package,
    Part,
    Party,
    Postal,
    PreviousDocument,
    Transport,
    TransportMeans,
    Unmapped,
)
from .joining import joined
from .problems import Problem, Problems, Sentence, Severity, pointer_to
from .reading import problems_of, read_json
from .signing import canonical, digest, without_absent

__all__ = [
    "LARGEST_CONTENT",
    "PARTIES",
    "AdditionalInformation",
    "Charge",
    "Container",
    "Content",
    "Document",
    "Guarantee",
    "Item",
    "Package",
    "Part",
    "Party",
    "Postal",
    "PreviousDocument",
    "Problem",
    "Problems",
    "Sentence",
    "Severity",
    "Transport",
    "TransportMeans",
    "Unmapped",
    "canonical",
    "digest",
    "joined",
    "pointer_to",
    "problems_of",
    "read_json",
    "without_absent",
]

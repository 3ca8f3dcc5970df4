"""What the stories share: what is in a person's hands, and what the portal holds when they are done."""

from __future__ import annotations

from pathlib import Path

from clearance.models import Declaration
from tests.cast import PASSWORD, Cast
from tests.usability.people import Person

A_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper_file(path: Path) -> Path:
    """A small PDF on the person's own disk."""
    path.write_bytes(A_PDF)
    return path


def signs(person: Person) -> None:
    """The check page, the password, and the confirmation with the reference."""
    person.types("Your password", PASSWORD)
    person.presses("Sign and submit declaration")
    person.sees("Declaration submitted")


def is_lodged(cast: Cast, person: Person, *, company: str) -> bool:
    """Whether the declaration whose confirmation is open is with the agencies, in the name of this company."""
    reference = person.page.url.split("/")[4]
    with cast.acting("system"):
        declaration = Declaration.objects.get(reference=reference)
    return declaration.state == "lodged" and declaration.company_id == cast.companies()[company]

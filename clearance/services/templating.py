"""A company's templates: kept from a declaration under a name, begun from, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.content.again import for_the_next
from clearance.models import Declaration
from clearance.permissions import may_act_for
from clearance.preparing.models import Template
from clearance.services import filing
from clearance.services.found import must_find

MOST = 200
"""Templates a company may keep."""


def keep(actor: Actor, *, company_id: int, name: str, content: Mapping[str, Any]) -> Template:
    """Keep what a declaration shares with the next ones; a company has one template of each name."""
    may_act_for(actor, company_id)
    if Template.objects.filter(company_id=company_id).count() >= MOST:
        raise Problems(
            [
                Problem(
                    "too_many_templates",
                    "/name",
                    _("Throw a template away first: your company already has %(most)s.") % {"most": MOST},
                )
            ]
        )
    row = Template(
        company_id=company_id,
        name=name,
        kind=str(content.get("kind", ""))[:10],
        content=for_the_next(content),
        made_by_id=actor.person,
        made_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        said = _("Choose another name: your company already has a template called “%(name)s”.") % {"name": name}
        raise Problems([Problem("template_name_used", "/name", said)]) from error
    return row


def forget(actor: Actor, *, template_id: int) -> Template:
    """Throw a template away; declarations begun from it stay."""
    row = _found(actor, template_id)
    may_act_for(actor, row.company_id)
    Template.objects.filter(pk=row.pk).delete()
    return row


def begin(actor: Actor, *, template_id: int) -> Declaration:
    """A new draft from a template."""
    row = _found(actor, template_id)
    return filing.save_draft(actor, company_id=row.company_id, content=row.content).declaration


def begin_like(actor: Actor, *, company_id: int, content: Mapping[str, Any], amounts: bool = False) -> Declaration:
    """A new draft like an earlier declaration."""
    return filing.save_draft(actor, company_id=company_id, content=for_the_next(content, amounts=amounts)).declaration


def _found(actor: Actor, template_id: int) -> Template:
    return must_find(Template.objects.filter(pk=template_id, company_id__in=actor.companies), str(template_id))

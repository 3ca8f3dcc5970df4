"""A rule as sentences in the reader's language: what is asked of whom and when; and what a check found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.rulebooks.phrases import clause_texts, condition_text, fact_name
from agencies.rulebooks.words import CLOCK_STARTS, CONTROLS, UNITS, Words, column_name
from clearance import registry, sentences
from clearance.linting import Finding
from clearance.rule_words import ASKING, Kind, Status, Visibility, listed
from clearance.rules import RuleError, RuleRow
from clearance.wording import deadline_text, in_language, rule_fault_sentence

SAID: Mapping[str, tuple[str | Promise, str | Promise]] = {
    Kind.SIGN_OFF: (
        gettext_lazy("For every declaration %(who)s must sign “%(title)s”."),
        gettext_lazy("When %(when)s — %(who)s must sign “%(title)s”."),
    ),
    Kind.STEP: (
        gettext_lazy("For every declaration the portal records the step “%(title)s”."),
        gettext_lazy("When %(when)s — the portal records the step “%(title)s”."),
    ),
    Kind.VISIT_CHECK: (
        gettext_lazy("For every vehicle: %(who)s looks at “%(title)s”."),
        gettext_lazy("When %(when)s — %(who)s looks at the vehicle: “%(title)s”."),
    ),
    Kind.WAIVER: (
        gettext_lazy("For every declaration: nobody is asked for %(targets)s."),
        gettext_lazy("When %(when)s — nobody is asked for %(targets)s."),
    ),
    Kind.DOWNGRADE: (
        gettext_lazy("For every declaration: %(targets)s is checked by papers only."),
        gettext_lazy("When %(when)s — %(targets)s is checked by papers only."),
    ),
}
"""By what a rule gives: its sentence without conditions, and with them."""

GOING: Words = {
    "import": gettext_lazy("the goods are imported"),
    "export": gettext_lazy("the goods are exported"),
    "transit": gettext_lazy("the goods are in transit"),
    "any_inbound": gettext_lazy("the goods are imported or in transit"),
    "crossing": gettext_lazy("the goods cross the border"),
    "internal": gettext_lazy("the goods move between member states of the Union"),
}
CARRIED: Words = {"cargo": gettext_lazy("they are cargo, not mail"), "post": gettext_lazy("they are mail")}
BY: Words = {
    "road": pgettext_lazy("transport by", "road"),
    "rail": pgettext_lazy("transport by", "rail"),
    "air": pgettext_lazy("transport by", "air"),
    "sea": pgettext_lazy("transport by", "sea"),
    "post": pgettext_lazy("transport by", "mail"),
    "multimodal": pgettext_lazy("transport by", "several modes"),
}


def when_texts(row: RuleRow) -> list[str]:
    """What must be true for a rule, one phrase each: goods, journey, conditions."""
    found: list[str] = []
    codes, without = str(row.get("hs_include") or ""), str(row.get("hs_exclude") or "")
    if codes and codes != "*":
        found.append(_("goods of %(codes)s") % {"codes": _codes(codes)})
    if without:
        found.append(_("not goods of %(codes)s") % {"codes": _codes(without)})
    if row.get("direction") in GOING:
        found.append(str(GOING[str(row["direction"])]))
    if row.get("channel") in CARRIED:
        found.append(str(CARRIED[str(row["channel"])]))
    if modes := listed(row.get("mode")):
        found.append(
            _("transport by %(modes)s") % {"modes": _(" or ").join(str(BY[mode]) for mode in sorted(modes & set(BY)))}
        )
    if procedures := listed(row.get("procedures")):
        found.append(_("procedure %(codes)s") % {"codes": ", ".join(sorted(procedures))})
    return [
        *found,
        *clause_texts(str(row.get("origin_condition") or "")),
        *clause_texts(str(row.get("condition") or "")),
    ]


def sentence_of(row: RuleRow, agency: str) -> str:
    """A rule in one or two sentences, as its reader would say it."""
    when = "; ".join(when_texts(row))
    who, title = _who(row, agency), in_language({one: str(row.get(f"title_{one}") or "") for one in ("en", "ru", "kk")})
    facts = {"when": when, "who": who, "title": title or "…", "targets": _targets(row)}
    always, sometimes = SAID.get(str(row.get("kind")), SAID[Kind.SIGN_OFF.value])
    said = [str(sometimes if when else always) % facts]
    return " ".join([*said, *_more(row)])


def _more(row: RuleRow) -> Iterable[str]:
    if row.get("kind") in ASKING and row.get("signoff_type") in CONTROLS:
        value, unit = str(row.get("sla_value") or ""), str(row.get("sla_unit") or "")
        if value.isdecimal() and unit in UNITS and row.get("clock_start") in CLOCK_STARTS:
            yield _("Control: %(control)s, within %(time)s after %(start)s.") % {
                "control": CONTROLS[str(row["signoff_type"])],
                "time": deadline_text(int(value), unit),
                "start": CLOCK_STARTS[str(row["clock_start"])],
            }
    if row.get("auto_when"):
        yield _("The portal signs by itself when %(when)s.") % {"when": condition_text(str(row["auto_when"]))}
    if row.get("visibility") == Visibility.RESTRICTED:
        yield _("Traders do not see it.")
    if row.get("status") == Status.DRY_RUN:
        yield _("It is only watched: nobody is asked.")
    if row.get("status") == Status.OFF:
        yield _("It is switched off.")


def _who(row: RuleRow, agency: str) -> str:
    holder = registry.right_holder_of(str(row.get("requirement") or ""))
    name = sentences.agency_name(str(row.get("executed_by") or agency))
    return _("%(agency)s (for %(body)s)") % {"agency": name, "body": in_language(holder)} if holder else name


def _targets(row: RuleRow) -> str:
    return ", ".join(
        sentences.agency_name(target.removesuffix(".*")) if target.endswith(".*") else sentences.title_of(target)
        for target in str(row.get("targets") or "").split()
    )


def _codes(text: str) -> str:
    return ", ".join(part.strip().replace("-", "–") for part in text.split(";") if part.strip())


FINDINGS: Words = {
    "unknown_requirement": gettext_lazy("The requirement “%(text)s” is not one that an agency declares."),
    "foreign_requirement": gettext_lazy("The requirement “%(text)s” belongs to another agency."),
    "unknown_procedure": gettext_lazy("There is no customs procedure “%(text)s”."),
    "unknown_paper": gettext_lazy("No list of papers knows “%(text)s”, so it has no name for traders."),
    "unknown_country": gettext_lazy("There is no country with the code “%(text)s”."),
    "unknown_code": gettext_lazy("The tariff in force has no code %(text)s, and no chapter it could belong to."),
    "unknown_code_near": gettext_lazy("The tariff in force has no code %(text)s. The nearest is %(near)s, “%(name)s”."),
    "same_title": gettext_lazy("The title reads the same in two languages: “%(text)s”. Is a translation missing?"),
    "all_goods_excluded": gettext_lazy(
        "Every commodity code it names is taken out again, so it never asks for anything."
    ),
    "never_holds": gettext_lazy("The conditions on “%(fact)s” contradict each other, so it never asks for anything."),
    "twin": gettext_lazy("It says the same as rule %(other)s. One of the two can go."),
    "adds_nothing": gettext_lazy("Whenever it asks, rule %(other)s asks for the same and more, so it changes nothing."),
    "example": gettext_lazy("The example “%(name)s” expects %(expected)s and now gets %(answered)s (%(part)s)."),
}
PARTS: Words = {
    "rules": gettext_lazy("rules that match"),
    "sign_offs": gettext_lazy("sign-offs"),
    "steps": gettext_lazy("steps"),
    "visit_checks": gettext_lazy("checks of the vehicle"),
    "unplaced": gettext_lazy("left to the routing desk"),
}


def finding_sentence(finding: Finding) -> str:
    """What a finding says."""
    if finding.code not in FINDINGS:
        return rule_fault_sentence(
            RuleError(finding.rule, column_name(finding.column), finding.code, finding.facts["text"])
        )
    facts: dict[str, Any] = dict(finding.facts)
    if "fact" in facts:
        facts["fact"] = fact_name(facts["fact"])
    if finding.code == "example":
        facts |= {name: _answers(facts[name]) for name in ("expected", "answered")}
        facts["part"] = PARTS[facts["part"]]
        # Examples are named in English, whoever reads; a voice must know.
        facts["name"] = format_html('<span lang="en">{}</span>', facts["name"])
        escaped = {name: conditional_escape(value) for name, value in facts.items()}
        sentence: str = escape(str(FINDINGS[finding.code])) % escaped
        return mark_safe(sentence)  # noqa: S308  every part of it is escaped
    return str(FINDINGS[finding.code]) % facts


def _answers(found: Sequence[str]) -> str:
    return ", ".join(found) if found else _("nothing")

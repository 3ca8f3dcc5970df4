"""Agency folders are found by scanning, and adding one changes nothing outside it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from clearance import registry
from clearance.contract import SignOffForm
from clearance.examples import answered, expected_of, facts_of_example
from clearance.routing import plan
from clearance.rules import compile_book
from tests.routing.books import every_book, facts

ROOT = registry.HOME.parent
EIGHT = {
    "border_guard",
    "customs",
    "health",
    "plant_health",
    "postal",
    "technical_regulation",
    "transport",
    "veterinary",
}


def test_eight_agencies_and_a_general_rulebook_are_found() -> None:
    assert set(registry.agencies()) >= EIGHT
    assert set(registry.rulebook_codes()) == {*registry.agencies(), "general"}
    assert registry.leading() == ("customs",)


def test_nothing_is_wrong_with_the_agencies() -> None:
    assert registry.faults() == []


def test_veterinary_plant_and_sanitary_requirements_are_never_waived_or_downgraded() -> None:
    for code in ("veterinary", "plant_health", "health"):
        assert registry.agency(code).protected
        assert not any(row["waivable"] == "yes" for row in registry.rules_of(code))
    targets = [target for row in registry.rules_of("general") for target in row["targets"].split()]
    assert targets
    assert not any(target.startswith(("veterinary", "plant_health", "health", "*")) for target in targets)


def test_an_agency_has_a_name_a_letter_and_words_for_all_it_asks_in_three_languages() -> None:
    letters = {language: [] for language in ("en", "ru", "kk")}
    for one in registry.agencies().values():
        texts = [one.names, one.letter, *(role.titles for role in one.roles)]
        for requirement in one.requirements:
            texts += [requirement.titles, *(reason.titles for reason in requirement.reasons)]
        texts += [holder.names for holder in one.right_holders]
        assert all(set(text) == {"en", "ru", "kk"} and all(text.values()) for text in texts), one.code
        for language, seen in letters.items():
            seen.append(one.letter[language])
    for language, seen in letters.items():
        assert len(set(seen)) == len(seen), language


def test_the_forms_of_agencies_are_plain_and_speak_three_languages() -> None:
    forms = 0
    for one in registry.agencies().values():
        for requirement in one.requirements:
            form = registry.form_of(one.code, requirement.code)
            if form is None:
                continue
            forms += 1
            assert issubclass(form, SignOffForm)
            for field in form.fields:
                assert field.kind in {"text", "long_text", "number", "date", "flag", "choice"}
                assert all(field.labels[language] for language in ("en", "ru", "kk"))
                assert bool(field.choices) is (field.kind == "choice")
    assert forms >= 8


def test_a_code_without_a_folder_is_worked_in_its_own_name_and_never_called_customs() -> None:
    old_codes = {row["agency"]: row for code in registry.agencies() for row in registry.rules_of(code)}
    homes = {"AGR", "SGC", "WPN", "DRG", "CIT", "ECO", "MET", "CUL", "RWY", "MED"}
    assert homes < set(old_codes)
    for code in homes:
        row = old_codes[code]
        names = registry.right_holder_of(row["requirement"])
        assert names is not None, code
        assert "customs" not in names["en"].lower()
        assert row["executed_by"] != "customs"
        assert row["agency"] in registry.agency(row["executed_by"]).executes
    assert registry.right_holder_of("customs.release") is None


def test_an_unknown_agency_is_said_to_be_unknown() -> None:
    for question in (registry.agency, registry.rules_of, registry.examples_of):
        with pytest.raises(registry.UnknownAgency):
            question("weather")


def test_a_form_tells_what_is_wrong_with_its_answers() -> None:
    form = registry.form_of("plant_health", "plant_health.phytosanitary")
    assert form is not None
    kept, faults = form.check({"pests": "none", "units_examined": "3", "organism": ""})
    assert (kept, faults) == ({"pests": "none", "units_examined": "3"}, {})
    assert form.check({"pests": "many", "units_examined": "few", "mood": "good"})[1] == {
        "pests": "not_a_choice",
        "units_examined": "not_a_number",
        "mood": "unknown",
    }


def photograph() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in ("agencies", "clearance", "portal")
        for path in (ROOT / place).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_adding_an_agency_changes_nothing_outside_its_folder(tmp_path: Path) -> None:
    before = photograph()
    call_command("add_agency", "cultural_heritage", "--into", str(tmp_path), "--ru", "Культурное наследие", verbosity=0)
    assert photograph() == before
    extra = (tmp_path,)
    one = registry.agency("cultural_heritage", extra)
    assert one.names["ru"] == "Культурное наследие"
    assert set(registry.agencies(extra)) == {*registry.agencies(), "cultural_heritage"}

    book = compile_book(one.code, registry.rules_of(one.code, extra), book_id=1, known=registry.facts(extra))
    examples = registry.examples_of(one.code, extra)
    assert len(examples) >= 5
    for row in examples:
        assert answered(plan(facts_of_example(row), [*every_book(), book]), one.code) == expected_of(row)
    assert {row["rule_id"] for row in registry.rules_of(one.code, extra)} <= {row["rules"] for row in examples}

    given = facts("9999000000")
    assert plan(given, [*every_book(), book]).needs == plan(given, every_book()).needs


@pytest.mark.parametrize("name", ["Heritage", "her itage", "../heritage", "1st", ""])
def test_a_name_that_cannot_be_a_code_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be a code"):
        call_command("add_agency", name, "--into", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_agency_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_agency", "heritage", "--into", str(tmp_path), "--json")
    assert json.loads(capsys.readouterr().out)["agency"] == "heritage"
    with pytest.raises(CommandError, match="already"):
        call_command("add_agency", "heritage", "--into", str(tmp_path))


def test_a_folder_that_does_not_say_who_it_is_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "silent").mkdir()
    (tmp_path / "silent" / "agency.py").write_text("")
    with pytest.raises(registry.BrokenAgency, match="AGENCY = Agency"):
        registry.agencies((tmp_path,))


def test_routing_is_pure(tmp_path: Path) -> None:
    """Facts, rules, routing, contract and registry work where there is no Django."""
    program = (
        "import sys; sys.modules['django'] = None\n"
        "from clearance import registry, facts, routing, explaining, examples\n"
        "assert len(registry.agencies()) >= 8 and registry.faults() == []\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})

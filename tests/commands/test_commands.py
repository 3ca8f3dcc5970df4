"""The commands an operator types: explain, file from files, sweep, rulebooks, reference lists."""

import csv
import json
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from clearance import registry
from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration, RegisteredDocument, Rulebook
from clearance.progress import watched
from clearance.reference.lists import entries_of, forget, in_force, nomenclature
from clearance.reference.models import ListVersion
from clearance.services import filing
from tests import acting
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_edition_is_remembered_from_one_test_to_the_next() -> Iterator[None]:
    yield
    forget()


def called(*arguments: str) -> Any:
    """What a command prints as JSON, whatever its exit status."""
    out = StringIO()
    with suppress(SystemExit):
        call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def written(path: Path, content: dict[str, Any]) -> str:
    path.write_text(json.dumps(content))
    return str(path)


def test_explain_says_who_is_asked_and_saves_nothing(cast: Cast, tmp_path: Path):
    told = called("explain", written(tmp_path / "apples.json", imports(APPLES)))
    asked = {one["requirement"] for agency in told["agencies"] for one in agency["sign_offs"] if not one["automatic"]}
    assert "plant_health.phytosanitary" in asked
    assert all(one["because_text"] for agency in told["agencies"] for one in agency["sign_offs"])
    assert told["errors"] == []
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_explain_reads_the_xml_examples_and_locates_what_would_stop_them(cast: Cast):
    assert called("explain", str(EXAMPLES / "needs-no-hand.xml"))["needs_no_hand"] is True
    errors = called("explain", str(EXAMPLES / "refused-with-five-errors.xml"))["errors"]
    assert len(errors) == 5
    assert all(error["pointer"].startswith("/") and error["line"] for error in errors)


def test_explain_of_a_reference_hides_restricted_rules_unless_asked(cast: Cast):
    cheap = imports(APPLES, invoice_total="40.00")
    cheap["items"][0] |= {"price": "40.00"}
    declaration = file(cast, cheap)
    agencies = {one["agency"]: one for one in called("explain", declaration.reference)["agencies"]}
    public = {one["requirement"] for one in agencies["customs"]["sign_offs"]}
    assert "customs.inspection" not in public
    out = StringIO()
    call_command("explain", declaration.reference, "--restricted", stdout=out)
    assert "CUS-012" in out.getvalue()


def test_explain_of_nothing_says_so(cast: Cast):
    with pytest.raises(CommandError, match="neither a file"):
        call_command("explain", "/no/such/file.xml")


def test_files_are_filed_once_and_errors_are_located(cast: Cast, tmp_path: Path):
    written(tmp_path / "a.json", imports(CERAMICS))
    written(tmp_path / "b.json", imports(CERAMICS, invoice_total="1.00"))
    (tmp_path / "c.xml").write_text("<broken")
    with pytest.raises(SystemExit, match="1"):
        call_command("file_declarations", str(tmp_path / "b.json"), "--as", "trader", stdout=StringIO())
    first = called("file_declarations", str(tmp_path), "--as", "trader")
    assert [bool(one["reference"]) for one in first] == [True, False, False]
    assert first[1]["errors"][0]["pointer"] == "/invoice_total"
    assert first[2]["errors"][0]["line"] == 1
    again = called("file_declarations", str(tmp_path / "a.json"), "--as", "trader")
    assert (again[0]["reference"], again[0]["created"]) == (first[0]["reference"], False)


def test_nobody_files_for_a_company_of_others_from_a_file(cast: Cast, tmp_path: Path):
    result = called("file_declarations", written(tmp_path / "a.json", imports(CERAMICS)), "--as", "stranger")
    assert result[0]["reference"] is None
    assert "You do not act for" in result[0]["errors"][0]["message"]
    with pytest.raises(CommandError, match="Nobody named"):
        call_command("file_declarations", str(tmp_path), "--as", "nobody-here")


def test_a_progress_bar_is_drawn_only_where_somebody_watches():
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    seen, log = Screen(), StringIO()
    assert list(watched([1, 2, 3], stream=seen)) == list(watched([1, 2, 3], stream=log)) == [1, 2, 3]
    assert seen.getvalue().endswith("] 3 / 3\n")
    assert log.getvalue() == ""


def test_sweep_inline_routes_what_nobody_was_told_of(cast: Cast):
    with cast.acting("trader", scopes=acting.FILING) as actor:
        filed = filing.file(actor, company_id=cast.companies()["silk_road"], content=imports(CERAMICS))
    told = called("sweep", "--inline")
    assert told.pop("notices") > 0, "and tells what is in the record"
    assert told.pop("advanced") == 1
    assert set(told.values()) == {0}
    assert acting.fresh(cast, filed.declaration).routed_version == 1


def rules_file(path: Path, change: Any) -> str:
    rows = [change(dict(row)) for row in registry.rules_of("plant_health")]
    with path.open("w", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row)
    return str(path)


def shorter(row: dict[str, str]) -> dict[str, str]:
    return row | {"sla_value": "1"} if row["rule_id"] == "PHY-002" else row


def test_rulebook_diff_and_rehearsal_show_what_would_change(cast: Cast, tmp_path: Path):
    path = rules_file(tmp_path / "rules.csv", shorter)
    assert called("rulebook", "diff", "--agency", "plant_health")["changes"] == []
    changes = called("rulebook", "diff", "--agency", "plant_health", "--file", path)["changes"]
    assert [(one["rule"], one["what"], list(one["columns"])) for one in changes] == [
        ("PHY-002", "changed", ["sla_value"])
    ]
    apples, tiles = file(cast, imports(APPLES)), file(cast, imports(CERAMICS))
    found = called("rulebook", "rehearse", "--agency", "plant_health", "--file", path)
    differing = {one["reference"]: one["changed"] for one in found["differing"]}
    assert list(differing[apples.reference]) == ["plant_health.phytosanitary"]
    assert tiles.reference not in differing
    assert Rulebook.objects.filter(agency="plant_health").count() == 1


def test_a_rulebook_is_published_by_two_administrators_only(cast: Cast, tmp_path: Path):
    path = rules_file(tmp_path / "rules.csv", shorter)
    common = ("rulebook", "publish", "--agency", "plant_health", "--file", path, "--author", "plant_health_admin")
    with pytest.raises(CommandError, match="Nobody approves an own rulebook"):
        call_command(*common, "--approver", "plant_health_admin")
    with pytest.raises(CommandError, match="Only an administrator"):
        call_command(*common, "--approver", "customs_admin")
    assert Rulebook.objects.filter(agency="plant_health").count() == 1, "a draft nobody approved is not left behind"
    assert called(*common, "--approver", "plant_health_admin2")["number"] == 2
    assert Rulebook.objects.get(agency="plant_health", number=2).published_at is not None


def test_rules_that_do_not_compile_are_refused_with_every_fault(cast: Cast, tmp_path: Path):
    def broken(row: dict[str, str]) -> dict[str, str]:
        return row | {"condition": "no_such_fact=1"} if row["rule_id"] in {"PHY-001", "PHY-002"} else row

    with pytest.raises(CommandError) as refused:
        call_command("rulebook", "diff", "--agency", "plant_health", "--file", rules_file(tmp_path / "r.csv", broken))
    assert "PHY-001" in str(refused.value)
    assert "PHY-002" in str(refused.value)


def listed(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_list_is_loaded_as_an_edition_and_the_old_one_stays(cast: Cast, tmp_path: Path):
    one = listed(tmp_path / "1.csv", "code,description,unit", "0808108006,apples,", "8517130000,phones,796")
    two = listed(tmp_path / "2.csv", "code,description,unit", "0808108006,fresh apples,", "0809100000,apricots,")
    assert called("load_reference", "nomenclature", one)["loaded"] is None, "nobody agreed"
    assert called("load_reference", "nomenclature", one, "--yes")["loaded"] == 1
    assert called("load_reference", "nomenclature", one, "--yes")["loaded"] is None, "nothing changes"
    told = called("load_reference", "nomenclature", two, "--yes")
    assert (told["added"], told["removed"], told["changed"], told["loaded"]) == (1, 1, 1, 2)
    first = ListVersion.objects.get(kind="nomenclature", number=1)
    assert entries_of(first)["8517130000"]["unit"] == "796"
    assert in_force("nomenclature", first.valid_from).number == 2  # type: ignore[union-attr]


def test_a_loaded_nomenclature_is_looked_into_when_filing(cast: Cast, tmp_path: Path):
    path = listed(tmp_path / "1.csv", "code,description", "6907218009,tiles")
    call_command("load_reference", "nomenclature", path, "--yes", stdout=StringIO())
    day = ListVersion.objects.get(kind="nomenclature").valid_from
    assert nomenclature(day) == {"6907218009": ""}
    assert filing.problems_of(imports(CERAMICS)) == []
    assert [problem.code for problem in filing.problems_of(imports(APPLES))] == ["commodity_code_unknown"]


def test_an_edition_never_changes(cast: Cast, tmp_path: Path):
    from django.db import DatabaseError, transaction

    call_command(
        "load_reference", "units", listed(tmp_path / "u.csv", "code,name", "796,piece"), "--yes", stdout=StringIO()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        ListVersion.objects.update(source="elsewhere")


def test_a_register_of_papers_tells_routing_what_is_valid(cast: Cast, tmp_path: Path):
    head = "type,number,valid_from,valid_to,source"
    one = listed(tmp_path / "1.csv", head, "SGR,KZ-1,2026-01-01,,register", "SGR,KZ-2,2026-01-01,2026-12-31,register")
    two = listed(tmp_path / "2.csv", head, "SGR,KZ-2,2026-01-01,2026-12-31,register")
    call_command("load_reference", "documents", one, "--yes", stdout=StringIO())
    assert RegisteredDocument.objects.get(number="KZ-1").valid_to is None
    call_command("load_reference", "documents", two, "--yes", stdout=StringIO())
    assert RegisteredDocument.objects.get(number="KZ-1").valid_to is not None
    assert str(RegisteredDocument.objects.get(number="KZ-2").valid_to) == "2026-12-31"


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("nomenclature", ("description", "apples"), "add the column code"),
        ("nomenclature", ("code,description", "08x,apples"), "line 2: code '08x'"),
        ("nomenclature", ("code,description", "0808,a", "0808,b"), "line 3: 0808 is there twice"),
        ("documents", ("type,number,valid_from", "SGR,1,soon"), "line 2: valid_from"),
        ("units", ("code",), "no entries"),
    ],
)
def test_a_file_that_is_not_such_a_list_is_refused_by_line(
    tmp_path: Path, kind: str, lines: tuple[str, ...], said: str
):
    with pytest.raises(CommandError, match=said):
        call_command("load_reference", kind, listed(tmp_path / "x.csv", *lines), "--yes")


def test_every_command_speaks_json(cast: Cast, tmp_path: Path):
    with acting_as(SYSTEM):
        assert called("audit_checkpoint", "--out", str(tmp_path / "c.json"))["events"] == 0
        assert called("audit_verify", "--checkpoint", str(tmp_path / "c.json"))["ok"] is True

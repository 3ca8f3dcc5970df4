"""The 171 public WCO declarations: read as drafts, counted like their index, given back without a loss."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from clearance.content import problems_of
from clearance.messages import parse, read, say_the_same, write
from tests.messages import conformance


@pytest.fixture(scope="module")
def declarations() -> list[tuple[dict[str, str], bytes]]:
    examples = conformance.folder("hmrc-cds") / "examples"
    return [(row, (examples / row["path"]).read_bytes()) for row in conformance.index("DECLARATION")]


def words(values: Iterator[str]) -> str:
    """The index lists different values once, in order of the alphabet."""
    return " ".join(sorted({value for value in values if value}))


def other_origins(content: dict[str, Any]) -> list[str]:
    """Further origins of an item (another country's preferential origin) are kept, not taken."""
    pieces = [piece["xml"] for piece in content.get("unmapped", []) if re.search(r"/Origin\[\d+\]$", piece["path"])]
    return [country for xml in pieces for country in re.findall(r"<CountryCode>(\w+)</CountryCode>", xml)]


def figures_of(content: dict[str, Any]) -> dict[str, str]:
    items = content.get("items", [])
    documents = [*content.get("documents", []), *(paper for item in items for paper in item.get("documents", []))]
    procedures = [item.get("procedure", "") + item.get("previous_procedure", "") for item in items]
    procedures += [code for item in items for code in item.get("procedure_feature", "").split()]
    return {
        "items": str(len(items)),
        "procedures": words(iter(procedures)),
        "hs": words(item.get("commodity_code", "") for item in items),
        "origin": words(iter([item.get("origin", "") for item in items] + other_origins(content))),
        "docs": words(paper.get("type", "") for paper in documents),
        "lrn": content.get("local_ref", ""),
        "function": content.get("function_code", ""),
    }


def test_there_are_171_declarations(declarations: list[tuple[dict[str, str], bytes]]) -> None:
    assert len(declarations) == 171


def test_every_declaration_is_read_as_a_draft(declarations: list[tuple[dict[str, str], bytes]]) -> None:
    refused = {row["path"]: message.problems for row, data in declarations if not (message := read(data)).is_readable}
    assert refused == {}
    broken = {row["path"]: faults for row, data in declarations if (faults := problems_of(read(data).content))}
    assert broken == {}


def test_items_procedures_codes_and_documents_are_those_of_the_index(
    declarations: list[tuple[dict[str, str], bytes]],
) -> None:
    differing = {}
    for row, data in declarations:
        ours = figures_of(read(data).content)
        theirs = {name: row[name] for name in ours}
        if ours != theirs:
            differing[row["path"]] = [(name, ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]]
    assert differing == {}


def test_the_kind_follows_the_type(declarations: list[tuple[dict[str, str], bytes]]) -> None:
    kinds = {"IM": "import", "CO": "import", "EX": "export"}
    for row, data in declarations:
        content = read(data).content
        assert content["kind"] == kinds[row["type"][:2]], row["path"]
        assert content["declaration_type"] == "DT", row["path"]


def test_in_out_in_loses_nothing(declarations: list[tuple[dict[str, str], bytes]]) -> None:
    for row, data in declarations:
        content = read(data).content
        given_back = write(content)
        came, went = parse(data)[0], parse(given_back)[0]
        assert came is not None
        assert went is not None
        assert say_the_same(came, went), row["path"]
        assert read(given_back).content == content, row["path"]


def test_what_is_given_back_is_valid_by_the_schema(declarations: list[tuple[dict[str, str], bytes]]) -> None:
    schemas = conformance.folder("hmrc-cds") / "schemas" / "wco" / "declaration"
    schema = etree.XMLSchema(etree.parse(str(schemas / "WCO_DEC_2_DMS.xsd")))
    for row, data in declarations:
        given_back = parse(write(read(data).content))[0]
        assert given_back is not None
        assert schema.validate(etree.ElementTree(given_back[-1])), (row["path"], schema.error_log.last_error)


def test_a_file_that_is_not_well_formed_is_located() -> None:
    examples = conformance.folder("hmrc-cds") / "examples"
    for row in conformance.index("NOT-WELL-FORMED"):
        message = read((examples / row["path"]).read_bytes())
        assert [problem.code for problem in message.problems] == ["not_well_formed"]
        assert message.problems[0].pointer.startswith("/MetaData[1]/Declaration[1]")
        assert f"line {message.problems[0].line}," in row["error"]


@pytest.mark.parametrize("collection", ["hmrc-cds", "hmrc-cds-tradetest", "ens-ics", "ncts"])
def test_no_foreign_message_breaks_the_reader(collection: str) -> None:
    """Notifications, cancellations, transit and entry messages: read, or refused with a place; never an exception."""
    files = [path for path in sorted(conformance.folder(collection).rglob("*")) if path.suffix.lower() == ".xml"]
    assert files
    for path in files:
        assert_spoken_for(path)


def assert_spoken_for(path: Path) -> None:
    message = read(path.read_bytes())
    if message.is_readable:
        assert message.content, path
        root, given_back = parse(path.read_bytes())[0], parse(write(message.content))[0]
        assert root is not None
        assert given_back is not None
        assert say_the_same(root, given_back), path
        return
    for problem in message.problems:
        assert problem.pointer.startswith("/"), path
        assert problem.line is not None, path
        assert str(problem.message), path

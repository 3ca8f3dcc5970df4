"""A release note proves itself: genuine, altered, revoked and unknown are told apart, with and without a connection."""

import base64
import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from clearance.models import Declaration
from portal.public.models import NotePaper, ReleaseNote
from portal.public.notes import checking, keys, sealing
from tests.acting import decide, file, fresh, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.house.conftest import bare_environment

__all__ = ["bare_environment"]

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def released(cast: Cast, verdict: str = "approved", **more: Any) -> Declaration:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(cast, row(cast, declaration, "plant_health"), verdict, **more)
    return fresh(cast, declaration)


def note_of(cast: Cast, declaration: Declaration, language: str = "en", by: str = "trader") -> bytes:
    client = cast.browser(by)
    answer = client.get(f"/cases/{declaration.reference}/release-note.pdf?language={language}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def code_of(paper: bytes) -> str:
    return sealing.read(paper, keys.by_id()).c


def asked_by_code(code: str, query: str = "") -> Any:
    return Client().get(f"/verify/{code}/{query}")


def asked_by_file(paper: bytes) -> str:
    file = BytesIO(paper)
    file.name = "note.pdf"
    return Client().post("/verify/", {"file": file}).content.decode()


@pytest.fixture
def recalled(cast: Cast) -> tuple[bytes, Declaration]:
    """A note of goods that were released with conditions and called back afterwards."""
    declaration = released(cast, "approved_with_conditions", conditions=["Keep below 4 degrees"])
    paper = note_of(cast, declaration)
    client = cast.browser("customs_head")
    answer = client.post(f"/desk/declarations/{declaration.reference}/recall/", {"reason": "Alert"})
    assert answer.status_code == 302, answer.content
    return paper, declaration


@pytest.mark.parametrize(("language", "title"), [("en", "Release note"), ("ru", "выпуск"), ("kk", "шығар")])
def test_the_note_is_a_tagged_paper_in_the_reader_s_language(cast: Cast, language: str, title: str) -> None:
    declaration = released(cast)
    reader = PdfReader(BytesIO(note_of(cast, declaration, language)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert title.casefold() in text.casefold()
    assert declaration.reference in text


def test_the_note_names_no_officer_and_no_lane(cast: Cast) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(note_of(cast, released(cast)))).pages)
    for secret in ("Plant Health Officer", "Green", "Yellow", "channel"):
        assert secret not in text


def test_asked_again_the_same_bytes_come_and_each_language_says_the_same(cast: Cast) -> None:
    declaration = released(cast)
    first = note_of(cast, declaration)
    assert note_of(cast, declaration) == first
    assert note_of(cast, declaration, by="colleague") == first
    said = {sealing.read(note_of(cast, declaration, language), keys.by_id()) for language in ("en", "ru", "kk")}
    assert len(said) == 1
    with cast.acting("system"):
        assert ReleaseNote.objects.filter(declaration=declaration).count() == 1
        assert NotePaper.objects.filter(declaration=declaration).count() == 3


def test_before_release_there_is_no_note_and_strangers_get_none(cast: Cast) -> None:
    waiting, out = file(cast), released(cast)
    for who, declaration, status in (
        ("trader", waiting, 409),
        ("stranger", out, 404),
        ("veterinary_officer", out, 404),
    ):
        client = cast.browser(who)
        assert client.get(f"/cases/{declaration.reference}/release-note.pdf").status_code == status, who


def test_an_inspector_sees_that_a_note_is_genuine_by_its_code_its_square_and_its_file(cast: Cast) -> None:
    declaration = released(cast)
    paper = note_of(cast, declaration)
    with cast.acting("system"):
        note = ReleaseNote.objects.get(declaration=declaration)
    for page in (
        asked_by_code(note.code).content.decode(),
        asked_by_code(note.code, f"?n={note.payload}").content.decode(),
        Client().post("/verify/", {"code": f"https://window.example/verify/{note.code}/?n={note.payload}"}, follow=True).content.decode(),
        Client().post("/verify/", {"code": note.code.lower()}, follow=True).content.decode(),
        asked_by_file(paper),
    ):  # fmt: skip
        assert "Genuine: the goods are released" in page
        assert declaration.reference in page
        assert declaration.vehicle in page
        main = page[page.index("<main") : page.index("</main>")]
        assert "Silk Road" not in main
        assert "Officer" not in main


def test_an_unknown_note_is_told_as_unknown(cast: Cast) -> None:
    answer = asked_by_code("7KQM2XRD9FGH")
    assert answer.status_code == 404
    assert "Unknown: the portal knows no such note" in answer.content.decode()
    assert "No note signed by this portal" in asked_by_file(b"%PDF-1.7 something else")


def test_one_changed_byte_anywhere_in_the_file_is_noticed(cast: Cast) -> None:
    paper = note_of(cast, released(cast))
    assert checking.by_bytes(paper).standing == "genuine"
    for place in (10, len(paper) // 3, len(paper) // 2, len(paper) - 130, len(paper) - 20):
        changed = paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
        assert checking.by_bytes(changed).standing in {"altered", "unknown"}, place
    assert checking.by_bytes(paper + b"more").standing == "altered"
    assert checking.by_bytes(sealing.SEAL.sub(b"", paper)).standing == "altered", "without its seal"


def test_a_changed_square_is_altered(cast: Cast) -> None:
    declaration = released(cast)
    note_of(cast, declaration)
    with cast.acting("system"):
        note = ReleaseNote.objects.get(declaration=declaration)
    said = sealing.opened(note.payload, keys.by_id())
    _mark, _body, signature = note.payload.split(".")
    forged = sealing.signed(sealing.Said(**{**said.__dict__, "v": "999 ZZZ 02"}), Ed25519PrivateKey.generate())
    spliced = ".".join([*forged.split(".")[:2], signature])
    for payload in (forged, spliced, "SW1.rubbish.rubbish"):
        assert "Altered: this is not" in asked_by_code(note.code, f"?n={payload}").content.decode(), payload


def test_a_square_of_another_note_on_this_code_is_altered(cast: Cast) -> None:
    first, second = (code_of(note_of(cast, released(cast))) for _turn in range(2))
    with cast.acting("system"):
        payload = ReleaseNote.objects.get(code=second).payload
    assert checking.by_code(first, payload).standing == "altered"


def test_a_note_of_goods_called_back_is_revoked(cast: Cast, recalled: tuple[bytes, Declaration]) -> None:
    paper, declaration = recalled
    assert "Revoked: this note no longer holds" in asked_by_file(paper)
    assert "Revoked: this note no longer holds" in asked_by_code(code_of(paper)).content.decode()
    client = cast.browser("trader")
    assert client.get(f"/cases/{declaration.reference}/release-note.pdf").status_code == 409


def test_the_conditions_are_printed(cast: Cast) -> None:
    declaration = released(cast, "approved_with_conditions", conditions=["Keep below 4 degrees"])
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(note_of(cast, declaration))).pages)
    assert "Keep below 4 degrees" in text
    assert sealing.read(note_of(cast, declaration), keys.by_id()).s == "released_with_conditions"


def test_a_note_cannot_be_changed_by_the_application(cast: Cast) -> None:
    note_of(cast, released(cast))
    with cast.acting("system"):
        for model in (ReleaseNote, NotePaper):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.update(made_at="2026-01-01T00:00:00Z")


def test_notes_of_a_key_that_was_replaced_stay_genuine_while_it_is_named(cast: Cast, settings) -> None:
    paper = note_of(cast, released(cast))
    old = base64.b64encode(sealing.raw(keys.public()[0])).decode()
    settings.RELEASE_NOTE_KEY = base64.b64encode(b"n" * 32).decode()
    assert checking.by_bytes(paper).standing == "unknown"
    settings.RELEASE_NOTE_OLD_KEYS = [old]
    assert checking.by_bytes(paper).standing == "genuine"
    published = json.loads(Client().get("/.well-known/release-note-keys.json").content)
    assert [one["kid"] for one in published["keys"]] == list(keys.by_id())
    assert len(published["keys"]) == 2


def test_without_a_key_no_note_is_made_and_the_way_out_is_said(cast: Cast, settings) -> None:
    settings.RELEASE_NOTE_KEY = ""
    client = cast.browser("trader")
    answer = client.get(f"/cases/{released(cast).reference}/release-note.pdf")
    assert answer.status_code == 409
    assert "RELEASE_NOTE_KEY" in answer.content.decode()


def test_nothing_given_is_said_at_the_field(cast: Cast) -> None:
    answer = Client().post("/verify/", {"code": ""})
    assert answer.status_code == 422
    assert "Enter the code, or choose the file of the note" in answer.content.decode()


def test_an_inspector_checks_without_database_and_network(cast: Cast, tmp_path: Path, bare_environment) -> None:
    paper = note_of(cast, released(cast))
    said = sealing.read(paper, keys.by_id())
    (tmp_path / "keys.json").write_bytes(Client().get("/.well-known/release-note-keys.json").content)
    (tmp_path / "note.pdf").write_bytes(paper)
    (tmp_path / "changed.pdf").write_bytes(
        paper.replace(b"/Producer", b"/Producex") if b"/Producer" in paper else b"%PDF-" + paper[6:]
    )
    found = re.search(sealing.PAYLOAD, paper)
    assert found

    def check(note: str) -> tuple[int, str]:
        file = ROOT / "portal" / "public" / "notes" / "offline.py"
        done = subprocess.run(
            [sys.executable, "-I", str(file), note, "--keys", str(tmp_path / "keys.json")],
            capture_output=True, text=True, check=False, env=bare_environment, cwd=tmp_path,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, told = check(str(tmp_path / "note.pdf"))
    assert code == 0, told
    assert said.r in told
    assert check(f"https://window.example/verify/{said.c}/?n={found.group().decode()}")[0] == 0
    code, told = check(str(tmp_path / "changed.pdf"))
    assert (code, told.split(":")[0]) == (1, "ALTERED")
    assert check("SW1.none")[0] == 1


def test_the_command_of_the_portal_checks_too(cast: Cast, tmp_path: Path, capsys) -> None:
    (tmp_path / "keys.json").write_text(json.dumps(sealing.published(keys.public())))
    (tmp_path / "note.pdf").write_bytes(note_of(cast, released(cast)))
    call_command("verify_note", str(tmp_path / "note.pdf"), keys=str(tmp_path / "keys.json"))
    assert "GENUINE" in capsys.readouterr().out
    (tmp_path / "note.pdf").write_bytes((tmp_path / "note.pdf").read_bytes() + b" ")
    with pytest.raises(SystemExit):
        call_command("verify_note", str(tmp_path / "note.pdf"), keys=str(tmp_path / "keys.json"))

"""In a real browser: a stranger follows by code on a phone; an inspector checks the driver's release note."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clearance.models import Declaration
from portal.public import tracking
from portal.public.notes import keys, sealing
from tests.acting import decide, file, fresh, pay, present, row
from tests.browser import sideways
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFLINE = Path(__file__).resolve().parents[2] / "portal" / "public" / "notes" / "offline.py"


def released(cast: Cast, verdict: str = "approved", **more: Any) -> Declaration:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(cast, row(cast, declaration, "plant_health"), verdict, **more)
    return fresh(cast, declaration)


def test_a_stranger_follows_by_code_on_a_phone_and_sees_it_move(
    committed_cast: Cast, site: str, phone: Any, axe: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    declaration = file(cast, imports(APPLES))
    with cast.acting("trader"):
        link = tracking.link_of(declaration)
    phone.goto(site)
    assert sideways(phone) == []
    axe(phone)
    phone.get_by_label("Reference of the declaration").fill(link.reference.lower())
    phone.get_by_label("Check code").fill("2222-2222")
    phone.get_by_role("button", name="Show where it stands").tap()
    assert "No declaration is found by them together" in phone.inner_text(".sw-errors")
    phone.get_by_label("Check code").fill(link.written)
    phone.get_by_role("button", name="Show where it stands").tap()
    assert phone.locator("[data-headline]").inner_text() == "Waiting for the goods to arrive"
    assert phone.locator(".sw-steps > li").count() == 5
    assert sideways(phone) == []
    axe(phone)
    declaration = present(cast, pay(cast, declaration))
    decide(cast, row(cast, declaration, "plant_health"))
    phone.reload()
    assert phone.locator("[data-headline]").inner_text() == "Released: the goods may leave"


def download(page: Any, site: str, declaration: Declaration, folder: Path) -> Path:
    """The trader downloads the note from the case page."""
    page.goto(f"{site}/cases/{declaration.reference}/")
    address = page.get_by_role("link", name="Release note (PDF)").get_attribute("href")
    path = folder / f"{declaration.reference}.pdf"
    path.write_bytes(page.request.get(site + address).body())
    return path


def offline(note: Path, folder: Path) -> tuple[int, str]:
    """The inspector's laptop without a network: no settings, no database, only the keys."""
    command = [sys.executable, "-I", str(OFFLINE), str(note), "--keys", str(folder / "keys.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={}, cwd=folder)
    return done.returncode, done.stdout


def checks(page: Any, site: str, note: Path) -> str:
    page.goto(f"{site}/verify/")
    page.get_by_label("Or the file of the note").set_input_files(note)
    page.get_by_role("button", name="Check the note").click()
    return str(page.locator("#verdict").inner_text()).strip()


def test_an_inspector_tells_a_genuine_an_altered_and_a_revoked_note_apart(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, tmp_path: Path, axe: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    declaration = released(cast, "approved_with_conditions", conditions=["Keep below 4 degrees"])
    trader = signed_in(cast.user("trader"), open_page(), site)
    note = download(trader, site, declaration, tmp_path)
    inspector = open_page(java_script_enabled=False)
    (tmp_path / "keys.json").write_bytes(inspector.request.get(f"{site}/.well-known/release-note-keys.json").body())

    assert checks(inspector, site, note) == "Genuine: released with conditions"
    assert declaration.reference in inspector.inner_text("main")
    code, told = offline(note, tmp_path)
    assert (code, declaration.reference in told) == (0, True)

    altered = tmp_path / "altered.pdf"
    bytes_ = note.read_bytes()
    altered.write_bytes(bytes_[: len(bytes_) // 2] + b"\x00" + bytes_[len(bytes_) // 2 + 1 :])
    assert checks(inspector, site, altered) == "Altered: this is not what the portal signed"
    assert offline(altered, tmp_path)[0] == 1

    forger = Ed25519PrivateKey.generate()
    said = sealing.read(bytes_, keys.by_id())
    forged = sealing.signed(sealing.Said(**{**said.__dict__, "v": "999 ZZZ 02"}), forger)
    inspector.goto(f"{site}/verify/{said.c}/?n={forged}")
    assert "Altered" in inspector.inner_text("#verdict")

    head = signed_in(cast.user("customs_head"), open_page(), site)
    head.goto(f"{site}/desk/declarations/{declaration.reference}/recall/")
    head.get_by_label("Reason").fill("The laboratory found a pest")
    head.locator("main form button.btn").last.click()
    assert checks(inspector, site, note) == "Revoked: this note no longer holds"
    page = open_page()
    page.goto(f"{site}/verify/{said.c}/")
    assert "Revoked" in page.inner_text("#verdict")
    axe(page)
    assert offline(note, tmp_path)[0] == 0, "without a network nobody knows of the revocation, and the command says so"
    assert "only the portal knows" in offline(note, tmp_path)[1]
    assert json.loads((tmp_path / "keys.json").read_text())["keys"][0]["kid"] == said.k

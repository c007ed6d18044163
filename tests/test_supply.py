"""What the service is built from: pinned with hashes, listed, under licences that are allowed."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(.*(?:\n    .*)*)", re.M)
ALLOWED = re.compile(
    r"(?:(?:MIT|MIT-0|BSD-[23]-Clause|0BSD|Apache-2\.0|PSF-2\.0|MPL-2\.0|ISC|Zlib|CC0-1\.0)"
    r"(?: AND | OR |$))+"
    r"|License :: OSI Approved :: (?:MIT|BSD|Apache Software) License"
    r"|License :: OSI Approved :: Mozilla Public License 2\.0 \(MPL 2\.0\)"
)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text("utf-8")
    return {plain(found[1]): found[2] for found in PIN.finditer(text)}


def bill() -> list[dict[str, Any]]:
    stored = json.loads((ROOT / "docs" / "sbom" / "runtime.cdx.json").read_text("utf-8"))
    assert stored["bomFormat"] == "CycloneDX"
    found: list[dict[str, Any]] = stored["components"]
    return found


def test_the_lock_holds_what_the_constraints_say() -> None:
    assert pins("requirements-dev.lock") == pins("constraints.txt"), "run `make lock`"


def test_the_service_is_locked_at_the_same_versions_as_its_tools() -> None:
    everything = pins("requirements-dev.lock")
    assert pins("requirements.lock").items() <= everything.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {plain(re.split(r"[\[<>=]", each)[0]) for each in project["dependencies"]}
    assert wanted <= pins("requirements.lock").keys(), "run `make lock`"


@pytest.mark.parametrize("file", [*LOCKS, "tests/hostile/requirements.txt"])
def test_every_pin_has_hashes_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    found = list(PIN.finditer(text))
    assert found
    for pin in found:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin[3]), pin[1]
    assert "://" not in text
    assert "--index" not in text


def test_the_bill_of_materials_lists_just_what_is_locked() -> None:
    listed = {plain(each["name"]): each["version"] for each in bill()}
    assert listed == pins("requirements.lock"), "run `make sbom`"
    text = (ROOT / "requirements.lock").read_text("utf-8")
    for each in bill():
        assert each["hashes"], each["name"]
        assert all(one["content"] in text for one in each["hashes"]), each["name"]


def test_every_package_is_under_an_allowed_licence() -> None:
    for each in bill():
        names = [
            one.get("expression") or one["license"].get("id") or one["license"]["name"]
            for one in each["licenses"]
        ]
        assert names, each["name"]
        assert all(ALLOWED.fullmatch(name) for name in names), (each["name"], names)


def test_packages_that_could_not_be_looked_up_are_no_clean_account() -> None:
    """On a mirror of the package index without advisories pip-audit skips what it does not find,
    and ends with 0 unless it is strict."""
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nadvisories:")[2]
    assert re.search(r"pip-audit --strict\b", recipe.partition("\n\n")[0])

"""The list of what the service is built from, out of what `cyclonedx-py environment` found.

    cyclonedx-py environment ENV --pyproject pyproject.toml | python deploy/sbom.py

Writes docs/sbom/runtime.cdx.json (CycloneDX) with the hashes of requirements.lock, without the
addresses that packages name for themselves, and docs/sbom/licences.md.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "sbom"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:\w+(?: \\)?\n)+)", re.M)
_HASH = re.compile(r"sha256:(\w+)")


def plain(name: str) -> str:
    """The name of a package as the registry compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, tuple[str, list[str]]]:
    """Package → its version and hashes in a lock file of the project."""
    text = (ROOT / file).read_text("utf-8")
    return {plain(name): (pin, _HASH.findall(rest)) for name, pin, rest in _PIN.findall(text)}


def licence(component: dict[str, Any]) -> str:
    """The licences that a package declares, in one line; texts by their first line."""
    names = []
    for each in component.get("licenses", []):
        held = each.get("license", {})
        text = each.get("expression") or held.get("id") or held.get("name") or ""
        if text:
            names.append(text.splitlines()[0])
    return ", ".join(dict.fromkeys(names))


def main() -> None:
    bill = json.load(sys.stdin)
    pins = locked("requirements.lock")
    for component in (bill["metadata"].get("component", {}), *bill["components"]):
        component.pop("externalReferences", None)
    bill["metadata"].pop("tools", None)
    for component in bill["components"]:
        _, hashes = pins[plain(component["name"])]
        component["hashes"] = [{"alg": "SHA-256", "content": each} for each in hashes]
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(bill, ensure_ascii=False, indent=1)
    (FOLDER / "runtime.cdx.json").write_text(text + "\n", "utf-8")
    rows = [f"| {c['name']} | {c['version']} | {licence(c)} |" for c in bill["components"]]
    head = ["# Licences of what the service runs with", "", "Made by `make sbom`.", ""]
    head += ["| Package | Version | Licence |", "|---|---|---|"]
    (FOLDER / "licences.md").write_text("\n".join([*head, *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()

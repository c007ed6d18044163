"""deploy/Dockerfile, as far as it goes without Docker and without the package registry.

`python -m tests.deploy.dockerfile FOLDER` runs its lines.
"""

import ast
import tomllib

from bot.runtime.settings import known_names
from tests.deploy.dockerfile import ROOT, commands, copies, lines, settings, words


def test_what_is_copied_is_here_and_all_that_a_package_needs() -> None:
    taken = {source.name for sources, _ in copies() for source in sources}
    assert all(source.exists() for sources, _ in copies() for source in sources)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {
        name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    named = {project["project"]["readme"], *project["project"]["license-files"]}
    assert packages | named | {"pyproject.toml"} <= taken


def test_packages_come_with_their_hashes() -> None:
    installs = [each for each in commands() if each.startswith("pip install")]
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)


def test_settings_exist_and_the_commands_are_ours() -> None:
    assert set(settings()) <= set(known_names())
    assert words("CMD") == ["jifen", "serve"]
    ast.parse(words("HEALTHCHECK")[-1])


def test_the_service_is_not_root() -> None:
    kinds = [word for word, _ in lines()]
    assert "USER" in kinds[: kinds.index("CMD")]

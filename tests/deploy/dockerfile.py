"""The Dockerfile's lines without Docker: the image's folder and an environment of its own.

`python -m tests.deploy.dockerfile FOLDER` does what the lines say, with FOLDER as the root of the
image, and ends with the health check on the running server. It needs the package registry.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tests.deploy.site import SHIPPED
from tests.processes import free_port, until

ROOT = SHIPPED.parent
# about users and packages of the image, not of this machine
USER_LINES = ("useradd", "install -d", "apt-get", "rm -rf /var/lib/apt")


def lines() -> list[tuple[str, str]]:
    """Each instruction and what follows it, continuation lines joined."""
    text = (SHIPPED / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    rows = (line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#")
    return [(word, " ".join(rest.split())) for word, rest in rows]


def words(instruction: str) -> list[str]:
    """The command in the JSON form of CMD or HEALTHCHECK."""
    found = next(rest for word, rest in lines() if word == instruction)
    return re.findall(r'"((?:[^"\\]|\\.)*)"', found)


def copies() -> list[tuple[list[Path], str]]:
    """What COPY takes from the checkout, and where to."""
    rows = (rest.split() for word, rest in lines() if word == "COPY")
    return [([ROOT / name for name in names], target) for *names, target in rows]


def commands() -> list[str]:
    """The commands of RUN."""
    found = (part.strip() for word, rest in lines() if word == "RUN" for part in rest.split("&&"))
    return [each for each in found if not each.startswith(USER_LINES)]


def settings() -> dict[str, str]:
    """What ENV sets."""
    pairs = (pair for word, rest in lines() if word == "ENV" for pair in rest.split())
    return dict(pair.split("=", 1) for pair in pairs)


def main(image: Path) -> None:
    """Make the image's folder, run the lines, serve and ask for its health."""
    app, programs = image / "app", image / "venv" / "bin"
    app.mkdir(parents=True)
    for sources, target in copies():
        for source in sources:
            place = app / target / (source.name if target == "./" else "")
            if source.is_dir():
                shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, place)
    venv.create(image / "venv", with_pip=True)
    port = str(free_port())
    env = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(image)} | settings()
    env |= {"JIFEN_DATA_DIR": str(image / "data"), "JIFEN_HOST": "127.0.0.1"}
    env |= {"JIFEN_PORT": port, "JIFEN_WECHAT_TOKEN": "imagetoken"}
    for command in commands():
        print(command, flush=True)
        subprocess.run(shlex.split(command), cwd=app, env=env, check=True)
    health = [word.replace(":8000", f":{port}") for word in words("HEALTHCHECK")]
    server = subprocess.Popen(
        [str(programs / words("CMD")[0]), *words("CMD")[1:]], cwd=app, env=env
    )
    try:
        check = [str(programs / health[0]), *health[1:]]
        until(lambda: subprocess.run(check, cwd=app, capture_output=True).returncode == 0, 60)
    finally:
        server.terminate()
    assert server.wait(60) == 0
    print("healthy, and stopped with 0")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

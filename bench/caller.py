"""Eight calls typed into the caller's form: keystrokes and seconds to a verdict, before and now.

`python -m bench.caller --before COMMIT` serves the given commit (in a work tree of its own) and
this one, types each call into both in headless Chromium, and prints a Markdown table. Before: field
by field, with Tab between. Now: the sentences of the call, with Enter after each.

A Chinese character costs as many keystrokes as its pinyin has letters, a run of them one more to
choose; any other character, Tab, arrow, space and Enter cost one. Seconds are keystrokes times
`SECONDS_A_KEY`, as somebody types who listens, plus how long the page was waited for.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright
from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
SECONDS_A_KEY = 0.2
SLACK = 5
"""Stops that Chromium makes beyond what the page says: what scrolls can be reached."""
NAME, PASSWORD = "小李", "一句足够长的好密码 42"
RUN = "from bot.cli import main; raise SystemExit(main())"
PLACE = """(name) => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex]";
  const reached = (e) => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden"
    && e.getClientRects().length > 0;
  const all = [...document.querySelectorAll(kinds)].filter(reached);
  let wanted = document.getElementById(name) || document.querySelector(`[name="${name}"]`);
  const closed = wanted.closest("details:not([open])");
  if (closed) wanted = closed.querySelector("summary");
  const tabs = all.indexOf(wanted) - all.indexOf(document.activeElement);
  return {tabs, kind: `${wanted.tagName}:${wanted.type || ""}`};
}"""


@dataclass(frozen=True)
class Call:
    """One call: what the caller says, and the same as the values of single fields."""

    title: str
    said: tuple[str, ...]
    fields: dict[str, str]


@dataclass
class Typist:
    """Types into a page and counts."""

    page: Page
    keys: int = 0
    waited: float = 0.0
    seen: list[str] = field(default_factory=list)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += keystrokes(text)

    def go_to(self, name: str) -> str:
        """Tab to a field, opening what hides it; its kind."""
        while True:
            place = self.page.evaluate(PLACE, name)
            tabs = int(place["tabs"])
            for _ in range(abs(tabs) + SLACK):
                if not self.page.evaluate(PLACE, name)["tabs"]:
                    break
                self.press("Tab" if tabs >= 0 else "Shift+Tab")
            else:
                raise RuntimeError(f"{name} is not where the tabs lead")
            if not place["kind"].startswith("SUMMARY"):
                return str(place["kind"])
            self.press("Enter")

    def fill(self, name: str, value: str) -> None:
        kind = self.go_to(name)
        if kind.startswith("SELECT"):
            options = self.page.eval_on_selector_all(
                f'[name="{name}"] option', "all => all.map((one) => one.value)"
            )
            self.press("ArrowDown", options.index(value))
        elif kind == "INPUT:checkbox":
            self.press("Space")
        else:
            self.type(value)

    def verdict(self) -> str:
        """Wait for the result of all that was typed: its first line."""
        started = time.perf_counter()
        total = self.page.locator("#result [data-total]")
        total.wait_for(timeout=30_000)
        seen, since = total.inner_text(), time.perf_counter()
        while time.perf_counter() - since < 1.0:  # it still may be of what was typed before
            self.page.wait_for_timeout(50)
            if total.inner_text() != seen:
                seen, since = total.inner_text(), time.perf_counter()
        self.waited += since - started
        return seen


def keystrokes(text: str) -> int:
    """What an input method for pinyin is typed for a text."""
    count = 0
    for run in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", text):
        chinese = "\u4e00" <= run[0] <= "\u9fff"
        count += sum(map(len, lazy_pinyin(run))) + 1 if chinese else len(run)
    return count


def before(typist: Typist, call: Call) -> str:
    """Field by field."""
    for name, value in call.fields.items():
        if name == "again":  # the birth, corrected: what stood there is marked first
            typist.go_to("birth")
            typist.press("Control+A")
            typist.type(value)
        else:
            typist.fill(name, value)
    typist.press("Tab")
    return typist.verdict()


def now(typist: Typist, call: Call) -> str:
    """Sentence by sentence; the box is where the page begins."""
    for sentence in call.said:
        typist.type(sentence)
        started = time.perf_counter()
        with typist.page.expect_response("**/staff/caller"):
            typist.press("Enter")
        typist.page.wait_for_function("document.activeElement.value === ''")
        typist.waited += time.perf_counter() - started
    return typist.verdict()


@contextmanager
def served(tree: Path) -> Iterator[str]:
    """The service of a work tree with one member of staff; its address."""
    data = Path(tempfile.mkdtemp())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith("JIFEN_")}
    env |= {"PYTHONPATH": str(tree), "JIFEN_DATA_DIR": str(data), "JIFEN_PORT": str(port)}
    env["JIFEN_WECHAT_TOKEN"] = "benchtoken"  # noqa: S105 (nobody else reaches this service)
    run = [sys.executable, "-c", RUN]
    server = subprocess.Popen([*run, "serve"], cwd=tree, env=env, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urlopen(f"{url}/readyz").close()  # noqa: S310 (our own address)
                break
            except OSError:
                time.sleep(0.1)
                if server.poll() is not None:
                    raise RuntimeError("the service does not start") from None
        add = [*run, "staff", "add", NAME, "--role", "坐席", "--password-stdin"]
        subprocess.run(add, cwd=tree, env=env, input=PASSWORD, text=True, check=True)
        yield url
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def logged_in(url: str) -> Iterator[Page]:
    """A window of Chromium, logged in."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.goto(f"{url}/staff/")
        page.fill("[name=name]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#q").wait_for(timeout=60_000)
        yield page
        browser.close()


def measured(tree: Path, calls: list[Call], way: str) -> list[Typist]:
    """Each call typed into the form of a work tree."""
    found = []
    with served(tree) as url, logged_in(url) as page:
        for call in calls:
            page.evaluate("sessionStorage.clear()")  # the draft of the call before
            page.goto(f"{url}/staff/caller")
            typist = Typist(page)
            typist.seen.append((before if way == "before" else now)(typist, call))
            found.append(typist)
    return found


def load() -> list[Call]:
    raw = tomllib.loads((HERE / "caller.toml").read_text("utf-8"))
    return [Call(each["title"], tuple(each["said"]), each["fields"]) for each in raw["calls"]]


def main() -> int:
    """Print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--before", required=True, help="the commit whose form is compared")
    commit = parser.parse_args().before
    calls = load()
    tree = Path(tempfile.mkdtemp()) / "before"
    git = ["git", "-C", str(HERE.parent), "worktree"]
    subprocess.run([*git, "add", "-q", "--detach", str(tree), commit], check=True)
    try:
        old = measured(tree, calls, "before")
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)
    new = measured(HERE.parent, calls, "now")
    print("| call | keystrokes before | now | seconds before | now | result before | now |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    sums = [0.0] * 4
    for call, one, other in zip(calls, old, new, strict=True):
        row = [one.keys, other.keys, *(t.keys * SECONDS_A_KEY + t.waited for t in (one, other))]
        sums = [total + value for total, value in zip(sums, row, strict=True)]
        figures = f"{row[0]} | {row[1]} | {row[2]:.0f} | {row[3]:.0f}"
        print(f"| {call.title} | {figures} | {one.seen[0]} | {other.seen[0]} |")
    print(f"| all | {sums[0]:.0f} | {sums[1]:.0f} | {sums[2]:.0f} | {sums[3]:.0f} | | |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

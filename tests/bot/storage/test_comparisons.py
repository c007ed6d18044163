"""The child process that compares two states of the answers, and what it compares."""

import json
from dataclasses import replace
from pathlib import Path

from bot.storage import comparisons
from replies.rerouting import FALLBACK, alike, compare
from replies.router import Router
from tests.replies.routing import library


def test_the_comparison_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    """In its own process, on a folder of answers small enough for a test."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for slug, examples in {
        "cats": ["猫吃什么", "猫粮多少钱"],
        "dogs": ["狗吃什么", "狗粮怎么买"],
    }.items():
        listed = json.dumps(examples, ensure_ascii=False)
        front = f'id = "{slug}"\ntitle = "{slug}"\nshort = "{slug}"\nexamples = {listed}'
        (folder / f"{slug}.md").write_text(f"+++\n{front}\n+++\n", "utf-8")
    after = {
        "dogs": {"id": "dogs", "title": "狗", "short": "狗", "examples": ["狗吃什么", "兔子吃草吗"]}
    }
    job = json.dumps({"before": {}, "after": after, "asked": ["兔子吃草吗", "狗粮怎么买"]})
    found = {each["text"]: each for each in json.loads(comparisons.run_child(job, str(tmp_path)))}
    assert found["兔子吃草吗"]["after"] == "dogs"
    assert found["兔子吃草吗"]["home"] == "dogs"


def test_an_example_nearly_that_of_another_answer_is_named() -> None:
    assert alike(library(), "cards", ["续借能续几次呀", "补办要等几天"]) == [
        ("续借能续几次呀", "续借能续几次", "lending")
    ]
    assert alike(library(), "lending", ["续借能续几次呀"]) == []


def test_a_question_that_would_be_answered_otherwise_is_named() -> None:
    before = library()
    cards = before.get("cards")
    assert cards
    taken = replace(cards, examples=(*cards.examples, "借书证补办要等几天"))
    found = compare(Router(before), Router(before.with_edits([taken])), ["借书证补办等几天啊"])
    assert "借书证补办等几天啊" in {change.text for change in found if not change.home}


def test_a_removed_example_is_looked_at() -> None:
    before = library()
    hours = before.get("hours")
    assert hours
    fewer = replace(hours, examples=hours.examples[:1])
    found = {c.text: c for c in compare(Router(before), Router(before.with_edits([fewer])), [])}
    assert found["周一闭馆吗"].before == "hours"
    assert found["周一闭馆吗"].worse or found["周一闭馆吗"].after == FALLBACK

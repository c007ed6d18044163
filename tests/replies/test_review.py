"""Misses of real use are grouped by what they ask for, and stale figures are found."""

import dataclasses

import pytest

from replies.catalogue import Catalogue, answer_of
from replies.catalogue.figures import figures
from replies.review import Miss, clusters, drifting, examples_to_add
from replies.router import Router
from tests.replies.routing import library


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(library())


def test_like_questions_stand_together_the_most_frequent_first(router: Router) -> None:
    found = clusters(
        router,
        [
            Miss("续借最多能续几回", 3),
            Miss("续借最多可以续几回呀", 2),
            Miss("量子力学怎么学", 1),
        ],
    )
    assert [one.times for one in found] == [5, 1]
    assert found[0].near == "lending"
    assert found[0].members[0].text == "续借最多能续几回"


def test_only_new_examples_are_proposed(router: Router) -> None:
    (cluster,) = clusters(router, [Miss("续借能续几次！", 2), Miss("续借最多能续几次呢", 1)])
    assert examples_to_add(router.catalogue, cluster) == ["续借最多能续几次呢"]


def test_names_figures_that_will_go_stale() -> None:
    line = figures()["latest_line"]
    raw = {"id": "line", "title": "线", "short": f"线是 {line} 分", "examples": ["线是多少"]}
    stale = answer_of(raw, "line.md")
    fine = answer_of({**raw, "id": "fine", "short": "线是 {latest_line} 分"}, "fine.md")
    found = drifting(dataclasses.replace(Catalogue(()), answers=(stale, fine)))
    assert [(each.answer, each.placeholder) for each in found] == [("line", "{latest_line}")]

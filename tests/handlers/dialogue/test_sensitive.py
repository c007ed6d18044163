"""A criminal record or a detention is not kept before the person has agreed to just that."""

import json

import pytest

from handlers import (
    Effect,
    Incoming,
    LogQuestion,
    Silence,
    TranscriptEntry,
    correct,
    dictate,
    respond,
)
from handlers.understanding import sensitive_spots
from tests.handlers.dialogue.test_policy import NOW, Talk
from tests.shipped import desk

OPEN = ("criminal_record", "detentions")
TOLD = (
    "2021年在北京被行政拘留过1次",
    "我坐过牢",
    "本科有学位，以前判过缓刑，2008年毕业",
    "缓刑中",
    "不对，我有犯罪记录",
    "我老公有案底",
)
WORDS = ("拘留过", "坐过牢", "缓刑", "有犯罪", "有案底")


def stored(talk: Talk) -> str:
    """All that a turn leaves: the session, the reply and the effects."""
    assert talk.outcome
    effects = [str(each) for each in talk.outcome.effects]
    return json.dumps(talk.stored, ensure_ascii=False) + str(talk.outcome.reply) + "".join(effects)


def assert_nothing_kept(talk: Talk) -> None:
    assert not any(word in stored(talk) for word in WORDS)
    for person in talk.stored.get("people", {}).values():
        assert not any(person.get("told", {}).get(name) for name in OPEN)
    assert not {topic for topic, _ in talk.stored.get("doubtful", [])} & {*OPEN}


@pytest.mark.parametrize("said", TOLD)
@pytest.mark.parametrize("stage", ["asking", "review", "done"])
def test_told_unasked_it_is_not_kept(said: str, stage: str) -> None:
    talk = Talk(without=(*OPEN, "repaid", "education"), stage=stage)
    assert talk.say(said).startswith("拘留、犯罪记录是敏感信息")
    assert "没有存" in str(talk.outcome)
    assert_nothing_kept(talk)


def test_what_was_said_beside_it_is_kept() -> None:
    talk = Talk(without=(*OPEN, "birth", "sex", "repaid"))
    assert "出生年月1985年3月" in talk.say("85年3月生，男，2021年在北京被行政拘留过1次")
    assert talk.told["birth"] == "1985-03"


def test_told_before_the_first_consent_it_does_not_wait_for_it() -> None:
    talk = Talk()
    talk.stored = None
    assert "后面会单独问您" in talk.say("85年3月生，男，坐过牢，2009年7月起交社保")
    assert_nothing_kept(talk)
    talk.say("1")
    assert talk.told["birth"] == "1985-03"
    assert_nothing_kept(talk)


@pytest.mark.parametrize("fact", ["2021年在北京被行政拘留过1次", "同意，在北京被行政拘留过1次"])
def test_after_its_own_consent_it_is(fact: str) -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    talk.say("被行政拘留过")
    if not fact.startswith("同意"):
        assert "再说一遍" in talk.say("同意")
    talk.say(fact)
    assert talk.told["detentions"] == 1


@pytest.mark.parametrize("said", ["好的", "嗯", "继续"])
def test_anything_but_the_word_agrees_to_nothing(said: str) -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    talk.say("被行政拘留过")
    talk.say(said)
    talk.say("被行政拘留过1次")
    assert_nothing_kept(talk)


def test_the_question_that_asks_for_it_is_the_consent() -> None:
    talk = Talk(without=OPEN)
    talk.say("继续")
    assert talk.stored["question"] == "rare"
    talk.say("被行政拘留过1次")
    assert talk.told["detentions"] == 1


def test_an_agreement_to_that_question_is_not_read_as_none() -> None:
    talk = Talk(without=OPEN)
    talk.say("继续")
    assert "有的是哪一项" in talk.say("同意")
    assert "criminal_record" not in talk.told


def test_none_of_the_rest_does_not_deny_what_was_held_back() -> None:
    talk = Talk(without=(*OPEN, "honour", "repaid"))
    talk.say("被行政拘留过1次，其他都没有")
    assert "detentions" not in talk.told


@pytest.mark.parametrize("said", ["没有犯罪记录，没被拘留过", "没犯过罪也没有拘留"])
def test_that_there_is_none_is_kept_as_other_facts_are(said: str) -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    assert "敏感信息" not in talk.say(said)
    assert (talk.told["criminal_record"], talk.told["detentions"]) == (False, 0)


@pytest.mark.parametrize("said", ["如果我被拘留过一次呢", "有犯罪记录能申请吗"])
def test_supposing_and_asking_stay_possible(said: str) -> None:
    talk = Talk(stage="done")
    assert "敏感信息" not in talk.say(said)


def test_who_only_tells_it_is_not_answered_about_relatives() -> None:
    talk = Talk()
    talk.stored = None
    assert "不影响" not in talk.say("我坐过牢")


def entries(talk: Talk, kind: type[Effect]) -> list[Effect]:
    assert talk.outcome
    return [each for each in talk.outcome.effects if isinstance(each, kind)]


def test_the_transcript_has_a_remark_in_its_place_and_the_rest_of_the_words() -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    talk.say("我坐过牢，85年3月生")
    (kept,) = entries(talk, TranscriptEntry)
    assert kept == TranscriptEntry("（涉及敏感信息，没有存），85年3月生", led_to="ask:repaid")


def test_a_question_that_tells_it_is_not_kept_for_staff() -> None:
    talk = Talk(stage="done")
    talk.say("我坐过牢还能给孩子办狗证吗")
    assert entries(talk, LogQuestion) == []
    assert_nothing_kept(talk)


def test_a_colleague_reads_it_only_after_the_consent() -> None:
    talk = Talk(stage="done")
    talk.stored["hand_over"] = {
        "label": "ABCDE",
        "since": NOW.isoformat(),
        "colleague": "小李",
        "active": NOW.isoformat(),
    }
    assert "同事看不到" in talk.say("我坐过牢")
    assert_nothing_kept(talk)
    talk.say("同意")
    outcome = respond(Incoming("u", "text", "我坐过牢"), talk.stored, NOW, desk())
    assert isinstance(outcome.reply, Silence)
    assert TranscriptEntry("我坐过牢") in outcome.effects


def test_staff_cannot_agree_for_the_person() -> None:
    talk = Talk(without=OPEN)
    outcome = correct(talk.stored, "detentions", "1次", NOW, desk())
    assert outcome.session == talk.stored
    assert "本人单独同意" in str(outcome.reply)


def test_on_the_line_it_is_counted_while_nothing_is_stored() -> None:
    assert dictate(["被行政拘留过1次"], NOW).facts["detentions"] == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我没坐过牢，但被拘留过", ["但被拘留过"]),
        ("没有犯罪、拘留和涉税违法", []),
        ("拘留没有", []),
        ("坐牢的人能申请吗", []),
        ("我坐过牢能申请吗", ["我坐过牢能申请吗"]),
        ("2012年判了两年刑，现在好好上班", ["2012年判了两年刑"]),
        ("租房没备案，本科", []),
    ],
)
def test_where_a_text_tells_it(text: str, told: list[str]) -> None:
    assert [text[start:end] for start, end in sensitive_spots(text)] == told


HINTS = (
    "我年轻时进去过几天",
    "以前蹲过",
    "我拘过，影响大吗",
    "老公有案底",
    "在局子里待了一宿",
    "劳改过三年，现在好好上班",
    "前年派出所关了我两天",
    "我醉驾被判了",
    "进过号子",
    "我服过刑",
    "里面待过半年",
    "我取保候审呢",
    "关过十五天",
    "我二进宫了",
    "打架被抓过一回",
)


@pytest.mark.parametrize("said", HINTS)
def test_a_hint_at_it_is_not_kept_either(said: str) -> None:
    spots = sensitive_spots(said)
    assert spots
    talk = Talk(stage="done")
    talk.say(said)
    kept = [
        each.text for each in entries(talk, TranscriptEntry) if isinstance(each, TranscriptEntry)
    ]
    assert all(said[start:end] not in text for start, end in spots for text in kept)
    assert entries(talk, LogQuestion) == []
    assert not any(said[start:end] in stored(talk) for start, end in spots)


@pytest.mark.parametrize(
    "said",
    [
        "系统进去过几次都卡住",
        "材料留底了吗",
        "我没进去过",
        "从没蹲过",
        "没被抓过也没坐过牢",
        "征信有污点影响吗",
        "窗口关了三天门",
        "醉驾的人能落户吗",
        "进去了填哪一项",
        "我打官司赢了，社保补上了",
        "公司里面住过宿舍",
        "2018年1月搬进去住到现在",
        "补缴是今年一月才补进去的",
    ],
)
def test_what_is_no_hint_at_it_is_kept(said: str) -> None:
    assert sensitive_spots(said) == []


DETAINED = "2024年3月在北京酒驾拘留10天"


def test_told_again_after_the_consent_it_counts_without_a_read_back() -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    talk.say(DETAINED)
    talk.say("我同意")
    assert "对吗" not in talk.say(DETAINED).partition("补缴")[0]
    assert talk.told["detentions"] == 1


@pytest.mark.parametrize("consent", [(), ("同意",)])
def test_a_result_says_that_what_was_withheld_is_left_out(consent: tuple[str, ...]) -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    for said in (DETAINED, *consent):
        talk.say(said)
    assert "您提过拘留或犯罪记录，没有存" in talk.say("核对")
    reply = talk.say("出结果")
    assert "一次少 30 分" in reply
    assert "先当没有：行政拘留" not in reply
    assert_nothing_kept(talk)


@pytest.mark.parametrize("command", ["核对", "出结果"])
def test_what_was_withheld_can_be_agreed_to_below_the_line_that_names_it(command: str) -> None:
    talk = Talk(without=(*OPEN, "repaid"))
    for said in (DETAINED, command, "同意", DETAINED):
        talk.say(said)
    assert talk.told["detentions"] == 1
    assert "没有存" not in talk.say("出结果")


def test_once_the_question_is_answered_nothing_is_said_to_be_withheld() -> None:
    talk = Talk(without=OPEN)
    talk.say(DETAINED)
    talk.say("继续")
    talk.say("没有")
    assert "没有存" not in talk.say("出结果")

"""What people say in a conversation that is no question."""

from __future__ import annotations

import pytest

from bot.questions.small_talk import Talk, small_talk, without_small_talk


@pytest.mark.parametrize(
    ("said", "talk"),
    [
        ("谢谢", Talk.THANKS),
        ("好的,谢谢!", Talk.THANKS),
        ("謝謝你", Talk.THANKS),
        ("非常感谢您的解答", Talk.THANKS),
        ("thanks a lot", Talk.THANKS),
        ("你好", Talk.GREETING),
        ("您好！", Talk.GREETING),
        ("早上好", Talk.GREETING),
        ("Hello", Talk.GREETING),
        ("好的", Talk.OKAY),
        ("嗯嗯", Talk.OKAY),
        ("明白了", Talk.OKAY),
        ("哦这样", Talk.OKAY),
        ("非常好", Talk.OKAY),
        ("真不错", Talk.OKAY),
        ("多谢多谢", Talk.THANKS),
        ("知道啦谢谢", Talk.THANKS),
        ("没别的问题了，拜拜", Talk.FAREWELL),
        ("就这样吧", Talk.FAREWELL),
        ("你能做什么?", Talk.ABILITIES),
        ("你是谁", Talk.ABILITIES),
        ("怎么用", Talk.ABILITIES),
        ("quit", Talk.FAREWELL),
        ("再见", Talk.FAREWELL),
        ("回见", Talk.FAREWELL),
        ("晚安", Talk.FAREWELL),
        ("谢谢，没别的了", Talk.FAREWELL),
        ("多谢指教！", Talk.THANKS),
        ("哈哈，谢谢", Talk.THANKS),
        ("好吧谢谢", Talk.THANKS),
        ("没事谢谢啦", Talk.THANKS),
        ("哈哈厉害", Talk.OKAY),
        ("换个话题", Talk.FRESH),
        ("我们换一个话题吧", Talk.FRESH),
        ("问点别的", Talk.FRESH),
        ("new topic", Talk.FRESH),
        ("还有吗?", Talk.MORE),
        ("还有别的吗", Talk.MORE),
        ("就这些吗?", Talk.MORE),
    ],
)
def test_small_talk_is_known(said: str, talk: Talk) -> None:
    """Greetings, thanks and the like are told from questions, in both scripts."""
    assert small_talk(said) is talk


@pytest.mark.parametrize(
    "asked",
    [
        "谢谢,那第五项呢?",
        "换一个话题要经过谁同意?",
        "下一个问题是什么问题?",
        "那第十条呢",
        "感谢信是谁写的?",
        "你好医院的院长是谁?",
        "还有哪些措施?",
        "怎么用消费券?",
        "会议能做什么决定?",
        "好的做法有哪些?",
        "继续教育学时是多少?",
        "再见面是什么时候?",
        "没有问题的企业有几家?",
        "非常好的做法是什么?",
    ],
)
def test_a_question_is_no_small_talk(asked: str) -> None:
    """A question that begins with thanks or has such a word in it is a question."""
    assert small_talk(asked) is None


def test_a_greeting_before_a_question_is_left_out() -> None:
    """What is asked stands behind the greeting."""
    assert without_small_talk("你好,申报地点在哪里?") == "申报地点在哪里?"
    assert without_small_talk("谢谢！那第五项呢?") == "那第五项呢?"
    assert without_small_talk("换个话题，申报地点在哪里?") == "申报地点在哪里?"
    assert without_small_talk("顺便问一下，申报地点在哪里?") == "申报地点在哪里?"
    assert without_small_talk("嗯嗯，那第五项呢?") == "那第五项呢?"
    assert without_small_talk("哦哦明白，申报地点在哪里?") == "申报地点在哪里?"
    assert without_small_talk("在吗？我想问下申报地点在哪里?") == "申报地点在哪里?"
    assert without_small_talk("申报地点在哪里？谢谢！") == "申报地点在哪里？"
    assert without_small_talk("好的做法有哪些?") == "好的做法有哪些?"
    assert without_small_talk("我想问下一步的打算") == "我想问下一步的打算"

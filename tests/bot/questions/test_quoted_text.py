import pytest

from bot.questions.quoted_text import looks_quoted


@pytest.mark.parametrize(
    "text",
    [
        "领导班子5次听取各课题研究情况汇报",
        "去年以来,委领导班子3次听取各课题研究情况汇报,形成调研报告48份。",
        "“形成调研报告58份”",
        "一是建立健全領導機制抓總",
        "全市几乎所有单位都完成了整改任务",
    ],
)
def test_a_statement_is_taken_for_a_quotation(text: str) -> None:
    """What states something at some length, or stands in quotation marks, is to be checked."""
    assert looks_quoted(text)


@pytest.mark.parametrize(
    "text",
    [
        "领导班子几次听取各课题研究情况汇报",
        "形成了多少份调研报告？",
        "红河州十项机制",
        "请介绍一下红河州的十项机制建设情况",
        "列出红河州政法队伍纪律作风建设的各项机制",
        "济南市委政法委是否开展了主题教育读书班活动",
        "政法委的调研报告是谁牵头完成的",
        "谢谢你的帮助和解答",
        "What did the committee do in the year 2020",
        "👍",
        "",
    ],
)
def test_a_question_a_wish_or_a_few_words_are_not(text: str) -> None:
    """What asks, wants something, is short or only polite is answered as before."""
    assert not looks_quoted(text)

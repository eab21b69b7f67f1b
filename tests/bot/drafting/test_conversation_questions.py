"""Questions as they come up in conversations, which say little by themselves."""

from __future__ import annotations

from pathlib import Path

from bot.types import Answered, as_turn
from tests.bot.drafting.asking import asker_of

RULES = """白杨镇公共菜窖管理办法

第一条 菜窖由镇合作社管理。

第二条 菜窖使用人不得有下列行为：

（一）存放易燃物品；

（二）占用通道。

第三条 违反第二条第一项规定的，处二百元罚款。

第四条 本办法自2025年3月1日起施行，有效期五年。
"""
NOTICE = """松口乡关于冬季清雪的通知

第一条 清雪由各村组织。

第二条 主干道每日清扫两次。

第三条 清雪费用由乡财政承担。
"""


def test_an_article_that_is_asked_for_alone_is_of_the_document_spoken_of(tmp_path: Path) -> None:
    """第三条呢 after a question about the cellars is theirs, and 总结一下 sums them up."""
    with asker_of(tmp_path, {"cellar.txt": RULES, "snow.txt": NOTICE}) as asker:
        first = asker.ask("白杨镇公共菜窖由谁管理？")
        assert isinstance(first, Answered)
        article = asker.ask("第三条呢", [as_turn(first)])
        whole = asker.ask("总结一下", [as_turn(first)])
        other = asker.ask("主干道每天清扫几次？", [as_turn(first)])
    assert isinstance(article, Answered)
    assert "二百元" in article.claims[0].text
    assert isinstance(whole, Answered)
    assert {c.file for claim in whole.claims for c in claim.citations} == {"cellar.txt"}
    assert isinstance(other, Answered)
    assert "两次" in other.claims[0].text


def test_what_only_the_article_on_coming_into_force_says_raises_nothing(tmp_path: Path) -> None:
    """That article governs no deed, so it has no place among those that do."""
    with asker_of(tmp_path, {"cellar.txt": RULES}) as asker:
        for question in ("有效期多少年？", "多久算到期？", "有效几年？", "五年有效期满罚多少？"):
            asker.ask(question)

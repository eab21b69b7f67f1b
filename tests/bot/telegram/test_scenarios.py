"""What a person sees, compared whole with golden files (UPDATE_GOLDEN=1 writes them anew)."""

import os
import time
from pathlib import Path

import pytest

from bot.telegram.progress import Paces
from tests.bot.telegram.conftest import Chat, all_handled
from tests.bot.telegram.scripted import scripted_shelf
from tests.botapi.formatting import Entity
from tests.botapi.person import Person, bot_messages, transcript, wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer

pytestmark = pytest.mark.usefixtures("warm_indexing")

_GOLDEN = Path(__file__).parent / "golden"
_GROUP = -1001


def compare(name: str, seen: str) -> None:
    """Compare with a golden file."""
    path = _GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


def test_private_conversation(scripted: Chat) -> None:
    """Question, list, follow-up, citation, neighbours, closing, decline, commands: as in the golden file."""
    scripted.says("/start")
    answer = scripted.says("形成了多少份调研报告？")
    scripted.presses(answer, "[1]")
    scripted.presses(answer, "下一段")
    scripted.presses(answer, "上一段")
    scripted.presses(answer, "收起")
    scripted.says("红河州的十项机制分别是什么？")
    scripted.says("第二项呢？")
    scripted.says("/reset")
    scripted.says("第二项呢？")
    scripted.says("今年的房价是多少？")
    scripted.says("/sources")
    scripted.says("/lang en")
    scripted.says("/help")
    compare("private", transcript(scripted.world, scripted.id))
    assert scripted.world.refusals == []
    assert {action for _, action, _ in scripted.world.actions} == {"typing"}


def test_who_reads_another_language_is_told_how_to_get_english(scripted: Chat, server: BotApiServer) -> None:
    """A program in English gets a line of English with /start, until English is chosen; one in Chinese gets none."""
    assert "/lang en" not in scripted.says("/start").text
    visitor = Chat(server, 43, "Ann", "en")
    assert "For English, send /lang en" in visitor.says("/start").text
    visitor.says("/lang en")
    assert visitor.says("/start").text.startswith("I am Yinju")
    assert "send /lang en" not in visitor.replies()[-1].text


def test_citing_and_locating(scripted: Chat) -> None:
    """/cite, /locate with an exact, an altered and an absent text, also in reply: as in the golden file."""
    answer = scripted.says("形成了多少份调研报告？")
    scripted.presses(answer, "[1]")
    key = next(
        line.strip("` ") for line in answer.seen().splitlines() if line.count("-") == 2 and "`" in line
    )
    card = scripted.says(f"/cite 【{key.lower()}】")
    scripted.presses(card, "下一段")
    scripted.says("/cite ABCD-EFGH-JKMN")
    scripted.says("/cite 你好")
    scripted.says("/locate 形成调研报告48份")
    scripted.says("/locate 形成調研報告58份")
    scripted.says("一是建立健全领导机制抓总")
    theirs = max(number for chat, number in scripted.world.messages if chat == scripted.id) - 1
    scripted.says("/locate", reply_to=theirs)
    scripted.says("/locate 今天中午食堂供应红烧肉和番茄炒蛋，价格十五元")
    scripted.says("/locate")
    compare("locate", transcript(scripted.world, scripted.id))
    assert scripted.world.refusals == []


def test_group_only_answers_when_spoken_to(server: BotApiServer, scripted: Chat) -> None:
    """In a group the bot hears mentions, replies and /ask, replies to them, and nothing else."""
    world = server.world
    world.add_chat(_GROUP, "supergroup", "一个群")
    someone = Person(world, 7, "乙")
    group = lambda: bot_messages(world, _GROUP)  # noqa: E731
    someone.says("形成了多少份调研报告？", _GROUP)
    someone.says("/ask@other_bot 形成了多少份调研报告？", _GROUP)
    someone.says("@other_bot 形成了多少份调研报告？", _GROUP)
    someone.says("转发 @yinju_test_bot 形成了多少份调研报告？", _GROUP, forward_origin={
        "type": "hidden_user", "sender_user_name": "丙", "date": 0})  # fmt: skip
    asked = someone.says("@yinju_test_bot 形成了多少份调研报告？", _GROUP)
    wait_until(world, lambda: len(group()) == 1, 20)
    assert group()[0].reply_to == asked.id
    someone.says("红河州的十项机制分别是什么？", _GROUP, reply_to=group()[0].id)
    wait_until(world, lambda: len(group()) == 2, 20)
    other = Person(world, 8, "丙").says("形成了多少份调研报告？", _GROUP)
    someone.says("@Yinju_Test_Bot", _GROUP, reply_to=other.id)
    wait_until(world, lambda: len(group()) == 3, 20)
    someone.says("/ask", _GROUP)
    wait_until(world, lambda: len(group()) == 4, 20)
    compare("group", transcript(world, _GROUP))
    assert world.refusals == []


def test_topics_have_histories_of_their_own(server: BotApiServer, scripted: Chat) -> None:
    """A follow-up in another topic of a forum knows nothing of the first, and answers stay in their topic."""
    world = server.world
    world.add_chat(_GROUP, "supergroup", "论坛", is_forum=True)
    world.topics[_GROUP] |= {11, 12}
    someone = Person(world, 7, "乙")
    someone.says("/ask 红河州的十项机制分别是什么？", _GROUP, thread=11)
    wait_until(world, lambda: bot_messages(world, _GROUP, 11), 20)
    someone.says("/ask 第二项呢？", _GROUP, thread=12)
    wait_until(world, lambda: bot_messages(world, _GROUP, 12), 20)
    someone.says("/ask 第二项呢？", _GROUP, thread=11)
    wait_until(world, lambda: len(bot_messages(world, _GROUP, 11)) == 2, 20)
    assert "没有回答" in bot_messages(world, _GROUP, 12)[0].text
    assert "二是建立健全推进机制抓实。" in bot_messages(world, _GROUP, 11)[1].text


def test_strangers_get_one_refusal(server: BotApiServer, data: Path) -> None:
    """A stranger hears one polite refusal, also after a restart, and nothing of theirs is fetched."""
    friend, stranger = Chat(server, 42), Chat(server, 66, "陌生人")
    for _ in range(2):
        with bot_in_thread(server, data, open_shelf=scripted_shelf, open=False, allow={42}):
            stranger.person.says("形成了多少份调研报告？")
            stranger.person.says("/start")
            stranger.person.says("/ask 形成了多少份调研报告？")
            stranger.person.sends_file("a.txt", "内容".encode())
            stranger.person.types_inline("调研报告")
            friend.says("形成了多少份调研报告？")
            wait_until(server.world, lambda: all_handled(server.world, data))
    assert [m.text for m in stranger.replies()] == [
        "抱歉，这个机器人只供指定的用户使用。如需使用，请把您的编号 66 告诉管理员。"
    ]
    assert (server.world.downloads, server.world.inline_answers) == (0, {})
    assert all(chat != 66 for chat, _, _ in server.world.actions)


def test_inline_results_are_ready_to_send(scripted: Chat) -> None:
    """Typed words bring passages with title, text and citation; without words there are none."""
    query = scripted.person.types_inline("调研报告 48份")
    wait_until(scripted.world, lambda: query in scripted.world.inline_answers, 20)
    results = scripted.world.inline_answers[query]["results"]
    assert results
    assert results[0]["id"] in results[0]["input_message_content"]["message_text"]
    empty = scripted.person.types_inline("  ")
    wait_until(scripted.world, lambda: empty in scripted.world.inline_answers, 20)
    assert scripted.world.inline_answers[empty]["results"] == []


def test_buttons_work_after_a_restart_and_garbage_is_answered(server: BotApiServer, data: Path) -> None:
    """An old button still opens its passage; forged data is answered politely and changes nothing."""
    chat, thief = Chat(server, 42), Chat(server, 43, "乙")
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        answer = chat.says("形成了多少份调研报告？")
        other = thief.says("形成了多少份调研报告？")
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        before = answer.text
        for garbage in ("c:x:1", "", "p:::", "c:a:b:c:d", "p:" + "9" * 60, "k:zzzz:1", "r:999999999999", "r:-1", "d:1",
                        "y:1", "s:-5", "l:xx", "q:99", "☃" * 20, "c:\u0000:1", "\ud83d".encode("utf-8", "replace").decode(),
                        answer.buttons[0]["callback_data"][:-1] + "99"):  # fmt: skip
            told = chat.presses(answer, data=garbage)
            assert told.get("text") or garbage.startswith(("s:", "k:"))
        assert answer.text.startswith("形成调研报告48份") == before.startswith("形成调研报告48份")
        assert "已失效" in thief.presses(other, data=answer.buttons[0]["callback_data"])["text"]
        chat.presses(answer, "[1]")
        assert "第" in answer.text
        assert "形成调研报告48份" in answer.text


def test_what_is_no_text_and_what_is_too_long(scripted: Chat) -> None:
    """Photos get one hint, service messages none, huge texts a limit, forwarded commands are no commands."""
    world = scripted.world
    scripted.awaits(
        lambda: scripted.person.says(
            "", photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        )
    )
    assert "我只看文字" in scripted.replies()[-1].text
    scripted.says("长" * 5000)
    assert "5000" in scripted.replies()[-1].text
    scripted.says("/nonsense")
    before = len(scripted.replies())
    scripted.person.says("", new_chat_title="新名字")
    scripted.person.says(
        "/reset", forward_origin={"type": "hidden_user", "sender_user_name": "丙", "date": 0}
    )
    scripted.says("形成了多少份调研报告？")
    texts = [m.text for m in scripted.replies()[before:]]
    assert not any("已忘记" in text for text in texts)
    assert any("48份" in text for text in texts)
    assert world.refusals == []
    assert Entity("bold", 0, 1).as_dict()["type"] == "bold"


def test_a_slow_answer_shows_signs_of_life(server: BotApiServer, data: Path) -> None:
    """In a private chat typing and a draft come first, in a group a message that turns into the answer."""
    world = server.world
    paces = Paces(messages=0.5, draft_after=0.3, message_after=0.6)
    with bot_in_thread(server, data, open_shelf=scripted_shelf, paces=paces):
        chat = Chat(server)
        began = time.monotonic()
        chat.says("慢慢地：形成了多少份调研报告？")
        assert min(at for where, _, at in world.actions if where == chat.id) - began < 1.0
        assert [texts for (where, _), texts in world.drafts.items() if where == chat.id] == [
            ["正在文档里查找……"]
        ]
        assert len(chat.replies()) == 1
        world.add_chat(_GROUP, "supergroup", "一个群")
        Person(world, 7, "乙").says("/ask 慢慢地：红河州的十项机制分别是什么？", _GROUP)
        wait_until(world, lambda: any("抓总" in m.text for m in bot_messages(world, _GROUP)), 30)
        assert [m.edits for m in bot_messages(world, _GROUP)] == [1]


def test_admins_block_and_count(server: BotApiServer, data: Path) -> None:
    """/stats, /reload and /block are for admins; who is blocked hears nothing until unblocked."""
    admin, user = Chat(server, 1, "管理员"), Chat(server, 2, "乙")
    with bot_in_thread(server, data, open_shelf=scripted_shelf, admins={1}):
        assert "只有管理员" in user.says("/stats").text
        assert "只有管理员" in user.says("/block 1").text
        assert "文档 5 份" in admin.says("/stats").text
        assert "5 份文档" in admin.says("/reload").text
        assert "/block 12345" in admin.says("/block 1").text
        assert "已屏蔽 2" in admin.says("/block 2").text
        before = len(user.replies())
        user.person.says("形成了多少份调研报告？")
        wait_until(server.world, lambda: all_handled(server.world, data))
        assert len(user.replies()) == before
        assert "解除" in admin.says("/block 2 off").text
        assert "48份" in user.says("形成了多少份调研报告？").text


def test_a_changed_passage_says_so(server: BotApiServer, tmp_path: Path) -> None:
    """After a re-ingest an untouched passage opens as before, a changed one says that it was changed."""
    from vectorstore.ingest import ingest

    source = tmp_path / "files"
    source.mkdir()
    paper = source / "a.txt"
    text = "关于值班的通知\n第一段讲的是车库，车库共有车位三百二十个。\n第二段讲的是食堂，食堂中午十一点三十分开放。\n"
    paper.write_text(text, encoding="utf-8")
    data = tmp_path / "data"
    ingest([source], data / "index")
    chat = Chat(server)
    with bot_in_thread(server, data):
        garage = chat.says("车库共有多少个车位？")
        kitchen = chat.says("食堂中午几点开放？")
        text = text.replace("三百二十个", "四百五十个").replace("第一段", "新写的一句话。\n第一段")
        paper.write_text(text, encoding="utf-8")
        ingest([source], data / "index")
        chat.presses(garage, "[1]")
        chat.presses(kitchen, "[1]")
        assert "已被修改" in garage.text
        assert "四百五十个" in garage.text
        assert "已被修改" not in kitchen.text
        assert "**" in kitchen.seen()
    assert server.world.refusals == []


def test_a_failing_handler_apologises(scripted: Chat) -> None:
    """An error inside answers with an apology and a number, without a word of the error."""
    reply = scripted.says("坏掉")
    assert reply.text.startswith("抱歉，这个问题没能答出来")
    assert "不得" not in reply.text


def test_the_same_update_twice_is_answered_once(scripted: Chat) -> None:
    """An update that Telegram delivers again is known by its id."""
    scripted.says("形成了多少份调研报告？")
    first = scripted.world.past[-1]["update_id"] if scripted.world.past else 5001
    scripted.world.push_again(first)
    # Had it been taken for a new one, its answer would come before this one.
    scripted.says("红河州的十项机制分别是什么？")
    scripted.says("/reset")
    assert len(scripted.replies()) == 3


def test_too_many_questions_wait(server: BotApiServer, data: Path) -> None:
    """Over the rate each question is told how long to wait, and none is dropped."""
    chat = Chat(server)
    with bot_in_thread(server, data, open_shelf=scripted_shelf, questions_per_minute=2):
        for _ in range(2):
            chat.says("形成了多少份调研报告？")
        assert "每分钟最多处理 2 个问题" in chat.says("形成了多少份调研报告？").text


def test_start_and_a_decline_offer_what_the_documents_answer(server: BotApiServer, data: Path) -> None:
    """/start offers three questions made from the headings; a press is answered, and a decline offers them too."""
    chat = Chat(server)
    (data / "suggested-questions.json").unlink()  # this bot looks for them
    with bot_in_thread(server, data):
        wait_until(server.world, lambda: (data / "suggested-questions.json").exists(), 60, "none were found")
        wait_until(server.world, lambda: "试一试" in chat.says("/start").text, 20)
        start = chat.replies()[-1]
        labels = [button["text"] for button in start.buttons]
        assert len(labels) == 3
        assert all(label.startswith("💬 ") and len(label) <= 22 for label in labels)
        answer = chat.awaits(lambda: chat.person.presses(start, labels[0]))
        assert "「" in answer.text
        assert "出处：" in answer.text
        declined = chat.says("鸡蛋炒西红柿要放多少克盐?")
        assert [b["text"] for b in declined.buttons if b["text"].startswith("💬")] == labels
        assert "已失效" in chat.presses(start, data="q:0")["text"]
    assert server.world.refusals == []

"""Do the documents of one chat leak into another? `python -m benchmarks.telegram_leaks [--questions 500]`.

Two people add documents that are full of made-up names and figures, each with their own. Then
random questions are asked in both chats, half of them about the other's documents, and every
reply is searched for the words that only the other's documents hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import load_settings
from tests.botapi.person import Person, bot_messages, wait_until
from tests.botapi.running import start_process, wait_for_start
from tests.botapi.server import BotApiServer

_SUBJECTS = ("停车场", "图书室", "健身房", "食堂", "宿舍", "会议室", "医务室", "值班室", "档案室", "车库")
_FACTS = ("面积为{}平方米", "开放时间为每日{}分钟", "管理费为每月{}元", "容纳{}人", "联系电话为{}")
_ASKS = (
    "面积是多少平方米？",
    "每日开放多少分钟？",
    "管理费每月多少元？",
    "能容纳多少人？",
    "联系电话是多少？",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


def document(dice: random.Random, used: set[str]) -> tuple[str, set[str], list[str]]:
    """A made-up document, the words that no other document holds, and questions about it."""
    lines, secrets, asked = ["关于内部设施管理的通知"], set(), []
    unit = "".join(dice.sample(_SURNAMES, 2)) + "中心"
    for subject in dice.sample(_SUBJECTS, 6):
        facts = []
        for fact, ask in zip(_FACTS, _ASKS, strict=True):
            figure = next(
                f for f in iter(lambda: str(dice.randint(10_000_000, 99_999_999)), "") if f not in used
            )
            used.add(figure)
            secrets.add(figure)
            facts.append(fact.format(figure))
            asked.append(f"{unit}{subject}的{ask}" if dice.random() < 0.5 else f"{subject}{ask}")
        lines.append(f"{unit}{subject}" + "，".join(facts) + "。")
    return "\n".join(lines) + "\n", secrets, asked


def main() -> int:
    """Ask and search; exit code 1 where a single word leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--chats", type=int, default=2)
    options = parser.parse_args()
    index = load_settings().index
    dice = random.Random(3)
    used: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        data = Path(folder)
        (data / "index").symlink_to(index.resolve())
        server.world.limits = False
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            world = server.world
            people = [Person(world, 42 + n, f"人{n}") for n in range(options.chats)]
            own: dict[int, set[str]] = {person.id: set() for person in people}
            asked: list[str] = []
            for number, person in enumerate(people):
                for part in range(2):
                    text, secrets, questions = document(dice, used)
                    own[person.id] |= secrets
                    asked += questions
                    person.sends_file(f"{number}-{part}.txt", text.encode())
                    wait_until(
                        world,
                        lambda person=person, part=part: sum(
                            "已加入" in m.text for m in bot_messages(world, person.id)
                        ) > part,
                        180,
                    )  # fmt: skip
            began = {person.id: len(bot_messages(world, person.id)) for person in people}
            sent = dict.fromkeys(began, 0)
            for n in range(options.questions):
                person = people[n % len(people)]
                question = dice.choice(asked)
                if n % 25 == 24:
                    person.says(f"/locate {dice.choice(sorted(used))}")
                else:
                    person.says(question)
                sent[person.id] += 1
                waiting = began[person.id] + sent[person.id] - 8
                wait_until(world, lambda p=person, w=waiting: len(bot_messages(world, p.id)) >= w, 120)
            for person in people:
                wait_until(
                    world,
                    lambda p=person: len(bot_messages(world, p.id)) >= began[p.id] + sent[p.id],
                    120,
                )
            time.sleep(1)
            leaks = answered = 0
            for person in people:
                foreign = set().union(*(words for chat, words in own.items() if chat != person.id))
                for message in bot_messages(world, person.id):
                    answered += any(word in message.text for word in own[person.id])
                    leaks += any(word in message.text for word in foreign)
        finally:
            process.terminate()
            process.wait(40)
    print(
        f"chats {options.chats}, questions {options.questions}, replies from own documents {answered}, leaks {leaks}"
    )
    return 1 if leaks or not answered else 0


if __name__ == "__main__":
    sys.exit(main())

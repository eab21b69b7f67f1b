import re
from pathlib import Path
from string import Formatter

from bot.messages.telegram import MESSAGES
from bot.settings.folders import PROJECT


def test_both_languages_say_the_same() -> None:
    """Every sentence has the same places to fill in both languages."""
    for code, (chinese, english) in MESSAGES.items():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (chinese, english)]
        assert fields[0] == fields[1], code


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    """No code in the sources lacks its sentence, and no sentence is left over."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "bot").rglob("*.py"))
                        if "telegram" in path.parts or path.name == "telegram.py")  # fmt: skip
    body = sources.replace(Path(PROJECT / "bot/messages/telegram.py").read_text(encoding="utf-8"), "")
    said = set(re.findall(r'say\(\s*(?:update, )?"([a-z-]+)"', body))
    assert said <= set(MESSAGES)
    built = ("locate-", "sort-", "menu-", "upload-failed-", "telegram-")
    left_over = {code for code in MESSAGES if f'"{code}"' not in body and not code.startswith(built)}
    assert left_over == set()


def test_one_word_for_each_thing() -> None:
    """What the bot calls a document, a citation's key and an answer, it calls nothing else."""
    for code, (chinese, _) in MESSAGES.items():
        if code.startswith("telegram-"):  # said to the operator, of files on a disk
            continue
        assert not re.search("文件|引文键|引用键|引证|答复", chinese), code
        assert not re.search(
            "(?<!引文)(?<!用户)(?<!您的)编号(?! \\{user)", chinese.replace("（编号 {number}）", "")
        ), code

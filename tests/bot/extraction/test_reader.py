"""The reader, with its real weights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.extraction.reader import DEFAULT_FOLDER, Reader, ReaderError, fold, whole_figure

RESEARCH = (
    "另一方面,以大调研提升素质能力。针对当前政法队伍在定位站位、素质能力、担当作为、创新创优等方面"
    "不适应的问题,我们深入开展大调研活动,制定重大课题调研方案,由班子成员牵头带领有关处室人员深入"
    "基层开展调查研究,查摆问题,分析原因,理清思路,明确路径。去年以来,委领导班子3次听取各课题研究"
    "情况汇报,讨论梳理有价值的调研成果,形成调研报告48份,破解了一些制约全市政法工作的瓶颈问题,有力"
    "推动全市政法工作深入开展。"
)
STUDY = (
    "引领班子成员和广大党员干部自觉用党的最新理论成果武装头脑,增强“四个意识”,坚定“四个自信”,带头"
    "做到“两个维护”,举办“不忘初心、牢记使命”主题教育读书班,培训600余人次,举办专题讲座、交流讨论、"
    "辅导报告会30余场次。"
)
GROUPS = (
    "为做好政法队伍教育整顿,山东组建了16个省级指导组,选派16名正厅级领导干部任组长、32名副厅级干部任"
    "副组长,从省委政法委、省政法各单位、省有关部门抽调417名政治立场坚定、纪律作风过硬、熟悉业务工作的"
    "干部为成员,按照“一个地市派驻一个组”的模式,3月7日全部进驻到位,对市县两级教育整顿进行全程驻点指导。"
)
CITIES = (
    "日照市政法系统推出为民办实事项目94项,梳理首批20项为民办实事清单,并向全社会作出公开承诺。淄博市政法"
    "系统深入推进“无证明城市”建设,全面梳理“无证明”事项,严格实行证明事项清单式管理。"
)
EPIDEMIC = (
    "二是在攻坚克难中做表率。疫情发生后,为落实行业责任,市委政法委担负着疫情期间维护社会稳定的重要责任,"
    "秦传滨任社会稳定组组长、常务副书记李本海同志任副组长,党员领导干部身先士卒,干部职工全员上阵。"
)
DAMAGED = (
    "為增強(qiáng)服務(wù)大局、服務(wù)基層的針對性,濟(jì)南市委政法委扎實開展包掛聯(lián)系工作。"
    "從2月12日,利用10天時間,組建12個督導(dǎo)組,分赴各區(qū)縣、鎮(zhèn)辦、村居,督導(dǎo)檢查"
    "網(wǎng)格化管理和疫情防控工作,做到關(guān)鍵時刻能夠站得出來、頂?shù)蒙先、?jīng)得住考驗。"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The shipped weights, loaded once."""
    return Reader(DEFAULT_FOLDER)


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("去年以来形成了多少份调研报告?", RESEARCH, "48份"),
        ("主题教育读书班培训了多少人次?", STUDY, "600余人次"),
        ("省级指导组是哪一天全部进驻到位的?", GROUPS, "3月7日"),
        ("哪个市在推进“无证明城市”建设?", CITIES, "淄博"),
        ("谁担任社会稳定组组长?", EPIDEMIC, "秦传滨"),
    ],
)
def test_finds_the_words_that_answer(reader: Reader, question: str, passage: str, words: str) -> None:
    """Figures, dates, places and names of official prose are found word for word."""
    reading = reader.read(question, [passage])[0]
    assert words in reading.text
    assert len(reading.text) <= len(words) + 4
    assert passage[reading.start : reading.end] == reading.text


def test_reads_side_by_side_what_it_reads_one_by_one(reader: Reader) -> None:
    """Passages read on several threads have the readings that one thread gives, in their order."""
    passages = [STUDY, GROUPS, CITIES, EPIDEMIC, RESEARCH] * 3
    titles = [f"第{number}篇" for number in range(len(passages))]
    asked = "去年以来形成了多少份调研报告?"
    beside = Reader(DEFAULT_FOLDER, threads=4).read(asked, passages, titles=titles)
    assert beside == reader.read(asked, passages, titles=titles)
    assert "48份" in beside[4].text


@pytest.mark.parametrize(
    ("question", "near_miss", "passage"),
    [
        ("去年以来形成了多少份调研报告?", "市委政法委的财政预算是多少?", RESEARCH),
        ("省级指导组是哪一天全部进驻到位的?", "省级指导组的联系电话是多少?", GROUPS),
        ("谁担任社会稳定组组长?", "谁获得了篮球比赛冠军?", EPIDEMIC),
        ("日照市推出了多少项为民办实事项目?", "苹果公司最新的手机多少钱?", CITIES),
    ],
)
def test_what_is_not_there_is_less_likely_answered(
    reader: Reader, question: str, near_miss: str, passage: str
) -> None:
    """A question that the passage is silent on has a lower probability than one it answers."""
    answered = reader.read(question, [passage])[0].answer_probability
    silent = reader.read(near_miss, [passage])[0].answer_probability
    assert 0 <= silent < answered <= 1


def test_the_right_passage_has_the_highest_probability(reader: Reader) -> None:
    """Of several passages the one that answers is the most probable."""
    passages = [GROUPS, EPIDEMIC, RESEARCH, STUDY, CITIES]
    readings = reader.read("去年以来形成了多少份调研报告?", passages)
    assert max(range(5), key=lambda n: readings[n].answer_probability) == 2


def test_offsets_hold_in_damaged_traditional_text(reader: Reader) -> None:
    """In traditional text with pinyin notes inside words the offsets are those of the source."""
    reading = reader.read("组建了多少个督导组?", [DAMAGED])[0]
    assert reading.text == DAMAGED[reading.start : reading.end]
    assert reading.text.startswith("12個")


def test_script_and_width_do_not_matter(reader: Reader) -> None:
    """The same passage in full-width punctuation gives the same words at the same place."""
    wide = RESEARCH.replace(",", "，")
    narrow, full = reader.read("去年以来形成了多少份调研报告?", [RESEARCH, wide])
    assert (full.start, full.end) == (narrow.start, narrow.end)
    assert full.answer_probability == pytest.approx(narrow.answer_probability)


def test_a_reading_does_not_depend_on_its_neighbours(reader: Reader) -> None:
    """A passage is read the same alone and among others."""
    question = "谁担任社会稳定组组长?"
    alone = reader.read(question, [EPIDEMIC])[0]
    assert reader.read(question, [GROUPS * 3, EPIDEMIC, "短。"])[1] == alone


def test_a_very_long_passage_is_read_to_its_end(reader: Reader) -> None:
    """An answer at the end of 12,000 characters is found, at its own offset."""
    filler = "各级政法机关强化履职尽责,勇于担当作为,积极为群众办实事、解难题。" * 360
    passage = filler + CITIES
    reading = reader.read("日照市政法系统推出了多少项为民办实事项目?", [passage])[0]
    assert reading.start >= len(filler)
    assert reading.text.startswith("94")


@pytest.mark.parametrize(("question", "passage"), [("", RESEARCH), ("谁?", ""), ("", ""), ("谁", " \n")])
def test_empty_input_is_answered_by_nothing(reader: Reader, question: str, passage: str) -> None:
    """Without a question or a passage the span is empty and the probability 0."""
    reading = reader.read(question, [passage])[0]
    assert (reading.text, reading.answer_probability) == ("", 0.0)
    assert reading.start == reading.end


def test_no_passages_no_readings(reader: Reader) -> None:
    """Nothing to read gives nothing."""
    assert reader.read("谁?", []) == []


def test_a_title_gives_no_words(reader: Reader) -> None:
    """A title is read along with the passage, but the words come from the passage."""
    titles = ["济南市委政法委创建模范机关"]
    reading = reader.read("济南市委政法委去年以来形成了多少份调研报告?", [RESEARCH], titles=titles)[0]
    assert reading.text.startswith("48")
    assert RESEARCH[reading.start : reading.end] == reading.text


def test_a_folded_passage_is_not_folded_again(reader: Reader) -> None:
    """A passage given with its folded form gives the same reading."""
    question = "组建了多少个督导组?"
    folded = reader.read(question, [DAMAGED], folded=[fold(DAMAGED)])
    assert folded == reader.read(question, [DAMAGED])


def test_loads_without_the_training_libraries() -> None:
    """Loading and reading bring in neither torch nor transformers nor sentence-transformers."""
    code = (
        "import sys; from bot.extraction.reader import Reader; early = {'onnxruntime', 'tokenizers', 'numpy'};"
        "assert not early & set(sys.modules), 'importing the module loaded a library';"
        "Reader().read('谁来了?', ['张三来了。']);"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_missing_weights_are_a_reader_error(tmp_path: Path) -> None:
    """A folder without weights is refused with its name."""
    with pytest.raises(ReaderError, match=tmp_path.name):
        Reader(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "創(chuàng)建“互聯網 黨建”",
        "開展㎡活動（ａｐｐ）",
        "裡面乾淨著力",
        "🙂三①…㍿",
        "",
        "a\u3000b\r\n",
    ],
)
def test_folding_keeps_a_way_back(text: str) -> None:
    """Every folded character has a source offset, in order."""
    form = fold(text)
    assert len(form.text) == len(form.sources)
    assert list(form.sources) == sorted(form.sources)
    assert all(0 <= source < len(text) for source in form.sources)


def test_folding_mends_script_notes_and_width() -> None:
    """Traditional characters, pinyin notes and full-width forms fold to one form."""
    assert fold("創(chuàng)建，著力１２％（app）").text == "创建,着力12%(app)"


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("收到1.59万余条,24193条。", "59", "1.59万余条"),
        ("培训600余人次,举办", "600", "600余人次"),
        ("培训600余人次,举办", "600余人", "600余人次"),
        ("自3月7日起", "3月7", "3月7日"),
        ("于2018,5名干部", "2018", "2018"),
        ("共1,234人", "1", "1,234人"),
        ("由市委印发", "市委", "市委"),
    ],
)
def test_figures_stay_whole(text: str, words: str, whole: str) -> None:
    """A span that cuts a figure is widened to all of it and its unit; others stay."""
    start = text.index(words)
    first, last = whole_figure(text, start, start + len(words))
    assert text[first:last] == whole


def test_each_sentence_has_words_and_a_score_of_its_own(reader: Reader) -> None:
    """Parts that are asked for are read within their bounds; the best of them holds the best words."""
    ends = [i + 1 for i, char in enumerate(GROUPS) if char in ",。"]
    parts = list(zip([0, *ends], ends, strict=False))
    reading = reader.read("选派了多少名正厅级领导干部任组长?", [GROUPS], parts=[parts])[0]
    assert len(reading.parts) == len(parts)
    for (start, end), part in zip(parts, reading.parts, strict=True):
        assert start <= part.start <= part.end <= end
    best = max(reading.parts, key=lambda part: part.score)
    assert "16名" in GROUPS[best.start : best.end]
    assert best.score == pytest.approx(reading.span_score)
    assert max(part.score for part in reading.parts if part is not best) < best.score


def test_the_parts_of_a_long_passage_are_read_in_whichever_window_they_stand(reader: Reader) -> None:
    """A sentence behind the first window is scored from the window that holds it."""
    filler = "各单位要认真落实有关要求,不断提升服务水平,切实加强组织领导。" * 20
    parts = [(0, len(filler)), (len(filler), len(filler) + len(GROUPS))]
    reading = reader.read("组建了多少个省级指导组?", [filler + GROUPS], parts=[parts])[0]
    first, second = reading.parts
    assert second.score > first.score
    assert "16" in (filler + GROUPS)[second.start : second.end]

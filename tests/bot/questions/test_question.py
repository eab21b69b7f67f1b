"""Questions: their parts, what they ask for by type, their typing errors."""

from __future__ import annotations

import pytest

from bot.language.pinyin import homophones, is_word, spelled
from bot.language.places import localities, places_in
from bot.library import Library
from bot.questions.multipart import across, alternatives, clauses_asked, parts_of
from bot.questions.question import Kind, read_question
from bot.questions.spelling import mend
from vectorstore.index.bm25 import LexicalIndex


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("会议谁请了假,谁做的记录?", ("会议谁请了假", "谁做的记录")),
        ("补助款什么时候、以什么方式拨付?", ("补助款什么时候", "以什么方式拨付")),
        ("计划装多少部,实际装了多少部?", ("计划装多少部", "实际装了多少部")),
        ("济南市、红河州的做法是什么?", ()),
        ("全市有多少个小区?", ()),
    ],
)
def test_a_question_has_as_many_parts_as_it_asks_things(question: str, parts: tuple[str, ...]) -> None:
    """A question is cut where each piece asks something, and nowhere else."""
    assert parts_of(question) == parts


def test_how_many_there_are_is_no_question_to_several_documents() -> None:
    """几家 asks for a number by itself, and for what several say where something else is asked."""
    assert not across("有几家食堂生熟刀具混用?")
    assert not across("去年下发了几份文件?")
    assert read_question("沧浦区有几家食堂不合格?").kind is Kind.NUMBER
    assert across("几份材料里都提到了哪些问题?")
    assert across("三家的做法有什么不同?")
    assert across("几家单位的做法一致吗?")


def test_the_figures_between_which_a_question_asks_to_decide() -> None:
    """Both figures of an either-or question are found."""
    assert alternatives("培训干部到底是600多人次还是660多人次?") == ("600", "660")
    assert alternatives("培训干部多少人次?") == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("新闻发布会在哪里开的?", Kind.NAME),
        ("快递进村专班谁当组长", Kind.NAME),
        ("樟坞村的村支书叫什么名字?", Kind.NAME),
        ("没完成除险加固的9座水库叫什么名字?", Kind.WHAT),
        ("驿站每天几点开门?", Kind.DATE),
        ("几份材料里对苗头性问题各自做了什么?", Kind.WHAT),
        ("电梯补助款什么时候、以什么方式拨付?", Kind.WHAT),
        ("每季度开几回会?", Kind.NUMBER),
        ("几成的人满意?", Kind.NUMBER),
        ("局长姓什么?", Kind.NAME),
        ("这个制度叫什么名字?", Kind.WHAT),
        ("那家公司叫什么名字?", Kind.NAME),
        ("不交材料有什么后果?", Kind.HOW),
        ("凭什么扣钱?", Kind.WHY),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind) -> None:
    """Where is a place, 几点 a time; 几份材料 asks for no number, and two kinds at once for neither.

    What a rule is called is no person's name.
    """
    assert read_question(question).kind is kind


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("行车时打手持电话扣多少分?", "分"),
        ("闯红灯扣几分?", "分"),
        ("会议开了几分钟?", "分钟"),
        ("窗口的电话是多少?", "电话"),
        ("办公室的手机号码?", "电话"),
    ],
)
def test_what_measure_a_question_asks_for(question: str, measure: str) -> None:
    """The measure behind 多少 counts, be there a telephone in the question or not."""
    assert read_question(question).measure == measure


def test_the_words_around_an_amount_say_what_is_counted() -> None:
    """The noun behind 多少 is what is counted, not where 多少年的 tells its size."""
    assert read_question("山东开除了多少名干警?").counted == ("干警",)
    assert read_question("那是多少年的老树?").counted == ()


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("上游区县能拿多少补偿", ()),
        ("在青岚县养老", ("青岚县",)),
        ("云浦区和青岚县的任务", ("云浦区", "青岚县")),
        ("为推动社区养老服务", ()),
        ("年末全县常住人口50.2万人", ()),
        ("望津县现在常住人口有多少", ("望津县",)),
    ],
)
def test_named_places_below_the_prefecture(form: str, names: tuple[str, ...]) -> None:
    """A county is a place by its name; 上游区县 and 推动社区 name none."""
    assert localities(form) == names


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("消防车给村里送了几天水", ()),
        ("2台山地车,5日照常上班", ()),
        ("天水和日照的做法", ("天水", "日照")),
        ("有12万宁波人", ("宁波",)),
    ],
)
def test_a_number_and_its_measure_are_no_prefecture(form: str, names: tuple[str, ...]) -> None:
    """几天水 is days and water, 天水 by itself a city."""
    assert places_in(form) == names


@pytest.fixture(scope="module")
def index(library: Library) -> LexicalIndex:
    """The lexical index of the seeds."""
    return LexicalIndex.open(library.folder)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("新打掉黑恶团火几个", "新打掉黑恶团伙几个"),
        ("形成了多少份调言报告", "形成了多少份调研报告"),
    ],
)
def test_a_typing_error_is_read_by_its_sound(asked: str, meant: str, index: LexicalIndex) -> None:
    """A word that nobody has is read as one that sounds the same and that the documents have."""
    assert mend(asked, index).text == meant


@pytest.mark.parametrize(
    "asked",
    ["一共开除了多少名干警?", "济南市今年的房价是多少?", "王小明是谁?", "防汛会上谁发了言?", "how many?"],
)
def test_words_that_are_right_stay_as_they_are(asked: str, index: LexicalIndex) -> None:
    """A real word that no document has is no typing error, nor is a name."""
    assert mend(asked, index).text == asked


def test_names_in_latin_letters_find_their_characters(index: LexicalIndex) -> None:
    """A name is spelled by characters that stand side by side in the documents."""

    def known(pair: str) -> bool:
        return bool(index.document_frequency(pair))

    assert "红河" in spelled("Honghe", known)
    assert "日照" in spelled("rizhao", known)
    assert spelled("xyzzy", known) == ()
    assert "案" in homophones("安")
    assert is_word("备案")
    assert not is_word("备安")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("职工拿到多少加班费,公司要付多少违约金?", ("职工拿到多少加班费", "公司要付多少违约金")),
        ("大会什么时候召开,有多少人参加?", ()),
        ("这份批复谁签发的,文号是多少?", ()),
        ("2024年,全市新增就业多少人?", ()),
    ],
)
def test_clauses_are_asked_one_by_one_where_each_says_of_what(form: str, expected: tuple[str, ...]) -> None:
    assert clauses_asked(form) == expected


@pytest.mark.parametrize(
    ("form", "ordinal"),
    [
        ("第三项是什么?", 3),
        ("第二个原则是什么?", 2),
        ("谁在县第十七届人民代表大会第三次会议上作报告?", 0),
        ("第二季度的产量是多少?", 0),
        ("市第一中学招多少人?", 0),
    ],
)
def test_only_the_number_of_an_item_asks_for_one(form: str, ordinal: int) -> None:
    """A meeting, a quarter and a school have numbers too, and are no items of a list."""
    assert read_question(form).ordinal == ordinal

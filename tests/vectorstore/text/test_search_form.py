"""The search form of a text and its map back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import every, seed
from vectorstore.text.search_form import bare_form, one_script, search_form
from vectorstore.types import Markup, Span

#: What official documents and the pages that carry them are made of.
PIECES = st.sampled_from(
    [
        "政法队伍", "著力打造", "著作", "乾淨", "乾隆", "裡面", "創(chuàng)建", "優(yōu)化", "質(zhì)量",
        "頂?shù)蒙先、", "機?gòu)式", "一是", "２０２０年", "1,100个", "2020,35", "24.7%", "3.5", "12,5", "①", "（一）",
        "(二)", "，", ",", "。", "、", "：", "“", "”", "‘", "「", "」", "—", "——", "－", "·", "…", "%", "％", "℃",
        " ", "\u3000", "\xa0", "\t", "\n", "\r\n", "\u200b", "\ufeff", "\u00ad", "Ａｂｃ", "WTO", "㈱", "㎡", "½", "ﬁ",
        "İ", "ß", "é", "e\u0301", "😀", "𠮷", "\x1b[31m", "\x9b", "\u202e", "\x00", "|", "_", "<", "&", "互聯網 黨建",
    ]
)  # fmt: skip
MIXED = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25).map("".join)


@given(MIXED, st.integers(0, 5000))
def test_every_character_of_a_form_comes_from_a_span_of_the_source(text: str, base: int) -> None:
    """Both forms bound each of their characters by source offsets that never decrease."""
    for form in (search_form(text, base=base), bare_form(text, base=base)):
        assert len(form.text) == len(form.starts) == len(form.ends)
        assert list(form.starts) == sorted(form.starts)
        assert list(form.ends) == sorted(form.ends)
        assert all(
            base <= start < end <= base + len(text) for start, end in zip(form.starts, form.ends, strict=True)
        )


@given(MIXED, st.data())
def test_a_range_of_a_form_is_found_again_by_its_span(text: str, data: st.DataObject) -> None:
    """The source span behind any part of a form locates at least that part."""
    for form in (search_form(text), bare_form(text)):
        if not form.text:
            continue
        first = data.draw(st.integers(0, len(form.text) - 1))
        last = data.draw(st.integers(first + 1, len(form.text)))
        found = form.locate(form.span(first, last))
        assert found[0] <= first
        assert found[1] >= last


@given(MIXED)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    """The search form of a search form and the bare form of a bare form are themselves."""
    for fold in (search_form, bare_form):
        once = fold(text).text
        assert fold(once).text == once


@given(MIXED)
def test_the_bare_form_has_no_punctuation_and_no_space(text: str) -> None:
    """Only letters, digits, percent signs, degrees, decimal points and the separator remain."""
    for char in bare_form(text).text:
        assert char.isalnum() or char in "%‰℃.|"


@given(MIXED)
def test_one_script_keeps_the_number_of_characters(text: str) -> None:
    """Turning a text into simplified characters never moves an offset."""
    assert len(one_script(text)) == len(text)


@given(MIXED, MIXED)
def test_markup_is_never_part_of_the_words(before: str, after: str) -> None:
    """Tags leave nothing behind and an entity stands for its character, whatever is around."""
    before, after = before.replace("|", ""), after.replace("|", "")
    text = f"{before}政<b>法</b>&ldquo;队{after}"
    at = len(before) + 1
    marks = [Markup(Span(at, at + 3)), Markup(Span(at + 4, at + 8)), Markup(Span(at + 8, at + 15), "“")]
    form = search_form(text, marks)
    place = form.text.find('政法"队')
    assert place >= 0
    span = form.span(place, place + 4)
    assert span.of(text).startswith("政<b>法</b>&ldquo;队")


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("著力", "着力"),
        ("聚焦著實", "聚焦着实"),
        ("著作", "着作"),
        ("乾淨", "干净"),
        ("乾隆", "干隆"),
        ("裡面", "里面"),
        ("裏面", "里面"),
        ("機關黨建", "机关党建"),
        ("臺階", "台阶"),
        ("瞭解", "了解"),
        ("藉助", "借助"),
        ("互聯網", "互联网"),
    ],
)
def test_both_scripts_have_one_form(traditional: str, simplified: str) -> None:
    """A traditional word has the form of its simplified twin, 著/着 and 乾/干 included."""
    assert search_form(traditional).text == search_form(simplified).text


@pytest.mark.parametrize(
    ("noted", "plain"),
    [
        ("創(chuàng)建", "创建"),
        ("优（yōu）化", "优化"),
        ("質(zhì)量第一", "质量第一"),
        ("濟(jì)南市委政法委今年出臺了有關(guān)意見", "济南市委政法委今年出台了有关意见"),
        ("機(jī)關(guān)", "机关"),
        ("務(wù)(工)", "务(工)"),
    ],
)
def test_pinyin_notes_inside_words_are_taken_out(noted: str, plain: str) -> None:
    """A pinyin note behind its character is not part of the word."""
    assert search_form(noted).text == search_form(plain).text


@pytest.mark.parametrize("kept", ["三公(工)", "基层(jiceng)", "指标(GDP)", "长江(a)", "什么?(是)"])
def test_brackets_that_are_no_pinyin_note_stay(kept: str) -> None:
    """Brackets without a tone mark in them belong to the text."""
    assert search_form(kept).text == kept.lower()


def test_a_note_belongs_to_the_character_that_it_explains() -> None:
    """The span of a character with a note covers the note."""
    text = "要創(chuàng)建機關"
    form = search_form(text)
    assert form.text == "要创建机关"
    assert form.span(1, 2).of(text) == "創(chuàng)"
    assert form.span(1, 3).of(text) == "創(chuàng)建"


def test_what_the_page_lost_does_not_hide_the_words_around_it() -> None:
    """Where page damage took a character, the note goes and the rest still matches."""
    text = "站得出來、頂?shù)蒙先、?jīng)得住考驗"
    assert bare_form("經得住考驗").text[1:] in bare_form(text).text
    assert "顶" in bare_form(text).text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("问题1,100个", "问题1100个"),
        ("１，１００个", "1100个"),
        ("24,193条", "24193条"),
        ("2020,35", "2020|35"),
        ("24.7%、23.5%", "24.7%23.5%"),
        ("24.7%", "24.7%"),
        ("２４．７％", "24.7%"),
        ("35.2亿元", "35.2亿元"),
        ("2020年12月", "2020年12月"),
        ("2021-05-25 09:31", "2021|05|25|09|31"),
        ("12 35", "12|35"),
        ("1,2,3", "1|2|3"),
        ("合计　1500　2300", "合计1500|2300"),
        ("5\u00a06、5\u20096", "5|6|5|6"),
        ("三百◯五人,二千○六人", "三百〇五人二千〇六人"),
    ],
)
def test_numbers_keep_their_value(text: str, bare: str) -> None:
    """Thousands separators go, decimal points stay, and two numbers never become one."""
    assert bare_form(text).text == bare


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("ＧＤＰ增长", "gdp增长"),
        ("一是，二是；三是：", "一是,二是;三是:"),
        ("（一）", "(一)"),
        ("「引」『文』", '"引""文"'),
        ("〔2023〕18号", "[2023]18号"),
        ("“引文”‘引’", '"引文""引"'),
        ("政 法\u3000队\xa0伍\n建\r\n设", "政法队伍建设"),
        ("政\u200b法\u00ad队\ufeff伍", "政法队伍"),
        ("Open  Source\n1", "open source 1"),
        ("一号线\t8时\t16时20分", "一号线\t8时\t16时20分"),
        ("7号\t2 \t8.5", "7号\t2 8.5"),
        ("①加快", "①加快"),
    ],
)
def test_width_case_quotes_and_spaces_are_folded(odd: str, plain: str) -> None:
    """Width, case, kinds of quotation marks and white space make no difference; cells of a row stay apart."""
    assert search_form(odd).text == plain


def test_the_traditional_twin_of_a_paragraph_has_the_same_words() -> None:
    """The paragraph that 000 and 004 share in two scripts, notes and all, has one bare form."""
    shared = "组建12个督导组,分赴各区县、镇办、村居,督导检查网格化管理和疫情防控工作"
    bare = bare_form(shared).text
    for number in ("000", "004"):
        form = bare_form(seed(number).text)
        place = form.text.find(bare)
        assert place >= 0
        assert "12" in form.span(place, place + len(bare)).of(seed(number).text)


def test_no_tone_mark_is_left_in_the_forms_of_the_documents() -> None:
    """Every pinyin note of the thirteen documents is taken out of their forms."""
    for number, document in every().items():
        form = search_form(document.text, document.markup).text
        assert not set(form) & set("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜ"), number


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("24.7²亿元", "24.7²亿元"), ("10⁴户", "10⁴户"), ("m²和CO₂", "m2和co2"), ("第⑪项", "第⑪项"), ("1½倍", "1½倍"),
        ("⒈加强", "1.加强"), ("5⒈", "5⒈"), ("5000㎡", "5000m2"), ("二○二一年", "二〇二一年"), ("二◯◯五年", "二〇〇五年"),
        ("二0二O年", "二〇二〇年"), ("敍枱粧糭衞衹", "叙台妆粽卫只"), ("⽤户⺠政", "用户民政"), ("犍(ㄑㄧㄢˊ)為", "犍为"),
    ],
)  # fmt: skip
def test_a_character_that_looks_like_another_is_folded_by_what_stands_beside_it(text: str, form: str) -> None:
    """A compatible digit never joins a figure; circles, radicals and Hong Kong's forms are folded."""
    assert search_form(text).text == form


def test_the_number_of_a_note_is_no_figure_of_the_bare_form() -> None:
    """24.7[1]亿元 holds no 1亿元, however the note is bracketed."""
    for text in ("24.7[1]亿元", "24.7〔1〕亿元", "24.7（1）亿元", "24.7⑴亿元", "24.7¹亿元"):
        assert bare_form(text).text == "24.7¹亿元"

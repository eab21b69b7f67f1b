"""OFD pages as programs of offices write them: forms on templates, columns, shared drawings, pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import pytest

from tests.scanner import SLIP, font_file, scanned
from vectorstore.documents.formats.scan import can_recognise
from vectorstore.documents.load import read_all, read_bytes
from vectorstore.errors import UnreadableFile

pytestmark = pytest.mark.usefixtures("warm_reading")

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _text(x: float, y: float, words: str, more: str = "", steps: str = "") -> str:
    """A text object with its left edge and base line in millimetres, letters of 4."""
    steps = steps or " ".join("2" if char < "\u2000" else "4" for char in words[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y - 4} 100 5" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="4" DeltaX="{steps}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd(
    pages: Sequence[str],
    templates: Sequence[str] = (),
    resources: str = "",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A package of pages, each the XML of its objects; `<ofd:Template TemplateID="T0"/>` names a template."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:

        def page(name: str, objects: str) -> None:
            # What names a template stands beside the content, not in it.
            inside = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
            archive.writestr(name, f"<ofd:Page {_NS}>{inside}</ofd:Page>")

        archive.writestr("OFD.xml", f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                         "</ofd:DocBody></ofd:OFD>")  # fmt: skip
        shared = "".join(
            f'<ofd:TemplatePage ID="T{n}" BaseLoc="Tpls/{n}.xml"/>' for n in range(len(templates))
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{shared}"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        archive.writestr("Doc_0/DocumentRes.xml", f'<ofd:Res {_NS} BaseLoc="Res">{resources}</ofd:Res>')
        for number, objects in enumerate(pages):
            page(f"Doc_0/Pages/{number}.xml", objects)
        for number, objects in enumerate(templates):
            page(f"Doc_0/Tpls/{number}.xml", objects)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _lines(data: bytes) -> list[str]:
    return [line for line in read_bytes(data, "a.ofd").text.split("\n") if line]


def test_the_fields_of_a_form_have_the_names_that_stand_on_its_template() -> None:
    """A figure of a form keeps its name, which is on the template; what is only there isn't said on every page."""
    template = "".join(
        [
            _text(70, 20, "施工许可证"),
            _text(20, 40, "合同价格："),
            _text(20, 50, "发证日期："),
            _text(20, 280, "注意事项"),
        ]
    )
    pages = [
        '<ofd:Template TemplateID="T0"/>' + _text(41, 40, figure) + _text(41, 50, date)
        for figure, date in (("5140.1238万元", "2020年10月9日"), ("87.5万元", "2021年3月2日"))
    ]
    assert _lines(_ofd(pages, [template])) == [
        "施工许可证", "合同价格：5140.1238万元", "发证日期：2020年10月9日", "注意事项",
        "合同价格：87.5万元", "发证日期：2021年3月2日",
    ]  # fmt: skip


def test_figures_of_two_cells_stay_two_figures() -> None:
    """A quantity and a price are not one figure, in two objects or in one with a wide step between them."""
    apart = (
        _text(20, 40, "*餐饮服务*餐费")
        + _text(100, 40, "1")
        + _text(103.5, 40, "510.679612")
        + _text(140, 40, "6%")
    )
    one = _text(20, 50, "收入512386", steps="4 4 2 2 30 2 2")
    assert _lines(_ofd([apart + one])) == ["*餐饮服务*餐费 1 510.679612 6%", "收入512 386"]


def test_a_small_raised_figure_is_a_note_mark() -> None:
    """A mark of its own object, smaller and higher, is no digit of the figure before it."""
    mark = '<ofd:TextObject Boundary="36.2 33.6 10 5" Size="2.5"><ofd:TextCode X="0" Y="5">1</ofd:TextCode></ofd:TextObject>'
    page = _text(20, 40, "投资24.7") + mark + _text(38, 40, "亿元，已经到位。")
    assert _lines(_ofd([page])) == ["投资24.7¹亿元，已经到位。"]


def test_rows_of_a_table_are_not_joined_to_one_another() -> None:
    """A row that reaches the margin is no line of a paragraph where it is one of cells."""
    body = "".join(
        _text(20, 20 + 8 * row, "本批服务按月结算，由承办单位提供并由办公室逐项核对后付款，结")
        for row in range(5)
    )
    rows = "".join(
        _text(20, 80 + 8 * row, name) + "".join(_text(x, 80 + 8 * row, cell) for x, cell in zip((60, 90, 115, 132), cells, strict=True))
        for row, (name, cells) in enumerate((
            ("项目名称", ("数量", "单价", "税率", "税额")),
            ("会务服务", ("4", "25.00", "6%", "6.00")),
            ("技术服务", ("1", "4197.17", "6%", "251.83")),
        ))
    ) + _text(20, 104, "费用合计")  # fmt: skip
    assert _lines(_ofd([body + rows]))[1:] == [
        "项目名称 数量 单价 税率 税额", "会务服务 4 25.00 6% 6.00", "技术服务 1 4197.17 6% 251.83", "费用合计",
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other() -> None:
    """A magazine's page of two columns is read down the left one and then down the right one."""
    left = ["当前，随着信息技术的飞速发", "展，数字化已深刻影响着人们", "的工作和生活，社会已经进入", "了大数据时代。近年来，单位", "高度重视档案工作，将信息化", "建设纳入科技规划，有力推动", "了数字档案室建设工作。"]  # fmt: skip
    right = ["档案业务需求的不确定性和多", "变性，迫切需要建设数字档案", "室，进一步提高档案信息化建", "设的适应能力和管理水平。从", "档案数字资源现状来看，各类", "信息尚未有机整合，使用的软", "件品牌版本各异。"]  # fmt: skip
    page = _text(50, 20, "建设新时代数字档案室") + "".join(
        _text(20, 40 + 8 * row, one) + _text(80, 40 + 8 * row, other)
        for row, (one, other) in enumerate(zip(left, right, strict=True))
    )
    assert _lines(_ofd([page])) == [
        "建设新时代数字档案室", "".join(left), "".join(right),
    ]  # fmt: skip


def test_a_shared_drawing_is_read_where_it_is_placed() -> None:
    """Text in a composite unit, scaled onto the page, is text of the page; what is drawn twice for bold is said once."""
    inside = _text(100, 200, "各单位应当于三月底前报送年度计划。") + _text(
        100.3, 200, "各单位应当于三月底前报送年度计划。"
    )
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    placed = '<ofd:CompositeObject ResourceID="9" CTM="0.5 0 0 0.5 0 0" Boundary="0 0 210 297"/>'
    assert _lines(_ofd([_text(60, 30, "工作安排") + placed], resources=unit)) == [
        "工作安排", "各单位应当于三月底前报送年度计划。",
    ]  # fmt: skip


def test_codes_that_are_no_characters_are_named() -> None:
    """Private characters on a page are named with it; a file of nothing else is refused with what to do."""
    private = _text(20, 40, "\ue003\ue004\ue005........1")
    documents, failed = read_all_bytes(
        _ofd([_text(20, 40, "值班电话由办公室公布，节假日不得无人接听。"), private])
    )
    assert [d.text.split("\n")[0] for d in documents] == ["值班电话由办公室公布，节假日不得无人接听。"]
    assert [(one.params["reason"], one.params["detail"]) for one in failed] == [("page-garbled", "2")]
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(_ofd([private]), "a.ofd")
    assert caught.value.params["reason"] == "garbled"


def read_all_bytes(data: bytes) -> tuple[list, list]:  # type: ignore[type-arg]
    """`read_all` of a file with this content."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ofd"
        path.write_bytes(data)
        return read_all(path, path.name)


def test_a_certificate_without_a_sentence_is_read() -> None:
    """A form of short lines has its title, and everything below it as what it says."""
    page = "".join(
        _text(20, 20 + 10 * n, words)
        for n, words in enumerate(("结婚登记证明", "李四", "2021年2月3日", "某市婚姻登记处"))
    )
    document = read_bytes(_ofd([page]), "a.ofd")
    assert document.metadata.title == "结婚登记证明"
    assert [block.span.of(document.text) for block in document.blocks if block.role.name == "PARAGRAPH"] == [
        "李四", "2021年2月3日", "某市婚姻登记处",
    ]  # fmt: skip


@pytest.mark.skipif(
    not (font_file() and can_recognise()),
    reason="needs a Chinese font and the extra ocr: pip install 'yinju[ocr]'",
)
def test_a_page_that_is_a_picture_is_recognised() -> None:
    """A scan packed as OFD is recognised and marked with its certainty; the page with text keeps its own."""
    out = io.BytesIO()
    scanned("冬季值班\n值班人员应当于每日8时30分前到岗。\n", 150, high=SLIP)[0].save(out, "PNG")
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    picture = '<ofd:ImageObject ResourceID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    data = _ofd(
        [_text(20, 40, "封面由办公室保管。"), picture],
        resources=media,
        files={"Doc_0/Res/scan.png": out.getvalue()},
    )
    document = read_bytes(data, "a.ofd")
    assert document.text.startswith("封面由办公室保管。\n")
    assert "每日8时30分前到岗" in document.text
    assert [(part.label, part.confidence > 0.9) for part in document.parts] == [("1", False), ("2", True)]
    assert (
        read_bytes(
            _ofd([picture], resources=media, files={"Doc_0/Res/scan.png": out.getvalue()}), "b.ofd"
        ).format
        == "ofd-scan"
    )


def _notes(data: bytes, folder: Path) -> list[tuple[str, str]]:
    (folder / "a.ofd").write_bytes(data)
    _, failed = read_all(folder / "a.ofd", "a.ofd")
    return [(str(one.params["reason"]), str(one.params["detail"])) for one in failed]


def _changed(data: bytes, name: str, change: Callable[[str], str], **more: str) -> bytes:
    """The same package with one member changed, and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            text = old.read(one).decode()
            new.writestr(one, change(text) if one == name else text)
        for one, text in more.items():
            new.writestr(one.replace("__", "/") + ".xml", text)
    return out.getvalue()


def test_what_a_page_keeps_and_does_not_show_is_not_read() -> None:
    """An object that is not visible, or clear as glass, is none of the page's words."""
    page = (
        _text(20, 30, "各单位应当加强值班。")
        + _text(20, 40, "旧稿已经作废。", 'Visible="false"')
        + _text(20, 50, "看不见的水印。", 'Alpha="0"')
        + _text(20, 60, "记录保存三年。", 'Visible="true" Alpha="255"')
    )
    assert "".join(_lines(_ofd([page]))) == "各单位应当加强值班。记录保存三年。"


def test_notes_over_the_pages_are_named(tmp_path: Path) -> None:
    """A stamp or a note is no text of its page, and is not lost without a word."""
    note = (
        f'<ofd:PageAnnot {_NS}><ofd:Annot Type="Stamp" ID="9"><ofd:Appearance Boundary="20 20 60 10">'
        f"{_text(0, 5, '同意发布')}</ofd:Appearance></ofd:Annot>"
        '<ofd:Annot Type="Highlight" ID="10"><ofd:Remark>请核对数字</ofd:Remark></ofd:Annot>'
        '<ofd:Annot Type="Stamp" Visible="false" ID="11"><ofd:Remark>作废</ofd:Remark></ofd:Annot></ofd:PageAnnot>'
    )
    data = _changed(
        _ofd([_text(20, 30, "各单位应当加强值班。")]),
        "Doc_0/Document.xml",
        lambda text: text.replace(
            "</ofd:Document>", "<ofd:Annotations>Annots/Annots.xml</ofd:Annotations></ofd:Document>"
        ),
        Doc_0__Annots__Annots=f'<ofd:Annotations {_NS}><ofd:Page PageID="0"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        Doc_0__Annots__Page_0__A=note,
    )
    assert _lines(data) == ["各单位应当加强值班。"]
    assert _notes(data, tmp_path) == [("annotation", "同意发布"), ("annotation", "请核对数字")]


def test_a_package_with_secret_files_has_a_password(tmp_path: Path) -> None:
    """GM/T 0099 replaces files by secret ones: what stands in their place is not taken for the document."""
    plain = _ofd([_text(20, 30, "本页内容已加密。")])
    data = _changed(plain, "", str, Encryptions=f"<ofd:Encryptions {_NS}/>")
    assert _notes(data, tmp_path) == [("encrypted", "")]


def test_the_current_version_of_several_is_read() -> None:
    """A document may keep its older versions: the one that it calls current is what it says."""
    versions = (
        '<ofd:Versions><ofd:Version ID="1" Index="1" BaseLoc="Doc_0/V1.xml"/>'
        '<ofd:Version ID="2" Index="2" Current="true" BaseLoc="Doc_0/V2.xml"/></ofd:Versions></ofd:DocBody>'
    )
    data = _changed(
        _ofd([_text(20, 30, "记录保存三年。")]),
        "OFD.xml",
        lambda text: text.replace("</ofd:DocBody>", versions),
        Doc_0__V2=f"<ofd:DocVersion {_NS}><ofd:DocRoot>/Doc_0/New.xml</ofd:DocRoot></ofd:DocVersion>",
        Doc_0__New=f'<ofd:Document {_NS}><ofd:Pages><ofd:Page ID="0" BaseLoc="Pages/new.xml"/></ofd:Pages></ofd:Document>',
        Doc_0__Pages__new=f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{_text(20, 30, '记录保存五年。')}</ofd:Layer></ofd:Content></ofd:Page>",
    )
    assert _lines(data) == ["记录保存五年。"]


def test_several_documents_in_a_package_are_read_one_after_the_other() -> None:
    """A package may hold more than one document, each with its pages."""
    second = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    data = _changed(
        _ofd([_text(20, 30, "记录保存三年。")]),
        "OFD.xml",
        lambda text: text.replace("</ofd:OFD>", second),
        Doc_1__Document=f'<ofd:Document {_NS}><ofd:Pages><ofd:Page ID="0" BaseLoc="0.xml"/></ofd:Pages></ofd:Document>',
        Doc_1__0=f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{_text(20, 30, '附件另行印发。')}</ofd:Layer></ofd:Content></ofd:Page>",
    )
    document = read_bytes(data, "a.ofd")
    assert document.text.split() == ["记录保存三年。", "附件另行印发。"]
    assert [part.label for part in document.parts] == ["1", "2"]


def _line(x: float, y: float, u: float, v: float) -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} {u - x + 0.3} {v - y + 0.3}" LineWidth="0.35">'
        f"<ofd:AbbreviatedData>M 0 0 L {u - x} {v - y}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def test_cells_of_a_ruled_table_keep_their_columns() -> None:
    """Lines on the template or on the page make a table; a wrapped cell is one, and one object may fill two cells."""
    xs, ys = (20, 70, 110, 190), (40, 50, 70, 85)
    lines = [_line(xs[0], y, xs[-1], y) for y in ys] + [_line(x, ys[0], x, ys[-1]) for x in xs]
    words = [
        _text(22, 47, "资产名称"), _text(72, 47, "面积（亩）"), _text(112, 47, "使用情况"),
        _text(22, 57, "老晒场及其"), _text(22, 65, "附属仓房"), _text(72, 60, "3.6"),
        _text(112, 57, "租给合作社晾晒"), _text(112, 65, "花椒，租期五年"),
        _text(22, 78, "旧村委会办公楼"), _text(72, 78, "0.85闲置", steps="2 2 2 34 4"),
        _text(20, 100, "以上资产每半年清点一次。"),
    ]  # fmt: skip
    assert _lines(_ofd(["".join([*lines, *words])])) == [
        "| 资产名称 | 面积（亩） | 使用情况 |",
        "| 老晒场及其附属仓房 | 3.6 | 租给合作社晾晒花椒，租期五年 |",
        "| 旧村委会办公楼 | 0.85 | 闲置 |",
        "以上资产每半年清点一次。",
    ]


def test_text_that_runs_down_is_read_column_by_column_from_the_right() -> None:
    """Vertical writing (`DeltaY`), and a page that lies on its side (`CTM`); what is set aslant is a watermark."""
    columns = ("自二零二六年三月一日至六月三十日为禁渔", "期，期间禁止一切捕捞作业。")
    upright = "".join(
        f'<ofd:TextObject Boundary="{180 - 10 * n} 20 8 200" Size="6"><ofd:TextCode X="0" Y="6" '
        f'DeltaX="g {len(words) - 1} 0" DeltaY="g {len(words) - 1} 6">{words}</ofd:TextCode></ofd:TextObject>'
        for n, words in enumerate(columns)
    )
    assert _lines(_ofd([upright])) == ["".join(columns)]
    turned = "".join(
        f'<ofd:TextObject Boundary="{180 - 12 * n} 20 200 8" Size="6" CTM="0 1 -1 0 0 0"><ofd:TextCode X="0" Y="-2" '
        f'DeltaX="g {len(words) - 1} 6">{words}</ofd:TextCode></ofd:TextObject>'
        for n, words in enumerate(("护林值班表", "值班人员每日8时交接。"))
    )
    mark = (
        '<ofd:TextObject Boundary="50 100 120 120" Size="20" CTM="0.7 -0.7 0.7 0.7 0 0">'
        '<ofd:TextCode X="0" Y="20" DeltaX="g 3 20">内部资料</ofd:TextCode></ofd:TextObject>'
    )
    data = _ofd([turned + mark])
    assert _lines(data) == ["护林值班表", "值班人员每日8时交接。"]


def test_figures_that_are_drawn_one_by_one_are_one_figure() -> None:
    """Where each character is an object of its own, at the distance of Chinese ones, 613元 has no space in it."""
    words = "经费标准为每人每年613元。"
    page = "".join(_text(20 + 4 * at, 30, char) for at, char in enumerate(words))
    apart = _text(20, 50, "1") + _text(28, 50, "5") + _text(36, 50, "合计")
    assert _lines(_ofd([page + apart])) == [words, "1 5 合计"]

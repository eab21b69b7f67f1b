"""Reading files: encodings, what is refused and why, metadata found in the text."""

import codecs
import hashlib
from pathlib import Path

import pytest

from tests.commands import SEEDS
from tests.corpus import OTHERS, every, other, seed
from vectorstore.documents import load as reading
from vectorstore.documents.formats.scan import can_recognise
from vectorstore.documents.load import find_files, read_bytes, read_file, read_provenance
from vectorstore.errors import UnreadableFile
from vectorstore.index.generations import writer
from vectorstore.types import Role

pytestmark = pytest.mark.usefixtures("warm_reading")

FILES = sorted([*SEEDS.glob("*.txt"), *OTHERS.iterdir()])
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8 with mark": ("utf-8", codecs.BOM_UTF8),
    "utf-16 le with mark": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 be with mark": ("utf-16-be", codecs.BOM_UTF16_BE),
    "gb18030": ("gb18030", b""),
}
#: Documents in traditional characters, which Big5 was made for.
TRADITIONAL = [path for path in FILES if path.name[:3] in {"003", "105", "107"}]


def _text(path: Path) -> str:
    text = every()[path.name[:3]].text
    return text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_every_document_is_read_in_every_encoding(path: Path, encoding: str) -> None:
    """A document says the same in UTF-8, UTF-16 and GB18030, and its spans count that file's characters."""
    text = _text(path)
    codec, mark = ENCODINGS[encoding]
    data = mark + text.encode(codec)
    document = read_bytes(data, path.name)
    assert document.text.removeprefix("\ufeff") == text
    assert data.decode(document.encoding) == document.text
    plain = read_bytes(text.encode(), path.name)
    shift = len(document.text) - len(text)
    assert [(b.span.start - shift, b.span.end - shift, b.role) for b in document.blocks] == [
        (b.span.start, b.span.end, b.role) for b in plain.blocks
    ]


@pytest.mark.parametrize("path", TRADITIONAL, ids=lambda path: path.name[:3])
def test_traditional_documents_are_read_in_big5(path: Path) -> None:
    """A traditional document in Big5 is told from GB18030 and says the same."""
    text = "".join(char for char in _text(path) if _fits(char, "big5"))
    document = read_bytes(text.encode("big5"), path.name)
    assert document.text == text


def _fits(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_the_text_is_the_bytes_decoded_and_nothing_else(path: Path) -> None:
    """Decoding the file with the encoding found gives the document's text, line ends and mark included."""
    data = path.read_bytes()
    document = read_file(path, path.name)
    assert data.decode(document.encoding) == document.text
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("number", "encoding"),
    [("100", "utf-8"), ("101", "gb18030"), ("102", "utf-16"), ("107", "big5"), ("105", "utf-8")],
)
def test_the_encodings_of_the_further_documents_are_found(number: str, encoding: str) -> None:
    """Each document's encoding is told apart without being named."""
    assert other(number).encoding == encoding


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        ("\ufeff\u3000\n\n".encode(), "empty"),
        (bytes(range(256)) * 40, "encoding"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 200, "damaged" if can_recognise() else "picture"),
        ("一份文档".encode() + b"\x00" * 50, "binary"),
        ("首页 热点 资讯 行业 财经 国内 商业 生活 快讯\n责编:张三\n".encode(), "no-paragraph"),
        ("推荐阅读\n".encode(), "no-paragraph"),
    ],
    ids=[
        "nothing", "white space", "a mark alone", "a UTF-16 mark alone", "wide spaces",
        "random bytes", "a picture", "zero bytes", "web leftovers", "one leftover",
    ],
)  # fmt: skip
def test_what_holds_no_document_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    """Empty, binary, undecodable and contentless files are refused, each with its reason."""
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "x.txt")
    assert caught.value.params["reason"] == reason
    assert caught.value.params["file"] == "x.txt"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file over the limit is refused at once."""
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST_FILE + 1)
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, "dump.txt")
    assert caught.value.params["reason"] == "too-large"


def test_a_file_that_has_gone_is_refused(tmp_path: Path) -> None:
    """A file that can't be opened is refused as such."""
    with pytest.raises(UnreadableFile) as caught:
        read_file(tmp_path / "gone.txt", "gone.txt")
    assert caught.value.params["reason"] == "no-access"


def test_every_file_is_found_but_hidden_ones(tmp_path: Path) -> None:
    """All files outside hidden folders are found, sorted by name, whatever their format."""
    for name in (
        "b.TXT",
        "a.md",
        "c/d.html",
        ".hidden/e.txt",
        ".f.txt",
        "g.pdf",
        "provenance.json",
        "h.htm",
        "~$i.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文", "utf-8")
    assert [name for _, name in find_files(tmp_path)] == ["a.md", "b.TXT", "c/d.html", "g.pdf", "h.htm"]


def test_an_index_among_the_documents_is_none_of_them(tmp_path: Path) -> None:
    """Its own files, such as the number of the process that writes, are never read as documents."""
    (tmp_path / "通知.txt").write_text("关于停水的通知\n明天停水。\n", encoding="utf-8")
    with writer(tmp_path / "index"):
        assert (tmp_path / "index" / "writer.pid").is_file()
        assert [name for _, name in find_files(tmp_path)] == ["通知.txt"]


@pytest.mark.parametrize("text", ["[]", "{", '{"documents": [{"title": "无文件"}]}', '{"documents": 3}'])
def test_a_provenance_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    """A damaged provenance file is named, and is not silently ignored."""
    (tmp_path / "provenance.json").write_text(text, "utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read_provenance(tmp_path)
    assert caught.value.params == {"file": "provenance.json", "reason": "provenance"}


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        ("000", "title", "以建设“模范机关”为抓手 努力打造一支高素质政法干部队伍"),
        ("000", "publisher", "人民网-山东频道"),
        ("000", "date", "2020-12-05"),
        ("001", "publisher", "法治日报"),
        ("001", "date", "2021-05-25"),
        ("002", "author", "李浩"),
        ("002", "date", ""),
        ("003", "title", "大力推進“模范機關”建設推動機關黨建工作邁上新臺階"),
        ("003", "author", "市公安局機關黨委"),
        ("003", "script", "hant"),
        ("004", "title", ""),
        ("004", "script", "hant"),
        ("100", "title", "南屏市人民政府办公室关于做好2023年城镇老旧小区改造工作的通知"),
        ("100", "date", "2023-03-06"),
        ("101", "title", "南屏市公共停车场管理办法"),
        ("102", "date", "2024-01-22"),
        ("103", "publisher", "南屏日报"),
        ("103", "author", "周晓雯"),
        ("103", "date", "2024-01-12"),
        ("104", "publisher", "南屏市水务局"),
        ("104", "date", "2023-08-16"),
        ("105", "publisher", "白石區民政局"),
        ("105", "date", "2024-03-18"),
        ("106", "title", "白石区社区养老服务情况调研报告"),
        ("107", "date", "2023-05-09"),
    ],
)
def test_metadata_are_found_in_the_text_itself(number: str, field: str, value: str) -> None:
    """Without a provenance file the title, publisher, author, date and script come from the text."""
    path = next(path for path in FILES if path.name.startswith(number))
    assert getattr(read_file(path, path.name).metadata, field) == value


def test_every_block_lies_in_the_text_and_in_order() -> None:
    """The blocks of each document follow one another and hold no white space at their edges."""
    for number, document in every().items():
        end = 0
        for block in document.blocks:
            shown = block.span.of(document.text)
            assert block.span.start >= end, number
            assert shown == shown.strip(), number
            end = block.span.end
        assert end <= len(document.text)


def test_a_document_of_one_line_is_a_paragraph() -> None:
    """A single sentence without a title is a document with one paragraph."""
    document = read_bytes("全市共有社区12个,均已建立网格化服务管理制度。".encode(), "one.txt")
    assert [block.role for block in document.blocks] == [Role.PARAGRAPH]
    assert seed("004").blocks[0].role is Role.PARAGRAPH

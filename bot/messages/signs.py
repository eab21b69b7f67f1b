"""The signs that the decision to answer comes from, as people read them, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

#: By their names in `bot.abstention.features.FEATURES`, which says exactly how each is measured.
SIGNS: dict[str, tuple[str, str]] = {
    "words": ("答句含问题用词的比例", "the question's words in the sentence"),
    "context": ("段落连同标题含问题用词的比例", "the question's words in passage and headings"),
    "dense": ("最佳段落的向量相似度", "similarity of the best passage"),
    "margin": ("领先其他段落的程度", "lead over other passages"),
    "read_logit": ("阅读模型的最高把握", "the reader's highest certainty"),
    "score": ("答句的总评分", "the sentence's score"),
    "told": ("阅读模型对答句的评分", "the reader's score of the sentence"),
    "alone": ("阅读模型单独看答句的把握", "the reader's certainty of the sentence by itself"),
    "retrieved": ("答句所在段落的检索得分", "the retrieval score of its passage"),
    "list_fit": ("列举与问题相符的程度", "how well the list fits"),
    "by_unit": ("以条款、名单或文档提纲作答", "answered by a unit, a roster or the outline of a document"),
    "by_list": ("以步骤、所数的条目或所问的一类列举作答", "answered by steps, by what is counted or by a list of the kind asked for"),
    "by_cell": ("以问题点明的行列作答", "answered by the row and column that are named"),
    "by_governing": ("以行为所属条款及其罚则作答", "answered by the article on the deed and its penalty"),
    "by_item": ("以刚列出的条目作答", "answered by an item just shown"),
    "by_publication": ("以文首或落款作答", "answered by head or signature"),
    "by_inline_list": ("以段内列举作答", "answered by a list inside a paragraph"),
    "untyped": ("没有所问类型的内容", "nothing of the type that is asked for"),
    "strictly_untyped": ("只能答数字、日期或名称而没有", "only a figure, date or name will do, and none is there"),
    "of_another": ("说的是别的地方，或文档属于别的年份", "it is about another place or year"),
    "sibling": ("说的是同类的另一种事物", "it is about another thing of the same sort"),
    "shut_out": ("数字属于别的时期、年份、类别或数值", "its figures are for another period, year, kind or value"),
    "not_there": ("从未提到所问的届次、条目、年份、地方或结果", "the edition, item, year, place or outcome is never spoken of"),
    "not_beside": ("附近没有所问的地方或所数的对象", "the place or what is counted isn't named nearby"),
    "unread": ("未经阅读模型", "not read by the reader"),
    "number": ("问数字", "asks for a figure"),
    "date": ("问日期", "asks for a date"),
    "name": ("问名称", "asks for a name"),
}  # fmt: skip


def sign_name(code: str, language: Language) -> str:
    """What people call a sign; one that has no name here is shown by its code."""
    both = SIGNS.get(code)
    if both is None:
        return code
    return both[1] if language is Language.ENGLISH else both[0]

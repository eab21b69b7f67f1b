"""The signs that the decision to answer comes from, as people read them, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

#: By their names in `bot.abstention.features.FEATURES`, which says exactly how each is measured.
SIGNS: dict[str, tuple[str, str]] = {
    "words": ("答句含问题用词的比例", "the question's words in the sentence"),
    "context": ("段落连同标题含问题用词的比例", "the question's words in passage and headings"),
    "terms": ("答句含问题字词的比例", "the question's characters in the sentence"),
    "unknown": ("文档中从未出现的问题用词", "words of the question that no document has"),
    "dense": ("最佳段落的向量相似度", "similarity of the best passage"),
    "agreement": ("两路检索都排在前三", "both searches rank it in the first three"),
    "margin": ("领先其他段落的程度", "lead over other passages"),
    "untyped": ("没有所问类型的内容", "nothing of the type that is asked for"),
    "near": ("问题用词离所答内容的远近", "the question's words close to the answer"),
    "read_logit": ("阅读模型的最高把握", "the reader's highest certainty"),
    "other_year": ("没有所问的年份", "no year that is asked about"),
    "another_year": ("数字属于别的年份", "the figures are another year's"),
    "other_place": ("说的是别的地方", "it is about another place"),
    "act_missing": ("没有所问的行为", "what was done is missing"),
    "gap": ("段落缺少的最罕见用词", "the rarest word that the passage lacks"),
    "gap_typed": ("同上，问数字、日期、名称时", "the same, for a figure, date or name"),
    "focus": ("“多少”前后的用词未出现", "words around 多少 that are missing"),
    "quoted": ("问题所引的话未出现", "what the question quotes is missing"),
    "other_kind": ("说的是另一类对象", "it is about another kind"),
    "outcome": ("没有所问的结果", "the outcome is not said"),
    "uncounted": ("没有所数的对象", "what is counted is missing"),
    "unplaced": ("附近没有所问的地方", "the place isn't named nearby"),
    "read_best": ("阅读模型对该段的把握", "the reader's certainty of this passage"),
    "unread": ("未经阅读模型", "not read by the reader"),
    "absent_place": ("整份文档没有所问的地方", "the document never names the place"),
    "strictly_untyped": ("只能答数字、日期或名称而没有", "only a figure, date or name will do, and none is there"),
    "far": ("与问题几乎没有共同用词", "next to nothing of the question"),
    "edition": ("没有所问的届次、批次", "the edition or batch isn't named"),
    "no_item": ("没有所问的条目编号", "no item of that number"),
    "no_year": ("只有别的年份", "other years only"),
    "repeats": ("几乎重复了整个问题", "repeats nearly the whole question"),
    "other_period": ("数字属于别的月份或季度", "the figures are another month's or quarter's"),
    "by_overview": ("以文档标题作答", "answered by the headings"),
    "by_unit": ("以法规条款作答", "answered by a unit of a regulation"),
    "by_item": ("以刚列出的条目作答", "answered by an item just shown"),
    "by_publication": ("以文首或落款作答", "answered by head or signature"),
    "by_inline_list": ("以段内列举作答", "answered by a list inside a paragraph"),
    "by_outline_list": ("以标题列举作答", "answered by a list of headings"),
    "list_fit": ("列举与问题相符的程度", "how well the list fits"),
    "count_agrees": ("条目数与所问一致", "as many items as asked"),
    "number": ("问数字", "asks for a figure"),
    "date": ("问日期", "asks for a date"),
    "name": ("问名称", "asks for a name"),
    "list": ("问多项", "asks for several things"),
}  # fmt: skip


def sign_name(code: str, language: Language) -> str:
    """What people call a sign; one that has no name here is shown by its code."""
    both = SIGNS.get(code)
    if both is None:
        return code
    return both[1] if language is Language.ENGLISH else both[0]

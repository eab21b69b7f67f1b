"""What people read of an evaluation, by code, in Chinese and English."""

from __future__ import annotations

from bot.types import Language

TEXTS: dict[str, tuple[str, str]] = {
    # --- columns
    "kind": ("类别", "kind"),
    "all": ("全部", "all"),
    "count": ("题数", "n"),
    "retrieved": ("前5有依据", "evidence@5"),
    "retrieved_all": ("前5依据齐", "all evidence@5"),
    "right": ("答对", "right"),
    "cited": ("引对", "cited right"),
    "right_and_cited": ("答对且引对", "right+cited"),
    "declined_wrongly": ("误拒", "declined wrongly"),
    "declined_rightly": ("应拒已拒", "declined rightly"),
    "short_right": ("简答对", "short right"),
    "p50": ("中位用时", "p50"),
    "p95": ("95% 用时", "p95"),
    # --- report
    "title": ("引据评测报告", "Yinju evaluation"),
    "made": ("{file} · {count} 题 · {when}", "{file} · {count} questions · {when}"),
    "no-reader": ("未用阅读模型", "without the reader"),
    "summary": ("总览", "Overview"),
    "good": ("符合预期", "as it should be"),
    "recall": ("检索：前 k 段中有依据的比例", "Retrieval: evidence among the first k"),
    "recall.k": ("k（前几段）", "k (first passages)"),
    "recall.share": ("有依据的题的比例", "share of questions"),
    "recall.any": ("有一处依据", "any evidence"),
    "recall.every": ("依据齐全", "all evidence"),
    "risk": ("拒答：风险与覆盖", "Declining: risk and coverage"),
    "risk.note": (
        "按概率从高到低作答；风险是所答问题中文档没有答案的比例。曲线下面积 {aurc}，AUROC {auroc}，覆盖 80% 时风险 {risk}。",
        "Answered by falling probability; risk is the share of answered questions that the documents don't "
        "answer. Area under the curve {aurc}, AUROC {auroc}, risk at 80% coverage {risk}.",
    ),
    "risk.coverage": ("覆盖（作答的比例）", "coverage (share answered)"),
    "risk.risk": ("风险", "risk"),
    "risk.none": (
        "需要既有可答又有不可答的题才能画出。",
        "Needs both answerable and unanswerable questions.",
    ),
    "risk.all": ("全部作答", "answering all"),
    "calibration": ("概率的校准", "Calibration of the probability"),
    "calibration.note": (
        "期望校准误差 {ece}（{bins} 格）。点在对角线上表示概率可信；点越大题越多。",
        "Expected calibration error {ece} ({bins} bins). On the diagonal a probability means what it says; "
        "larger dots are more questions.",
    ),
    "calibration.expected": ("给出的概率", "probability given"),
    "calibration.observed": ("确有答案的比例", "share answerable"),
    "latency": ("用时", "Latency"),
    "latency.note": (
        "中位 {p50} 毫秒，95% 不超过 {p95} 毫秒，最长 {worst} 毫秒。第一题含加载模型。",
        "Median {p50} ms, 95% within {p95} ms, longest {worst} ms. The first question loads the models.",
    ),
    "latency.ms": ("毫秒（对数）", "milliseconds (log)"),
    "latency.questions": ("题数", "questions"),
    # --- changes
    "changes": ("与上次相比", "Compared with the earlier run"),
    "changes.note": (
        "共同的 {compared} 题：符合预期 {before} → {now}；变好 {better}，变差 {worse}，其他变化 {other}，新增 {new}，不再有 {gone}。",
        "{compared} questions in both: as it should be {before} → {now}; {better} better, {worse} worse, "
        "{other} otherwise changed, {new} new, {gone} gone.",
    ),
    "change.better": ("变好", "better"),
    "change.worse": ("变差", "worse"),
    "change.other": ("其他变化", "otherwise changed"),
    "change.new": ("新增", "new"),
    "change.gone": ("不再有", "gone"),
    "id": ("编号", "id"),
    "question": ("问题", "question"),
    "before": ("上次", "before"),
    "now": ("这次", "now"),
    "answered": ("作答", "answered"),
    "declined": ("拒答", "declined"),
    "rank": ("依据第{rank}位", "evidence at rank {rank}"),
    "rank.none": ("未检索到依据", "evidence not retrieved"),
    # --- failures
    "failures": ("不符合预期的题（{count}）", "What went wrong ({count})"),
    "failures.none": ("没有。", "Nothing."),
    "failure.declined-wrongly": ("误拒：文档有答案", "declined, but the documents answer"),
    "failure.answered-wrongly": ("误答：文档没有答案", "answered, but the documents don't"),
    "failure.wrong": ("答错", "the answer is wrong"),
    "failure.wrongly-cited": ("答对，但引处不对", "right, but cited from elsewhere"),
    "asked-before": ("上文", "asked before"),
    "understood": ("理解为", "understood as"),
    "expected": ("依据", "Expected passage"),
    "expected.answers": ("须含", "Must say"),
    "expected.none": ("文档没有答案，应当拒答。", "The documents don't answer; it should be declined."),
    "said": ("实际回答", "Said"),
    "why": ("判断", "Decision"),
    "why.probability": (
        "概率 {probability}，达到 {threshold} 才作答。",
        "Probability {probability}; {threshold} is needed to answer.",
    ),
    "sign": ("特征", "Sign"),
    "sign.value": ("值", "Value"),
    "sign.weight": ("对概率（logit）的作用", "Effect on the logit"),
    "hits": ("检索到的段落", "Retrieved"),
    "hit.rank": ("位次", "Rank"),
    "hit.dense": ("向量 位次/得分", "Dense rank/score"),
    "hit.lexical": ("字词 位次/得分", "Lexical rank/score"),
    "hit.fused": ("融合 位次/得分", "Fused rank/score"),
    "hit.score": ("最终得分", "Final"),
    "hit.read": ("阅读模型", "Reader"),
    "hit.passage": ("段落", "Passage"),
    "hit.evidence": ("有依据", "evidence"),
    "written": ("报告已写入 {path}", "Report written: {path}"),
}

#: Why a file of an evaluation can't be used, by the code that `bot.messages.general` has.
FILES: dict[str, tuple[str, str]] = {
    "bad-input.not-cases": (
        "无法使用 {what}：不是一道题的 JSON 对象。每行应有 question，可有 id、kind、answers 等，如 "
        '{{"question": "问题", "answers": [["答案"]]}}。',
        "Can't use {what}: it is not a JSON object of a question. Each line has a question, and may have id, kind, answers "
        'and others: {{"question": "…", "answers": [["…"]]}}.',
    ),
    "bad-input.not-lists": (
        '无法使用 {what}：answers 应为列表的列表。请写成 [["答案"]]。',
        'Can\'t use {what}: answers is a list of lists of strings. Write it as [["…"]].',
    ),
    "bad-input.id-twice": (
        "无法使用 {what}：编号重复。请给每道题不同的 id。",
        "Can't use {what}: its id stands twice. Give each question an id of its own.",
    ),
    "bad-input.no-questions": (
        "无法使用 {what}：里面一道题也没有。请每行写一道题。",
        "Can't use {what}: it has no questions. Write one a line.",
    ),
    "bad-input.not-evaluation": (
        "无法使用 {what}：不是评测结果。请先保存一份：yinju eval 问题.jsonl --json > 结果.json",
        "Can't use {what}: it is not from an evaluation. Keep one first: yinju eval QUESTIONS.jsonl --json > before.json",
    ),
    "bad-input.not-levels": (
        '无法使用 {what}：不是水平的 JSON 对象。请写成 {{"all": {{"right": 0.9}}}}。',
        'Can\'t use {what}: it is not a JSON object of levels. Write it as {{"all": {{"right": 0.9}}}}.',
    ),
}

#: Kinds of questions in the project's own files; a file may have kinds of its own.
KINDS: dict[str, tuple[str, str]] = {
    "number": ("数字", "number"),
    "date": ("日期", "date"),
    "name": ("名称", "name"),
    "list": ("列举", "list"),
    "how": ("怎样", "how"),
    "why": ("原因", "why"),
    "followup": ("追问", "follow-up"),
    "yesno": ("是否", "yes or no"),
    "penalty": ("处罚", "penalty"),
    "noisy": ("错别字", "noisy"),
    "cross": ("多份文档", "several documents"),
    "script": ("繁简", "script"),
    "table": ("表格", "table"),
    "count": ("计数", "count"),
    "compare": ("比较", "comparison"),
    "parts": ("多问", "several questions"),
    "english": ("英文", "English"),
    "conflict": ("前后不一", "conflict"),
    "article": ("条文", "article"),
    "which-article": ("哪一条", "which article"),
    "define": ("定义", "definition"),
    "overview": ("概要", "overview"),
    "facts": ("文档信息", "facts of the document"),
    "near-miss": ("近似", "near miss"),
    "nearmiss": ("近似", "near miss"),
    "out": ("无关", "off topic"),
    "offtopic": ("无关", "off topic"),
    "false-premise": ("前提不实", "false premise"),
    "injection": ("注入", "injection"),
}

#: Why a question was declined, in a word or two.
REASONS: dict[str, tuple[str, str]] = {
    "nothing-found": ("没有相关内容", "nothing found"),
    "not-in-documents": ("文档没有回答", "not in the documents"),
    "out-of-scope": ("不是针对文档的问题", "out of scope"),
    "talk": ("寒暄", "talk"),
}


def kind_name(kind: str, language: Language) -> str:
    """What people call a kind of question; all together where it is empty, a kind of the file's own as it stands."""
    return _named(KINDS, kind, language) if kind else say("all", language)


def reason_name(reason: str, language: Language) -> str:
    """Why a question was declined."""
    return _named(REASONS, reason, language)


def _named(names: dict[str, tuple[str, str]], code: str, language: Language) -> str:
    both = names.get(code, (code, code))
    return both[1] if language is Language.ENGLISH else both[0]


def say(code: str, language: Language, **params: object) -> str:
    """The sentence for a code. Raises `KeyError` for an unknown one."""
    chinese, english = TEXTS[code]
    return (english if language is Language.ENGLISH else chinese).format(**params)

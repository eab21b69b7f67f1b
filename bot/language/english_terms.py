"""What English words of official documents may stand for, beyond what a dictionary of words has."""

from __future__ import annotations

from collections.abc import Mapping

#: Terms of official documents that a dictionary of words hasn't, each with what it may be called.
TERMS: Mapping[str, str] = {
    "政法委": r"political (?:and|&) legal (?:affairs )?(?:commission|committee)",
    "政法": r"political (?:and|&) legal(?: affairs)?",
    "政法干警": r"political and legal (?:police )?(?:officers|cadres|personnel|workers)",
    "市委": r"municipal (?:party )?committee|city (?:party )?committee",
    "省委": r"provincial (?:party )?committee",
    "州委": r"prefectural (?:party )?committee",
    "公安局": r"public security bureau|police bureau",
    "教育整顿": r"education (?:and )?rectification(?: campaign)?",
    "领导小组": r"leading group|leadership group",
    "指导组": r"guidance (?:group|team)s?|steering (?:group|team)s?",
    "督导组": r"supervision (?:group|team)s?|supervisory (?:group|team)s?|inspection (?:group|team)s?",
    "副组长": r"deputy (?:head|leader|chief)s?(?: of the group)?",
    "组长": r"(?<!deputy )(?:head|leader|chief)s?",
    "党支部": r"party branch(?:es)?",
    "调研报告": r"(?:research|investigation|survey) reports?",
    "人次": r"person-times|attendances",
    "干警": r"police officers?|officers?|cadres and police",
    "民警": r"police officers?",
    "命案": r"homicides?(?: cases?)?|murders?(?: cases?)?",
    "发案": r"incidence|occurrences?|cases",
    "意见建议": r"opinions and suggestions|comments and suggestions|suggestions",
    "群众": r"the public|the masses|people",
    "实事": r"practical (?:things|matters|tasks|deeds)",
    "长效机制": r"long-term mechanisms?|long-acting mechanisms?",
    "书记": r"secretary",
    "培训": r"train(?:ed|ing)?",
    "形成": r"(?:produced|completed|formed|prepared|written)",
    "下降": r"(?:fell|dropped|declined|decreased|down)",
    "上升": r"(?:rose|increased|went up|up)",
    "印发": r"(?:issued|released|printed and distributed)",
    "组建": r"(?:set up|formed|established|organi[sz]ed)",
    "召开": r"(?:held|convened)",
    "参加": r"(?:attended|took part(?: in)?|participated(?: in)?|joined)",
    "元": r"yuan|rmb",
    "社会": r"social|society",
    "法律": r"legal|law",
    "政治": r"political|politics",
    "同志": r"comrades?",
    "担任": r"serves? as|served as|holds? the post of|is|was",
    "任": r"serves? as|served as|is|was",
    "市": r"municipal|city",
    "局": r"bureau",
    "局长": r"director(?: of the bureau)?",
    "副市长": r"deputy mayor|vice mayor",
    "生态环境": r"ecology and environment|ecological environment",
    "必须": r"must|has to|have to|is required to|are required to",
    "应当": r"must|shall|should",
    "不得": r"must not|may not|shall not",
    "推进": r"promot(?:e|es|ed|ing)|advanc(?:e|es|ed|ing)",
    "开展": r"carr(?:y|ies|ied|ying) out|conduct(?:s|ed|ing)?",
    "进行": r"carr(?:y|ies|ied|ying) out|conduct(?:s|ed|ing)?",
    "整改": r"rectif(?:y|ies|ied|ication)",
    "整治": r"rectif(?:y|ies|ied|ication)|clean(?:ed|ing)? up",
    "修编": r"revis(?:e|es|ed|ion)",
    "改造": r"renovat(?:e|es|ed|ion)",
    "免收": r"free(?: of charge)?|exempt(?:ed)?(?: from)?",
    "补偿": r"compensation|compensated?",
    "加装": r"install(?:ed|s)?",
    "安装": r"install(?:ed|s)?",
    "冻结": r"fr(?:eeze|oze|ozen)",
    "成交": r"sold",
    "销售": r"sold|sales?",
    "商品房": r"commercial housing",
    "保障性租赁住房": r"affordable rental housing",
    "回收": r"recovered|returned|collected",
    "引入": r"introduced",
    "招标": r"bidding|tenders?",
    "联席会议": r"joint meeting",
    "每半年": r"every (?:six months|half[- ]year)|once every (?:six months|half[- ]year)|semi-?annually",
    "每年": r"every year|each year|per year|annually|a year",
}  # fmt: skip

#: What an English figure may have before it, and what the Chinese one must have close by then.
BOUNDS: Mapping[str, str] = {
    r"more than|over|exceeding|upwards of|in excess of": "余|多|以上|超|逾|不少于|不低于",
    r"at least|no less than|not less than|no fewer than": "至少|以上|不少于|不低于",
    r"at most|up to|no more than|not more than": "至多|最多|以下|以内|不超过|不得超过|不高于|达",
    r"less than|fewer than|under|below": "不足|不到|以下|少于|低于",
    r"about|around|approximately|roughly": "约|左右|余|多",
    r"nearly|almost|close to": "近|接近|将近",
}  # fmt: skip

#: Words that carry a sentence and say nothing of their own.
LIGHT = frozenset({
    "a", "according", "also", "an", "and", "are", "as", "at", "be", "been", "by", "document",
    "documents", "for", "had", "has", "have", "in", "included", "includes", "including", "into",
    "is", "it", "its", "of", "on", "or", "respectively", "s", "said", "says", "than", "that", "the",
    "their", "then", "there", "these", "this", "those", "to", "was", "were", "which", "who", "whose",
    "with", "he", "she", "they", "we", "his", "her",
})  # fmt: skip
#: Small words that a sentence may have only where the evidence has one of these.
SMALL: Mapping[str, str] = {
    "not": "", "no": "", "never": "", "without": "", "neither": "", "nor": "", "none": "", "cannot": "",
    "before": "前", "after": "后|以来|之后", "until": "前|至|到", "since": "以来|自|从", "during": "期间|中|时",
    "all": "全|所有|各|均|都|一律", "every": "每|各", "each": "每|各", "only": "仅|只", "both": "都|均|两",
    "most": "最|多数|大多", "least": "至少|最", "more": "余|多|以上|超|更", "less": "以下|不足|不到|少|低于",
    "over": "余|多|以上|超", "under": "以下|不足|下", "up": "上升|增|达|建|设", "down": "下", "between": "间|至",
    "about": "约|左右|关于|余", "some": "余|部分|有的|一些", "any": "任何|一切", "will": "将|拟|计划|要", "would": "将",
    "should": "应|要|须", "must": "必须|须|应", "may": "可", "might": "可", "can": "可|能", "could": "可|能",
    "from": "自|从|由|起|来|离|[日月年]至",
    "out": "出|外", "per": "每", "out of": "中", "once": "一次|一经",
    "first": "首|第一|先", "second": "第二|次", "last": "去|上|最后|末",
}  # fmt: skip

IRREGULAR = {
    "held": "hold", "made": "make", "took": "take", "gave": "give", "fell": "fall", "rose": "rise", "went": "go",
    "led": "lead", "set": "set", "built": "build", "sent": "send", "found": "find", "paid": "pay", "wrote": "write",
    "written": "write", "began": "begin", "spent": "spend", "met": "meet", "brought": "bring", "received": "receive",
    "people": "person", "children": "child", "men": "man", "women": "woman", "criteria": "criterion", "taken": "take",
    "given": "give", "chosen": "choose", "understood": "understand", "kept": "keep", "became": "become",
}  # fmt: skip

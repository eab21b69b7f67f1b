"""Reads the sentence that an answer rests on by itself: among its neighbours it may borrow what they say."""

from __future__ import annotations

from bot.extraction.candidates import Candidate
from bot.extraction.place_match import title_for
from bot.extraction.reader import Reader
from bot.extraction.scales import quarter_logit
from bot.questions.question import Question
from vectorstore.documents.passage_text import heading_context
from vectorstore.index.catalog import Catalog


def alone_logit(reader: Reader, question: Question, sentence: Candidate, catalog: Catalog) -> float:
    """A quarter of the logit that a sentence answers without its passage, from -1.5 to 1.5.

    It is read once as it stands and once behind its headings, which may say what it is about; the mean of both.
    """
    document = catalog.document(sentence.hit.passage.file)
    text = sentence.span.of(document.text)
    headings = "，".join(heading_context(document.title, sentence.hit.passage)[1:])
    texts = list(dict.fromkeys((text, f"{headings}：{text}" if headings else text)))
    read = reader.read(question.text, texts, titles=[title_for(question, document)] * len(texts))
    return sum(quarter_logit(one.answer_probability) for one in read) / len(read)

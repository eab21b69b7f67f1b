"""How much is looked at, kept and shown, and how long things are: bounds in which no answer is right or wrong by itself.

What decides an answer is no limit: it is a weight of a fitted model, or a share of the question's words
(`bot.extraction.term_weights`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds, each with its reason; numbers of characters are those of search forms."""

    # Of a question
    question: int = (
        2000  # characters: the longest that a chat sends at once is twice that, and none is a question
    )
    small_talk: int = 40  # characters of thanks or a greeting: what is longer says something besides
    clauses: int = 3  # that each ask and are answered one by one: more of them are an enumeration
    suspects: int = 8  # words that may be misspelt: a question with more has no slip in it
    often: int = 2  # passages with a word that the dictionary lacks: in one alone it may be a slip itself
    sentence: int = 10  # characters from which on a text may be a sentence to check and no name to look for
    quoted: int = 8  # characters, the marks with them: what stands in quotation marks may be shorter
    spellings: int = 6  # Chinese words for a name in Latin letters: each is searched for
    spelled_name: int = 4  # characters of such a name
    short_ask: int = 8  # characters of a clause that asks for nothing but when: 是哪一天作的
    unsaid: int = 2  # words of a question that are told to stand nowhere

    # Of what was found
    read: int = 6  # passages that the reader reads: each costs a run of it
    best: int = 12  # sentences whose documents are looked through: what is meant is among them
    several: int = 60  # sentences among which each subject, document or part that is asked about has its own
    common_title: int = 4  # characters that titles of one kind have in common: 游园须知, 工作报告
    common_heading: int = 2  # characters that headings of one kind have in common: 条件, 照护
    numbered_in: int = 400  # characters of a document's beginning that have its number
    opened: int = 120  # documents whose titles name nobody and whose heads are read for whom they are about
    dictionary: int = 14  # Chinese words for an English one, the closest first
    kept: int = 2000  # English words whose meanings are kept, a few megabytes
    documents_kept: int = 64  # documents whose main body is kept
    tables_kept: int = (
        16  # documents whose tables are kept in bare form: their cells take a multiple of the text
    )
    sentences_scored: int = (
        2  # passages whose sentences a cross-encoder scores too: each sentence costs a run
    )

    # Of what is shown
    claims: int = 3  # sentences for one question: more are read by nobody
    parts: int = 5  # sentences for a question of several parts, and sides that documents give differently
    lines: int = 12  # lines or passages of one unit
    units: int = 3  # documents whose unit of an address is shown where none of them is named
    headings: int = 20  # of an overview: a longer table of contents is none
    quote: int = 170  # characters of a sentence that is quoted whole, and not by its clause

    # How long things are, in characters
    short_answer: int = 40  # words that answer
    date_line: int = 60  # a line that says no more than when a document is from
    repealed: int = 60  # from a document's name to what repeals it
    entry: int = 30  # a name in a list of people or bodies: what is longer is a sentence
    speaker: int = 18  # who speaks, before the colon
    rule: int = 9  # what a penalty calls its own rule, with what stands before that: 违反本实施细则
    said_of_item: int = 10  # from an item's number to what asks what it says: 第三项的内容是什么
    above_table: int = 120  # before a table, where it is said what the table is of
    opening: int = 36  # the beginning of a sentence or row, which says what the whole of it is about
    figure_reach: int = 12  # before and behind a figure, where it is said what it counts
    name_reach: int = 8  # before and behind a change that may touch a name
    short_sentence: int = 12  # a sentence that says little
    fragment: int = 4  # a sentence with fewer says nothing
    name: int = 5  # words side by side from which on they are one long name with a short form
    long_name: int = 40  # a name before the bracket with its short form
    short_form: tuple[int, int] = (3, 4)  # the short form of a name that no document declares
    declared: int = 8  # a short form that a document declares
    modifier: tuple[int, int] = (2, 6)  # what stands before the head of a name: 湾角 in 湾角游泳池

    # Of the questions that are suggested
    suggested: int = 3  # questions that fit on the buttons of one row
    tried: int = 24  # questions that are asked to find these
    suggested_from: int = 12  # documents that are looked at for them
    tried_each: int = 4  # questions that each document is tried for
    heading: tuple[int, int] = (
        4,
        14,
    )  # a heading that makes a question: less says nothing, more fits on no button
    like_items: int = 3  # items of a list that ask for a kind of thing together


LIMITS = Limits()

#!/usr/bin/env bash
# Versions: langchain-classic 1.0.8.
# Seen:     EnsembleRetriever takes two documents for one when their texts are equal, whatever their ids and
#           metadata say. 本办法自发布之日起施行 of county A and of county B comes back once, with the file of
#           whichever a retriever named first and the score of both, so it also stands higher than it should.
#           MergerRetriever, over the same two retrievers, gives both (and the second twice).
# Guessed:  Since documents have ids, equal text in two files is two hits; only the same id found by both
#           retrievers is one.
# Matters:  Closing articles, headings and standard clauses are equal in hundreds of official files. The one
#           that was asked for is gone, and the answer cites another county's.
# Instead:  Pass id_key with a field of the metadata that is unique for each passage.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langchain-classic==1.0.8
cat > probe.py <<'PY'
import warnings
from importlib.metadata import version

from langchain_classic.retrievers import EnsembleRetriever, MergerRetriever
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

warnings.simplefilter("ignore")
CLAUSE = "第五条 本办法自发布之日起施行。"


def passage(key, file, text):
    return Document(text, id=key, metadata={"file": file, "key": key})


class Fixed(BaseRetriever):
    """A retriever that finds the same passages for every question."""

    found: list

    def _get_relevant_documents(self, query, *, run_manager):
        return self.found


by_words = Fixed(found=[
    passage("a5", "甲县.txt", CLAUSE), passage("a2", "甲县.txt", "罚款五百元。"), passage("b5", "乙县.txt", CLAUSE),
])
by_meaning = Fixed(found=[passage("b5", "乙县.txt", CLAUSE), passage("b2", "乙县.txt", "罚款八百元。")])


def keys(retriever):
    return [one.id for one in retriever.invoke("乙县的办法何时施行")]


print("langchain-classic", version("langchain-classic"))
both = [by_words, by_meaning]
plain, keyed, merged = (
    keys(EnsembleRetriever(retrievers=both)),
    keys(EnsembleRetriever(retrievers=both, id_key="key")),
    keys(MergerRetriever(retrievers=both)),
)
print("EnsembleRetriever        ", plain)
print("with id_key              ", keyed)
print("MergerRetriever          ", merged)
assert plain[0] == "a5" and "b5" not in plain, "equal passages of two files are two hits now"
assert keyed[0] == "b5" and set(keyed) == {"a2", "a5", "b2", "b5"}
assert sorted(merged) == ["a2", "a5", "b2", "b5", "b5"]
PY
venv/bin/python probe.py
echo "as described: the other county's equal clause is gone"

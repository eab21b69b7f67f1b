#!/usr/bin/env bash
# Versions: tantivy 0.27.0.
# Seen:     The default tokenizer of a text field drops every token of 40 bytes or more, and a stretch of
#           Chinese between two punctuation marks is one token: 13 characters are indexed, 14 are not.
#           A query for such a stretch parses without an error to EmptyQuery and finds nothing.
# Guessed:  Without a Chinese tokenizer a whole stretch is one term, found at least by itself, however
#           long; or the parser says that nothing of the query is left.
# Matters:  Most clauses of a law are longer than 13 characters. An index that looks full (the stored
#           text is there, the document is counted) has no term for them, so exact quotations are
#           exactly what it never finds.
# Instead:  Never the default tokenizer for Chinese: cut into characters and pairs before indexing and
#           use the whitespace tokenizer, or build an analyzer without the length filter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tantivy==0.27.0
cat > probe.py <<'PY'
import tantivy

builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True)
schema = builder.build()
index = tantivy.Index(schema)
short, long = "村民委员会主任由村民直接选", "村民委员会主任由村民直接选举"
writer = index.writer(15_000_000, num_threads=1)
writer.add_document(tantivy.Document(text=short))
writer.add_document(tantivy.Document(text=long))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
print("tantivy", tantivy.__version__, "documents:", searcher.num_docs)
seen = []
for text in (short, long):
    query = index.parse_query(text, ["text"])
    seen.append((len(text), len(text.encode()), searcher.doc_freq("text", text), searcher.search(query).count))
    print("characters, bytes, documents with the term, hits:", seen[-1], query)
assert seen == [(13, 39, 1, 1), (14, 42, 0, 0)], "the limit is elsewhere now"
assert "EmptyQuery" in repr(query)
PY
venv/bin/python probe.py
echo "as described: fourteen characters in a row are in no index"

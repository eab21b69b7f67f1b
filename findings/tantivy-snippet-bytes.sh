#!/usr/bin/env bash
# Versions: tantivy 0.27.0.
# Seen:     The ranges of Snippet.highlighted() count bytes of UTF-8, while fragment() gives a str: in
#           "第三条，村民委员会每届任期五年" the hit 村民委员会 has the range 12 to 27, but stands at 4 to 9.
#           Cutting the str by the range gives the wrong words without an error.
# Guessed:  A Python binding that returns a str returns offsets into that str.
# Matters:  With English text both counts agree, so the error shows first in production: the bot marks
#           or quotes other words than those that were found.
# Instead:  Cut fragment().encode() by the range and decode the piece, or find the term in the str again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tantivy==0.27.0
cat > probe.py <<'PY'
import tantivy

builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True, tokenizer_name="words")
schema = builder.build()
index = tantivy.Index(schema)
words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex("村民委员会|任期|[\\u4e00-\\u9fff]")).build()
index.register_tokenizer("words", words)
text = "第三条，村民委员会每届任期五年"
writer = index.writer(15_000_000, num_threads=1)
writer.add_document(tantivy.Document(text=text))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
query = tantivy.Query.term_query(schema, "text", "村民委员会")
generator = tantivy.SnippetGenerator.create(searcher, query, schema, "text")
_, address = searcher.search(query).hits[0]
snippet = generator.snippet_from_doc(searcher.doc(address))
fragment = snippet.fragment()
(found,) = snippet.highlighted()
by_characters = fragment[found.start : found.end]
by_bytes = fragment.encode()[found.start : found.end].decode()
print("tantivy", tantivy.__version__, repr(fragment), (found.start, found.end))
print("cut as characters:", repr(by_characters), " as bytes:", repr(by_bytes))
assert by_bytes == "村民委员会", "the range no longer counts bytes"
assert by_characters != by_bytes, "the range counts characters now"
PY
venv/bin/python probe.py
echo "as described: a str with ranges in bytes"

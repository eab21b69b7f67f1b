"""What is stored of a set of documents: catalogue, Chroma, BM25, verbatim, manifest."""

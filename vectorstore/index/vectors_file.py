"""The files that hold a generation's vectors and the digests of their texts."""

VECTORS = "vectors.npy"
DIGESTS = "vectors.json"

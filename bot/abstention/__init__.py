"""Whether to answer: the features of a draft and the one fitted decision."""

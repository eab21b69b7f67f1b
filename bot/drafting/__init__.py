"""The extractive answer: strategies, lists, selection and the claims they make."""

"""The English reader: text in, a spaCy ``Doc`` with tags, Universal Dependencies trees, sentences and names out."""

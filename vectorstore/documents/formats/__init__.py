"""Readers of the file formats that are not plain text: Word, PDF, OFD, tables, archives, scans."""

#: Raised whenever a reader's text of the same file changes.
VERSION = 9

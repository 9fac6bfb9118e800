m4_divert(-1)
# The last file before a protocol: the words are there, and the protocol follows.
_check_columns
_begin_reading[]m4_dnl

m4_divert(-1)
# The words of the protocol language as a list for a terminal. Like header.m4 it is read after grammar.m4 and before the
# tables, and redefines their macros.

m4_define([_entry], [m4_divert($1)m4_format([[  %-28s %s]], [$2], [$3])
m4_divert(-1)])

m4_define([_block], [_entry([1], [$1], [$2])])

m4_define([_architecture], [_entry([4], [$1], [$2])])

m4_define([_setting], [_entry([2], [$1($2)], [$6 (]m4_translit([$4], [!])[)])m4_dnl
m4_ifelse([$5], [], [], [_entry([2], [], [where it is not given: $5])])])

m4_define([_metric], [_entry([3], [$1], [of ]_a([$2])[: $10])_entry([3], [], [  = $5])m4_dnl
m4_ifelse([$6], [], [], [_entry([3], [], [  needs $6])])m4_dnl
m4_ifelse([$8], [], [], [_entry([3], [], [  its interval needs bootstrap($1 = seed)])])])
m4_define([_a], [m4_ifelse([$1], [activations], [], [$1], [comparisons], [], [replicates], [], [a ])$1])

m4_m4wrap([m4_divert(0)m4_dnl
Blocks, each a declaration name(id, clauses):
m4_undivert(1)
Architectures:
m4_undivert(4)
Settings, each a clause word(kind of value); in brackets the blocks that take it:
m4_undivert(2)
Metrics, for choose, compare, table and claim:
m4_undivert(3)m4_divert(-1)])

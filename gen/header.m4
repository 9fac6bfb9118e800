m4_divert(-1)
# The tables as lists for C: build/generated/tables.h. It is read after grammar.m4 and before the tables themselves,
# whose macros it defines anew. A list EACH_X(ROW) has ROW(...) for each line of a table, in its order.

# _text(text): as a string of C
m4_define([_text], ["_escaped([$1])"])

m4_define([_block], [m4_divert(1) \
    ROW($1)m4_divert(-1)])

m4_define([_architecture], [m4_divert(4) \
    ROW($1)m4_divert(-1)])

# ROW(word, kind, whether it identifies a unit, default)
m4_define([_setting], [m4_divert(2) \
    ROW($1, $2, _identifies_unit([$3], m4_index([$4], [stage])), _text([$5]))m4_divert(-1)])
m4_define([_identifies_unit], [m4_ifelse([$1], [-], [false], [$2], [-1], [false], [true])])

# ROW(name, of, printed, formula, needs, told at, whether it is resampled) and its places: candidates, pairs, units
m4_define([_metric], [m4_divert(3) \
    ROW($1, $2, m4_translit([$4], [a-z], [A-Z]), _text([$5]), _or_none([$6]), _or_none([$7]), m4_dnl
m4_ifelse([$8], [], [false], [true]), m4_dnl
_place([$9], [candidates]), _place([$9], [pairs]), _place([$9], [units]))m4_divert(-1)])
m4_define([_or_none], [SETTING_[]m4_ifelse([$1], [], [none], [$1])])
# _place([columns], table): its place there, 0 for none
m4_define([_place], [m4_ifelse(m4_index([$1], [$2 ]), [-1], [0], [m4_regexp([$1], [$2 \([0-9]+\)], [\1])])])

m4_m4wrap([m4_changecom[]m4_divert(0)m4_dnl
/* Generated from gen/settings.m4 and gen/metrics.m4: their lines as lists. */
#ifndef TABLES_H
#define TABLES_H

#define EACH_BLOCK(ROW)m4_undivert(1)

#define EACH_ARCHITECTURE(ROW)m4_undivert(4)

#define EACH_SETTING(ROW)m4_undivert(2)

#define EACH_METRIC(ROW)m4_undivert(3)

#endif
m4_divert(-1)])

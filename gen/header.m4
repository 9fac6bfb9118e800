m4_divert(-1)
# Writes a table as lists for C: build/generated/{settings,metrics}_table.h. It is read after grammar.m4 and before the
# table, and redefines its macros. A list EACH_X(ROW) has ROW(...) for each line, in the order of the table.

# _row(LIST, arguments): a row of EACH_LIST; each list has a diversion of its own
m4_define([_row], [m4_ifdef([diversion:$1], [], [_new_list([$1])])m4_divert(m4_defn([diversion:$1])) \
    ROW([]m4_shift($@))m4_divert(-1)])
m4_define([_new_list], [m4_define([_last_list], m4_incr(m4_ifdef([_last_list], [_last_list], [0])))m4_dnl
m4_define([diversion:$1], _last_list)_append([_lists], [$1])])
# _text(text): as a string of C
m4_define([_text], ["_escaped([$1])"])

m4_define([_block], [_row([BLOCK], [$1])])
m4_define([_architecture], [_row([ARCHITECTURE], [$1])])

# ROW(word, kind, whether it identifies a unit, default)
m4_define([_setting], [_row([SETTING], [$1], [ $2],
    [ ]_identifies_unit([$3], m4_index([$4], [stage])), [ ]_text([$5]))])
m4_define([_identifies_unit], [m4_ifelse(m4_index([$1], [-]), [0], [false], [$2], [-1], [false], [true])])

# ROW(name, of, printed, formula, needs, line of, whether it is resampled) and its places: candidates, pairs, units
m4_define([_metric], [_row([METRIC], [$1], [ $2], [ ]m4_translit([$4], [a-z], [A-Z]), [ ]_text([$5]), [ ]_or_none([$6]),
    [ ]_or_none([$7]), m4_ifelse([$8], [], [[ false]], [[ true]]),
    [ ]_place([$9], [candidates]), [ ]_place([$9], [pairs]), [ ]_place([$9], [units]))])
m4_define([_or_none], [SETTING_[]m4_ifelse([$1], [], [none], [$1])])
# _place([columns], table): its place in that table; 0 if it has none
m4_define([_place], [m4_ifelse(m4_index([$1], [$2 ]), [-1], [0], [m4_regexp([$1], [$2 \([0-9]+\)], [\1])])])

m4_m4wrap([m4_changecom[]m4_divert(0)m4_dnl
/* Generated from a table of gen/: its lines as lists. */
_foreach([_list], m4_defn([_lists]), [
#define EACH_[]_list[](ROW)m4_undivert(m4_defn([diversion:]_list))
])m4_divert(-1)])

# The C reading: a table of records with their clauses, and one call. src/protocol/protocol.h says what they are.

m4_define([_on_record], [m4_ifelse([$1], [stage],
    [_foreach([_candidate], m4_defn([C:$2]), [_record([$1], _candidate)])], [_record([$1], [$2])])])

# A record is three pieces: its conditions (diversion 1), its clauses (2) and itself (3).
m4_define([_record], [
    _foreach([_word], _defined([W:$2]), [_conditional([$2], _word)])
    m4_divert(2)
CLAUSES(_c_name([$2])) = {_foreach([_word], _defined([W:$2]), [_field([$2], _word)])
    {0}};
m4_divert(3)
    {BLOCK_$1, "m4_regexp([$2], [^[^@]*], [\&])", "m4_regexp([$2], [@\(.*\)], [\1])", m4_dnl
"_escaped(_defined([P:$2]))", "_where([$2])", _c_name([$2])},m4_divert(-1)])
m4_define([_c_name], [m4_translit([$1], [@.-], [___])])

m4_define([_field], [
    {SETTING_[]m4_regexp([$2], [^[a-z0-9_]+], [\&]), "$2", "_escaped(_value([$1], [$2]))", "_where([$1], [$2])", m4_dnl
"_escaped(_defined([V:$1:$2]))", "_escaped(_defined([S:$1:$2]))", m4_ifelse(_is_condition([$2]), [yes],
    [_c_name([$1.$2])_holds], [NULL])},])

# _conditional(record, word): a C function for a condition; its errors name the line of the protocol
m4_define([_is_condition], [m4_ifelse([$2$1], [subject_to], [yes], m4_index([$1], [when.]), [0], [yes])])
m4_define([_conditional], [m4_ifelse(_is_condition([$2]), [yes], [m4_divert(1)
#line _line([$1], [$2])
static bool _c_name([$1.$2])_holds(const struct scope *scope) {
    return _in_c(_value([$1], [$2]));
}
m4_divert(-1)])])
m4_define([_line], [m4_regexp(_where([$1], [$2]), [^\([^:]*\):\(.*\)$], [\2 "\1"])])

# _in_c(condition): as C, with each identifier as a call that looks its value up
m4_define([_in_c], [_replace(_replace(_replace([$1], m4_defn([_identifier]), [value(scope, "\&")]),
    [value(scope, "and")], [&&]), [value(scope, "or")], [||])])

m4_define([_at_end], [m4_divert(0)m4_dnl
/* Generated from protocol/_recorded.m4: what is run, as a table, and one call. */
#include "driver/driver.h"
#include "protocol/protocol.h"
#include "values/values.h"
m4_undivert(1)m4_undivert(2)
RECORDS = {m4_undivert(3)
    {0}};

int main(int argc, char **argv) {
    return driver(argc, argv, "_recorded", "_escaped(m4_defn([title:]_recorded))", protocol_records);
}
])
_tell([-1])

# The JSON record of a protocol as it is executed: every setting of every candidate, also those that `like` copies,
# with the line that gives it; and the path of each artifact.

m4_define([_on_record], [m4_ifelse([$1], [stage],
    [_foreach([_candidate], m4_defn([C:$2]), [_record([$1], _candidate)])], [_record([$1], [$2])])])

m4_define([_comma])
m4_define([_record], [m4_divert(1)_comma
  "_id([$2])": {"block": "$1", "where": "_where([$2])"m4_dnl
m4_ifdef([P:$2], [, "path": "_escaped(m4_defn([P:$2]))"])m4_dnl
_foreach([_word], _defined([W:$2]), [_field([$2], _word)])}m4_define([_comma], [,])m4_divert(-1)])
m4_define([_field], [,
    "$2": {"value": "_escaped(_value([$1], [$2]))"m4_dnl
m4_ifdef([V:$1:$2], [, "verdict": "_escaped(m4_defn([V:$1:$2]))"])m4_dnl
m4_ifdef([S:$1:$2], [, "text": "_escaped(m4_defn([S:$1:$2]))"])[, "where": "]_where([$1], [$2])"}])

m4_define([_at_end], [m4_divert(0)m4_dnl
{"experiment": "_recorded", "title": "_escaped(m4_defn([title:]_recorded))", "records": {m4_undivert(1)
}}
])
_tell([-1])

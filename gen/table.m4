# The protocol as a table for a terminal: the line, the word and the value of each setting, also of those that `like`
# copies.

m4_define([_at_start], [m4_divert(0)_recorded: m4_defn([title:]_recorded)
m4_divert(-1)])
m4_define([_on_record], [m4_ifdef([_used], [], [m4_divert(0)
  $1 _last([$2])
_foreach([_word], _defined([W:$2]), [_print([$2], _word)])m4_divert(-1)])])
m4_define([_print], [m4_format([[    %-40s %-28s ]], _where([$1], [$2]), [$2])_shown([$1], [$2])
])

# _shown(record, word): its text; or its condition and the verdict of that; or its list, with blanks
m4_define([_shown], [m4_ifelse(m4_index([$2], [when.]), [0], [_flat(_value([$1], [$2])) -> m4_defn([V:$1:$2])],
    _value([$1], [$2]), [given], [_flat(m4_defn([S:$1:$2]))], [_replace(_value([$1], [$2]), [,], [, ])])])

m4_define([_at_end])
_tell([-1])

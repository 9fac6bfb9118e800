# The lint: nothing is made but a list of every id that the report may quote, for \Value in the prose.
m4_define([_on_experiment])
m4_define([_on_record])
m4_define([_on_value], [m4_divert(1)$1
m4_divert(-1)])
m4_define([_at_end], [_foreach([_name], m4_defn([_verdict_values]), [_on_value(_name)])])
_read([-1])

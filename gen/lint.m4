# The lint makes only a list of every id that prose may name in \Value.

m4_define([_on_record])
m4_define([_at_end], [m4_divert(0)m4_undivert(_known_ids)m4_divert(-1)])
_tell([-1])

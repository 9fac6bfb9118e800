# The lint makes only a list of every id that prose may name in \Value.

m4_define([_on_record])
m4_define([_at_end], [m4_divert(0)m4_undivert(_known_ids)m4_dnl
_foreach([_publication], [published,]m4_defn([_other_publications]),
    [_foreach([_name], _defined([published:]_publication), [_publication._name
])])m4_divert(-1)])
_tell([-1])

# The words that begin a file of a protocol, and how a reading gets the records that it declares.

# --- files -------------------------------------------------------------------------------------

m4_define([_basename], [m4_regexp([$1], [\([^/]*\)\.m4$], [\1])])

# setup([title]); experiment(id, [title]): the id is the name of the file; every experiment uses the setup. One that
# takes long has `extended` as third argument: only `make extended` makes it.
m4_define([setup], [m4_ifelse([$#], [0], [[$0]], [_begin([setup], [$1])])])
m4_define([experiment], [m4_ifelse([$#], [0], [[$0]], [m4_dnl
_check_title([$1], [$2], _basename(m4___file__))_check_extended([$1], [$3])[]m4_dnl
m4_ifdef([title:setup], [], [_use([setup])])_begin([$1], [$2])])])
m4_define([_check_title], [m4_ifelse([$1], [$3], [],
    [_error(_here, [experiment: '$1' must be the name of its file, $3])])m4_ifelse([$2], [],
    [_error(_here, [experiment($1): expected a title in brackets])])])
m4_define([_check_extended], [m4_ifelse([$2], [], [], [$2], [extended], [m4_define([extended:$1], _here)],
    [_error(_here, [experiment($1): '$2' stands behind the title, expected extended or nothing])])])
m4_define([_begin], [m4_define([_experiment], [$1])m4_define([title:$1], [$2])m4_ifdef([_used],
    [_append([_uses], [$1])],
    [m4_define([_recorded], [$1])m4_divert(_prose)])])

# uses(experiment): read the declarations of another experiment, without its prose
m4_define([uses], [m4_ifelse([$#], [0], [[$0]], [m4_ifdef([title:$1], [], [_use([$1])m4_ifdef([title:$1], [],
    [_error(_here, [uses: there is no protocol/$1.m4])])])])])
m4_define([_use], [m4_pushdef([_experiment])m4_pushdef([_prose], [-1])m4_pushdef([_used], [yes])m4_divert(-1)
    m4_sinclude([protocol/$1.m4])
    m4_popdef([_experiment], [_prose], [_used])m4_divert(_prose)])

# Prose is a comment of m4, so that m4 does not expand it. In the files of gen/ comments begin with #, as usual.
m4_define([_prose_stands_apart], [m4_changecom([%{], [%}])])
# _begin_reading: the protocol follows. At its end m4 keeps its state, unless there was a mistake.
m4_define([_begin_reading], [_prose_stands_apart[]m4_define([_prose], _first_prose)m4_divert(_prose)])
m4_m4wrap([m4_ifdef([_failed], [m4_m4exit(1)])m4_changecom([#])m4_divert(-1)])

# --- what a reading does -------------------------------------------------------------------------

# _tell(diversion of prose): call the reading for each record in its order, and print the prose between records.
# Records of another experiment, which this one uses, have _used defined.
m4_define([_tell], [_prose_stands_apart[]m4_ifdef([_at_start], [_at_start])[]m4_dnl
m4_define([_prose], _first_prose)_told_prose([$1])m4_dnl
_foreach([_record_told], m4_defn([_declared]), [_tell_record(_record_told, [$1])])_at_end[]m4_divert(-1)m4_undivert])
# _tell_record(record, diversion of prose): one record and the prose behind it; _told_prose(diversion): that prose
m4_define([_tell_record], [m4_ifelse(m4_regexp([$1], [^[^.]*], [\&]), _recorded,
    [_on_record(m4_defn([R:$1]), [$1])m4_define([_prose], m4_incr(_prose))_told_prose([$2])],
    [m4_define([_used], [yes])_on_record(m4_defn([R:$1]), [$1])m4_undefine([_used])])])
m4_define([_told_prose], [m4_divert([$1])m4_undivert(_prose)m4_divert(-1)])

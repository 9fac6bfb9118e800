# The conditions of the claims in words, for LaTeX: what each verdict asks, in the order in which they are tried. The
# values have the headings that tables give them. paper/report.tex defines these macros:
#
#   \Condition{claim}{verdict}{words}{sentence}   the words are empty for `otherwise`; the sentence is that of the
#                                                 verdict, by which the report knows the one that was picked
#   \OneVerdict{claim}                            behind them, if all its verdicts are the same
#   \SetLevel{percent}                            the confidence level that the setup declares
#   \Unvaried{claim}                              if it rests on counts of published values: no transformer varies it

m4_define([_on_record], [m4_ifelse([$1]m4_ifdef([_used], [ used]):_recorded, [statistics:setup], [m4_divert(0)m4_dnl
\SetLevel{_in_percent(_value([$2], [confidence]))}
m4_divert(-1)], [$1]m4_ifdef([_used], [ used]), [claim], [m4_divert(0)m4_dnl
_foreach([_word], m4_defn([W:$2]), [m4_ifelse(m4_index(_word, [when.]), [0], [_condition_of([$2], _word)])])m4_dnl
_condition_of([$2], [otherwise])m4_ifelse(_count(_verdicts_of([$2])), [1], [\OneVerdict{$2}
])m4_ifdef([_counts], [m4_undefine([_counts])\Unvaried{$2}
])m4_divert(-1)])])

# _in_percent(0.95): 95
m4_define([_in_percent], [_with_point(m4_patsubst([$1], [^0?\.])0)])
m4_define([_with_point], [m4_eval(m4_substr([$1], 0, 2))m4_ifelse(m4_eval(m4_len([$1]) > 3), [1],
    [.m4_patsubst(m4_substr([$1], 2), [0$])])])

m4_define([_condition_of], [\Condition{$1}{m4_defn([V:$1:$2])}{m4_ifelse([$2], [otherwise], [],
    [_condition_told(_flat(_value([$1], [$2])))])}{m4_defn([S:$1:$2])}
])

# _verdicts_of(claim): each verdict that it may have, once
m4_define([_verdicts_of], [m4_define([_had])_foreach([_word], m4_defn([W:$1]), [m4_ifelse(
    _has(m4_defn([_had]), _defined([V:$1:]_word))[]_has(m4_defn([_verdicts]), _defined([V:$1:]_word)), [yes],
    [_append([_had], m4_defn([V:$1:]_word))])])m4_defn([_had])])

# _condition_told(condition): its ids as words, its signs and numbers as LaTeX
m4_define([_condition_told], [m4_patsubst([$1], m4_defn([_identifier])[\|]m4_defn([_digits])[\|[<>=!]=?\|[*/+-]],
    [_term([\&])])])
m4_define([_term], [m4_ifdef([sign:$1], [m4_defn([sign:$1])], [m4_ifelse(
    _is([number], [$1]), [yes], [\Decimal{$1}], [_value_told(_known([$1]))])])])
m4_define([sign:and], [and])
m4_define([sign:or], [or])
m4_define([sign:>], [$>$])
m4_define([sign:<], [$<$])
m4_define([sign:>=], [$\ge$])
m4_define([sign:<=], [$\le$])
m4_define([sign:==], [$=$])
m4_define([sign:!=], [$\ne$])
m4_define([sign:*], [$\times$])
m4_define([sign:/], [$/$])
m4_define([sign:+], [$+$])
m4_define([sign:-], [$-$])

# _value_told(id): a published value by what was published, a value of this run by its heading
m4_define([_value_told], [m4_ifdef([published:]m4_regexp([$1], [^[^.]*], [\&]),
    [the m4_ifelse(m4_index([$1], [published.]), [0], [published], [m4_regexp([$1], [^[^.]*], [\&])'s]) value of m4_dnl
_run_value_told(m4_regexp([$1], [\.\(.*\)], [\1]))], [_run_value_told([$1])])])
m4_define([_run_value_told], [m4_ifelse(
    m4_index([$1], [verdict.]), [0], [m4_define([_counts])number of _counted_told(m4_regexp([$1], [\.\(.*\)], [\1]))],
    _defined([R:$1]), [], [m4_ifelse(
        _last([$1]), [holds], [_holds_told([$1])],
        _defined([I:$1]), [], [_told_of([$1], _blanks(_last([$1])))],
        _has([ci_low,ci_high], _last([$1]))[]m4_index(m4_defn([I:$1]), [,]), [yes-1], [_told_of([$1], m4_defn([I:$1]))],
        _has([ci_low,ci_high], _last([$1])), [yes], [_told_of(_without_last([$1]), m4_defn([I:$1]))],
        [_told_of([$1], m4_defn([I:$1]))])],
    [_name([$1])])])
m4_define([_without_last], [m4_regexp([$1], [^\(.*\)\.[^.]*$], [\1])])
m4_define([_blanks], [_replace([$1], [_], [ ])])

# _told_of(id, heading): "heading of stage"; of "EV, low end": "EV of stage, low end"
m4_define([_told_of], [m4_ifelse(m4_index([$2], [, ]), [-1], [$2 of _name(_without_last([$1]))],
    [m4_regexp([$2], [^[^,]*], [\&]) of _name(_without_last([$1]))[]m4_regexp([$2], [,.*$], [\&])])])

# _holds_told(experiment.repeat.claim.holds); _counted_told([publication.]count)
m4_define([_holds_told], [how often m4_regexp([$1], [^\([^.]*\.[^.]*\)\.\(.*\)\.holds$],
    [_name([\2]) holds in _name([\1])])])
m4_define([_counted_told], [m4_ifelse(m4_index([$1], [.]), [-1], [published],
    [the m4_regexp([$1], [^[^.]*], [\&])'s]) values[]m4_ifelse(_last([$1]), [published], [], [ _blanks(_last([$1]))])])

# _name(id): escaped for TeX, and without the experiment if it is this one
m4_define([_name], [\Id{_replace(m4_ifelse(m4_index([$1], _recorded[.]), [0],
    [m4_substr([$1], m4_len(_recorded[.]))], [[$1]]), [_], [\\_])}])

m4_define([_at_end])
_tell([-1])

# What figures call stages, candidates and values: LaTeX for a reader, from the protocol. Labels have ties for blanks,
# since gnuplot parts them at blanks, | for a comma within a list, and $$ where LaTeX has $, for Make.

# _labels([stages]): a label for each, with blanks between: the settings in which they differ, if these tell all of them
# apart, or else their names
m4_define([_labels], [m4_define([_differing])_foreach([_word], m4_defn([T:stage])[,epochs,on],
    [m4_ifelse(_is_one([$1], [_value(_one_of(_name), _word)]), [yes], [], [_append([_differing], _word)])])m4_dnl
m4_ifelse(_is_one([$1], [_value(_name, [vary])]):_tells_apart([$1]), [yes:yes],
    [_foreach([_name], [$1], [ _shown_label(_by_settings(_name))])],
    [_foreach([_name], [$1], [ _in_words(_last(_name))])])])
# _one_of(record): its first candidate, if it is a stage
m4_define([_one_of], [m4_ifdef([C:$1], [_first(m4_defn([C:$1]))], [[$1]])])
m4_define([_by_settings], [_set_to(_one_of([$1]), m4_defn([_differing]))])
# _is_one([names], text of _name): whether the text is the same for all of them
m4_define([_is_one], [m4_define([_same], [yes])m4_define([_name], _first([$1]))m4_define([_text_of_first], [:]$2)m4_dnl
_foreach([_name], [$1], [m4_ifelse([:]$2, m4_defn([_text_of_first]), [], [m4_define([_same])])])m4_defn([_same])])
m4_define([_tells_apart], [m4_define([_told_apart])m4_define([_apart], [yes])_foreach([_name], [$1], [m4_ifelse(
    m4_defn([_differing]), [], [m4_define([_apart])], _has(m4_defn([_told_apart]), _by_settings(_name)), [yes],
    [m4_define([_apart])], [_append([_told_apart], _by_settings(_name))])])m4_defn([_apart])])

# _candidate_labels(stage): a label for each candidate, with blanks between: what it varies, and a number where rows are
# drawn in the same way several times
m4_define([_candidate_labels], [m4_define([_all])m4_define([_so_far])_foreach([_candidate], _defined([C:$1]),
    [_append([_all], _set_to(_candidate, _value([$1], [vary])))])m4_dnl
_foreach([_label], m4_defn([_all]), [_append([_so_far], _label) _shown_label(_label)[]m4_ifelse(
    _how_often(m4_defn([_all]), _label), [1], [], [~_how_often(m4_defn([_so_far]), _label)])])])
m4_define([_how_often], [m4_define([_times], [0])_foreach([_other], [$1], [m4_ifelse(_other, [$2],
    [m4_define([_times], m4_incr(m4_defn([_times])))])])m4_defn([_times])])

# _value_labels([ids]): each id and its label, with blanks between; none for a candidate that is not here
m4_define([_value_labels], [_foreach([_value_told], [$1], [_labelled(_value_told,
    m4_regexp(_value_told, [^[^.]*\.[^.]*], [\&]), m4_regexp(_value_told, [^[^.]*\.[^.]*\.\(.*\)], [\1]))])])
m4_define([_labelled], [m4_ifelse(_value([$2], [vary]), [], [ $1 _shown_label(_headed(_in_words(_last([$2])), [$3]))],
    [_labelled_candidate([$1], [$2], [$2@]m4_regexp([$3], [^\(.*\)\.[^.]*$], [\1]), _last([$3]))])])
m4_define([_labelled_candidate], [m4_ifdef([R:$3],
    [ $1 _shown_label(_headed(_in_words(_last([$2]))[|~]_set_to([$3], _value([$2], [vary])), [$4]))])])
m4_define([_headed], [$1:~m4_ifdef([H:$2], [m4_translit(_replace(m4_defn([H:$2]), [\$], [$$]), [ ,], [~|])],
    [_in_words([$2])])])

# --- words ---------------------------------------------------------------------------------------

# _set_to(candidate, [settings]): what each is set to
m4_define([_set_to], [m4_define([_bar])_foreach([_setting_told], [$2], [m4_defn([_bar])_setting_label(_setting_told,
    _value([$1], _setting_told))[]m4_define([_bar], [|~])])])
m4_define([_setting_label], [m4_ifelse([$1], [on], [_input_label([$2])], [$1], [k], [$$k=$2$$],
    [$1], [lambda], [$$\lambda=\Decimal{$2}$$], [$1], [d_sae], [$$d\sb{\mathrm{sae}}=$2$$], [_in_words([$1])~[$2]])])
# _input_label(activations): how they were drawn from others, or their name
m4_define([_input_label], [m4_ifelse(_origin([$1]), [], [_in_words(_last([$1]))],
    [m4_ifelse(_sources_of([$1]), [drawn_like], [Gaussian], [m4_regexp(_sources_of([$1]), [^[^_]*], [\&])])])])
# _in_words(name): k_gain as k gain, with the k of mathematics
m4_define([_in_words], [_replace(_replace(m4_translit([[$1]], [_ ], [~~]), [\<k\>], [$$k$$]), [\<lambda\>],
    [$$\\lambda$$])])
m4_define([_shown_label], [m4_translit([$1], [|], [,])])

m4_changequote([, ])m4_divert(-1)
# How a protocol is read. A clause checks its values and puts them into the pending record `*`. A block gives that
# record its name, and checks what is missing or unknown (blocks.m4, outcomes.m4). The tables settings.m4 and
# metrics.m4 say which words there are.
#
# m4 reads a protocol once and keeps its state (build/NAME.read). Each reading continues from there: it
# defines _on_record(block, record) and _at_end, and perhaps _at_start, and _tell calls them.
#
# Data are macros whose names hold a colon, so that no text can call them:
#   F:record:word  value (a comma-separated list)     L:record:word  the file:line that gives it
#   S:record:word  a sentence that goes with it       V:record:word  a verdict that goes with it
#   D:record:word  paths, each quoted, that S has with commas between
#   W:record       its words, in their order          R:record       its block
#   P:record       path of its artifact               C:record       a stage's candidates
#   Q:candidate    its path below that of its activations
#   B:block  N:block  T:block   the words that it takes, that it needs, and that its path is made of
#   K:word   G:word   M:word    kind, place in paths and meaning of a setting
#   H:metric       its heading                        U:metric       what a candidate's metric needs
#   U:comparison:metric  the same of a comparison's
#   X:metric       defined where it is resampled      Y:table:place  the metric of that column
#   I:id           meaning of a value of the report   O:word         where this block gave it
# A record is `experiment.name`, a candidate of a stage `experiment.name@candidate`.

# Diversions. Readings use lower numbers.
m4_define([_known_ids], [900])    # the ids of all values, each on a line
m4_define([_first_prose], [1000]) # prose before the first block; after each block, the next one

# --- text and lists ----------------------------------------------------------------------------

# _defined(name): the text of the macro; nothing if it is not defined
m4_define([_defined], [m4_ifdef([$1], [m4_defn([$1])])])

# _replace(text, pattern, replacement): quoted, so that calls can be nested; the pattern must not use ^ or $
m4_define([_replace], [m4_patsubst([[$1]], [$2], [$3])])

# _trim(text): without blanks at its end (a closing quote follows them)
m4_define([_trim], [m4_patsubst([[$1]], [[ 	
]+\(.\)\'], [\1])])

# _tail(a, b, items...): the items as one quoted list
m4_define([_tail], [_quote(m4_shift(m4_shift($@)))])
m4_define([_quote], [[$*]])
# _each_quoted(items...): the same, where no item is expanded when the list is walked through
m4_define([_each_quoted], [[$@]])

# _first([a,b,c]): its first item
m4_define([_first], [m4_regexp([$1], [^[^,]*], [\&])])

# _spread([a,b,c]): the items as separate arguments; any other text is expanded
m4_define([_spread], [$1])

# _escaped(text): as it is written between the quotes of a string in C or JSON
m4_define([_escaped], [_replace(_replace(_replace([$1], [\\], [\\\\]), ["], [\\"]), [
 *], [ ])])

# _flat(text): on one line
m4_define([_flat], [_replace([$1], [[ 
]+], [ ])])

# _append(macro, item): add the item to a comma-separated list
m4_define([_append], [m4_define([$1], m4_ifelse(_defined([$1]), [], [], [m4_defn([$1])[,]])[$2])])

# _foreach(name, [a,b,c], body): the body once for each item, which the macro `name` holds. The body is kept in
# a macro of its own, because m4 would copy it for each item.
m4_define([_foreach], [m4_ifelse([$2], [], [], [_each_of([$1], [$2], [$3])])])
m4_define([_each_of], [m4_pushdef([$1])m4_pushdef([_holder], [$1])m4_pushdef([_body], [$3])_each($2)m4_dnl
m4_popdef([_body], [_holder], [$1])])
m4_define([_each], [m4_define(m4_defn([_holder]), [$1])_spread(m4_defn([_body]))[]m4_dnl
m4_ifelse([$#], [1], [_nothing], [$0])(m4_shift($@))])
m4_define([_nothing])

# _listed([a b c]): words with blanks between them as a list
m4_define([_listed], [_replace([$1], [[ 
]+], [,])])

# _has([a,b,c], item): yes or nothing
m4_define([_has], [m4_ifelse(m4_index([,$1,], [,$2,]), [-1], [], [yes])])

# _without([a,b,c], item)
m4_define([_without], [m4_define([_kept])_foreach([_one], [$1],
    [m4_ifelse(_one, [$2], [], [_append([_kept], m4_defn([_one]))])])])

# --- errors ------------------------------------------------------------------------------------

# _error(file:line, message): print it once, continue, fail at the end; the current block is then _mistaken
m4_define([_error], [m4_ifdef([E:$1:$2], [], [m4_errprint([$1: ]_flat([$2])[
])])m4_define([E:$1:$2])m4_define([_failed])m4_define([_mistaken])])
m4_define([_here], [m4___file__:m4___line__])

# _meant(word, list): " (did you mean X?)" if a word X of the list is similar
m4_define([_meant], [m4_esyscmd([awk -f gen/nearest.awk nearest ']m4_translit([[$1]], ['])[' '$2'])])

# --- the tables --------------------------------------------------------------------------------

# _block(name, [what it declares]): a declaration `name(id, clauses)`
m4_define([_block], [m4_define([$1], m4_defn([_declare]))])

# _architecture(name, [what it keeps of a row])
m4_define([_architecture], [
    _append([_architectures], [$1])
    _kind([architecture], [^\(]_replace(m4_defn([_architectures]), [,], [\\|])[\)$],
        [an architecture this study has (]_replace(m4_defn([_architectures]), [,], [ ])[)])])

# _setting(word, kind, place, [blocks], default, [meaning]): see settings.m4
m4_define([_setting], [
    m4_define([K:$1], [$2])
    m4_define([G:$1], [$3])
    m4_define([M:$1], [$6])
    _foreach([_taker], _listed([$4]), [_taken(m4_translit(_taker, [!]), m4_index(_taker, [!]), [$1], [$3])])
    m4_define([$1], m4_defn([_clause]))])
# _taken(block, place of the ! or -1, word, place in paths)
m4_define([_taken], [
    _append([B:$1], [$3])
    m4_ifelse([$2], [-1], [], [_append([N:$1], [$3])])
    m4_ifelse(m4_index([$4], [-]), [0], [], m4_index([$4], [/]), [0], [], [_append([T:$1], [$3])])])

# _metric(name, of, [heading], printed, [formula], needs, line of, resampled, [columns], [meaning]): see metrics.m4
m4_define([_metric], [
    m4_define([H:$1], [$3])
    _append([metrics:$2], [$1])
    m4_ifelse(_has([model,pair,candidate], [$2]), [yes], [_measured_of_a_candidate([$1], [$6], [$8])],
        [m4_define([U:$2:$1], [$6])])
    _foreach([_column], [$9], [_shown_by_default([$1], [$2], m4_translit(_column, [ ], [,]))])])
m4_define([_measured_of_a_candidate], [
    _append([_measured], [$1])
    m4_define([U:$1], [$2])
    m4_ifelse(_has(_defined([_needed]), [$2]), [yes], [], [$2], [], [], [_append([_needed], [$2])])
    m4_ifelse([$3], [], [], [m4_define([X:$1])])])
# The tables that have columns of metrics, and what those metrics are measured on
m4_define([_tables_of_columns], [stage,candidates,pairs,units])
m4_define([columns:stage], [model,pair,candidate])
m4_define([columns:candidates], [model,pair,candidate])
m4_define([columns:pairs], [pair])
m4_define([columns:units], [model])
# _shown_by_default(metric, of, table, place, alone): put the metric at that place of the table
m4_define([_shown_by_default], [
    m4_ifelse(_has(_defined([columns:$3]), [$2])[]_is([count], [$4]), [yesyes], [], [_error([gen/metrics.m4],
        [$1: '$3 $4' is no column for a metric of $2, expected a place in one of: ]_tables_for([$2]))])
    m4_ifdef([Y:$3:$4], [_error([gen/metrics.m4],
        [$1 and ]m4_defn([Y:$3:$4])[ both stand at place $4 of $3, expected two places])])
    m4_define([Y:$3:$4], [$1])
    _append([shown:$3], [$1])
    m4_ifelse([$5], [alone], [m4_define([alone:$3:$1])])])
m4_define([_tables_for], [m4_define([_had])_foreach([_table], m4_defn([_tables_of_columns]),
    [m4_ifelse(_has(m4_defn([columns:]_table), [$1]), [yes], [_append([_had], _table)])])m4_dnl
_replace(m4_defn([_had]), [,], [ ])])

# _columns(table): its metrics, in the order of their places
m4_define([_columns], [m4_define([_placed])_place_column([$1], [1])m4_defn([_placed])])
m4_define([_place_column], [m4_ifdef([Y:$1:$2], [_append([_placed], m4_defn([Y:$1:$2]))$0([$1], m4_incr([$2]))])])

# _check_columns: check that places begin at 1 and have no gap; metrics behind a gap would not be shown
m4_define([_check_columns], [m4_ifdef([_failed], [], [_foreach([_table], m4_defn([_tables_of_columns]),
    [_foreach([_metric_shown], _defined([shown:]_table), [_follows(_metric_shown, _table, _columns(_table))])])])])
m4_define([_follows], [m4_ifelse(_has([$3], [$1]), [yes], [], [_error([gen/metrics.m4],
    [$1 stands behind a gap in the places of $2, expected it at place ]m4_incr(_count([$3])))])])

# _compared_metrics: those of models and of pairs; they have a number for each model or pair
m4_define([_compared_metrics], [_quote(m4_defn([metrics:pair]), m4_defn([metrics:model]))])

# --- kinds of value ----------------------------------------------------------------------------

m4_define([_digits], [\([0-9]+\.?[0-9]*\|\.[0-9]+\)\(e-?[0-9]+\)?])
# _kind(name, pattern, words for messages)
m4_define([_kind], [m4_define([kind:$1], [$2])m4_define([expected:$1], [$3])])
# whole numbers of at most nine digits, with which every reading can compute
m4_define([_whole], [[1-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?])
_kind([count],        [^]m4_defn([_whole])[$],   [a whole number from 1 to 999999999])
_kind([whole],        [^\(0\|]m4_defn([_whole])[\)$], [a whole number up to 999999999, without leading zeros])
_kind([seeds],        m4_defn([kind:whole]),    m4_defn([expected:whole]))
_kind([number],       [^]m4_defn([_digits])[$], [a number of 0 or more])
_kind([positive],     [^]m4_defn([_digits])[$], [a number above 0])
_kind([fraction],     [^0?\.[0-9]*[1-9][0-9]*$], [a number between 0 and 1])
_kind([name],         [^[a-z][a-z0-9_]*\(\.[a-z][a-z0-9_]*\)*$], [a name])
_kind([names],        m4_defn([kind:name]),     m4_defn([expected:name]))
_kind([kept],         [^\(best\|last\)$],        [best or last])
_kind([normalisation], [^\(none\|mean\|expected_norm\|layer_norm\)$], [none, mean, expected_norm or layer_norm])

m4_define([_is_zero], [m4_ifelse(m4_regexp([$1], [^[0.]+\(e.*\)?$]), [-1], [], [yes])])
m4_define([_matches], [m4_ifelse(m4_regexp(_flat([$1]), [$2]), [-1], [], [yes])])
# _is(kind, value): yes or nothing
m4_define([_is], [m4_ifelse([$1]_is_zero([$2]), [positiveyes], [], [_matches([$2], m4_defn([kind:$1]))])])

# _check(word, where, value): in a stage a name may be given for a number; the block then looks for that choice
m4_define([_check], [m4_ifelse(
    [$3], [], [_error([$2], [$1: an empty value, expected ]m4_defn([expected:]m4_defn([K:$1])))],
    _is(m4_defn([K:$1]), [$3]), [yes], [],
    _has(m4_defn([T:stage]), [$1])[]_is([name], [$3]), [yesyes], [],
    [_error([$2], [$1: '$3' is not ]m4_defn([expected:]m4_defn([K:$1])))])])

# _check_all(word, where, values...): check each value, and that none is given twice
m4_define([_check_all], [m4_ifelse([$#], [2], [], [
    _check([$1], [$2], [$3])
    m4_ifelse([$3], [], [], _has(_tail(m4_shift($@)), [$3]), [yes],
        [_error([$2], [$1: $3 is repeated, expected different values])])
    $0([$1], [$2]m4_ifelse([$#], [3], [], [, m4_shift(m4_shift(m4_shift($@)))]))])])

# --- fields ------------------------------------------------------------------------------------

# _set(record, word, where, value)
m4_define([_set], [
    m4_ifdef([F:$1:$2], [], [_append([W:$1], [$2])])
    m4_define([F:$1:$2], [$4])
    m4_define([L:$1:$2], [$3])])
m4_define([_value], [_defined([F:$1:$2])])
m4_define([_where], [m4_ifdef([L:$1:$2], [m4_defn([L:$1:$2])], [_defined([L:$1])])])

# _drop(record, word)
m4_define([_drop], [
    m4_define([W:$1], _without(_defined([W:$1]), [$2])[]m4_defn([_kept]))
    _foreach([_part], [F,S,D], [m4_ifdef(_part[:$1:$2], [m4_undefine(_part[:$1:$2])])])])

# _copy(from, to): copy all fields
m4_define([_copy], [_foreach([_word], _defined([W:$1]), [_copy_field([$1], [$2], _word)])])
m4_define([_copy_field], [
    _set([$2], [$3], m4_defn([L:$1:$3]), m4_defn([F:$1:$3]))
    m4_ifdef([S:$1:$3], [m4_define([S:$2:$3], m4_defn([S:$1:$3]))])
    m4_ifdef([D:$1:$3], [m4_define([D:$2:$3], m4_defn([D:$1:$3]))])
    m4_ifdef([V:$1:$3], [m4_define([V:$2:$3], m4_defn([V:$1:$3]))])])

# _clear: make the pending record empty
m4_define([_clear], [
    _foreach([_word], _defined([W:*]), [m4_undefine([F:*:]_word, [S:*:]_word, [V:*:]_word, [D:*:]_word)])
    _foreach([_word], _defined([_given]), [m4_undefine([O:]_word)])
    m4_undefine([W:*], [_given], [_whens], [_mistaken])])

# --- clauses -----------------------------------------------------------------------------------
# A clause expands to blanks. Anything else that a block finds among its clauses is an unknown word.

# The body that all clause words share. A word without arguments is text.
m4_define([_clause], [m4_ifelse([$#], [0], [[$0]], [_own([$0], _here)_take([$0], _here, _trimmed($@))])])
m4_define([_trimmed], [_trim([$1])m4_ifelse([$#], [1], [], [, $0(m4_shift($@))])])
m4_define([_take], [m4_ifdef([take:$1],
    [m4_ifelse([$3], [], [_error([$2], [$1 is empty, expected a value])], [m4_indir([take:$1], $@)])],
    [_take_setting($@)])])

# _own(word, where): note that this block gives the word; only words that add something may be given twice
m4_define([_own], [
    m4_ifelse(_has([when,vary,only], [$1]), [yes], [], [m4_ifdef([O:$1],
        [_error([$2], [$1 is given twice, first at ]m4_defn([O:$1])[, expected once])])])
    m4_define([O:$1], [$2])
    _append([_given], [$1])])

# _take_setting(word, where, values...): one value, or several seeds; it replaces a `vary` that `like` copied
m4_define([_take_setting], [
    m4_ifelse([$#]m4_defn([K:$1]), [3]m4_defn([K:$1]), [], m4_defn([K:$1]), [seeds], [],
        [_error([$2], [$1 takes one value, not ]m4_eval([$# - 2])[; vary($1, ...) takes several])])
    _check_all($@)
    _set([*], [$1], [$2], _tail($@))
    m4_ifelse(_has(_value([*], [vary]), [$1]), [yes], [_no_longer_varied([$1])])])
m4_define([_no_longer_varied], [
    _without(_value([*], [vary]), [$1])
    m4_ifelse(m4_defn([_kept]), [], [_drop([*], [vary])], [_set([*], [vary], _where([*], [vary]), m4_defn([_kept]))])])

# like(records...): copy their fields
m4_define([take:like], [
    m4_ifelse(_defined([_given]), [like], [], [_error([$2], [like must stand first in its block])])
    _foreach([_other], _tail($@), [m4_ifelse(_resolve(_other), [],
        [_error([$2], [like: ']_other[' is not declared above]_meant(_other, _names_of([stage])))],
        [_copy(_resolve(_other), [*])_in_full([*], m4_regexp(_resolve(_other), [^[^.]*], [\&]))])])])

# vary(word, values...): one candidate for each value. The words that may vary are those of a unit's path, except its
# seed.
m4_define([_may_vary], [_quote([on,epochs,reference_seed],m4_defn([T:stage]))])
m4_define([take:vary], [m4_ifelse(
    _has(_may_vary, [$3]), [], [_error([$2], [vary: '$3' is no setting of a stage])],
    m4_eval([$# < 4]), [1], [_error([$2], [vary($3) is empty, expected a list of values])], [
        _own([$3], [$2])
        _check_all([$3], [$2], m4_shift(m4_shift(m4_shift($@))))
        _set([*], [$3], [$2], _tail(m4_shift($@)))
        m4_ifelse(_has(_value([*], [vary]), [$3]), [yes], [],
            [_set([*], [vary], [$2], _with(_value([*], [vary]), [$3]))])])])
# _with([a,b], item): the list with the item at its end
m4_define([_with], [[$1]m4_ifelse([$1], [], [], [[,]])[$2]])

# only(word, values...): a field `only.word`
m4_define([take:only], [m4_ifelse(m4_eval([$# < 4]), [1],
    [_error([$2], [only($3) is empty, expected a setting and a list of its values])], [
        _own([only.$3], [$2])
        _check_all([$3], [$2], m4_shift(m4_shift(m4_shift($@))))
        _set([*], [only.$3], [$2], _tail(m4_shift($@)))])])

# bootstrap(metric = seed, ...): a field `bootstrap.metric` for each
m4_define([take:bootstrap], [_foreach([_item], _tail($@), [_bootstrap([$2], m4_defn([_item]))])])
m4_define([_bootstrap], [m4_ifelse(_matches([$2], [^[a-z][a-z0-9_]* *= *\(0\|]m4_defn([_whole])[\)$]), [yes],
    [_set([*], [bootstrap.]m4_regexp([$2], [^[a-z0-9_]+], [\&]), [$1], m4_regexp([$2], [[0-9]+$], [\&]))],
    [_error([$1], [bootstrap: '$2' is malformed, expected metric = seed])])])

# maximise(metric, tie-breakers...), of(names...), shows(values...), held_against(publications...),
# between(first, second)
m4_define([_take_names], [
    _foreach([_item], _tail($@), [m4_ifelse(_matches(m4_defn([_item]), [^[a-z][a-z0-9_.-]*$]), [yes], [],
        [_error([$2], [$1: ']m4_defn([_item])[' is not a name])])])
    _set([*], [$1], [$2], _tail($@))])
_foreach([_word], [maximise,of,shows,held_against], [m4_define([take:]_word, m4_defn([_take_names]))])
m4_define([take:between], [
    m4_ifelse([$#], [4], [], [_error([$2], [between: expected two stages])])
    _take_names($@)])

# texts: file([path], ...), tensor([name]), caption([text]), here([text]), because([text]), published([claim], [where it
# stands])
m4_define([take:caption], [_set([*], [$1], [$2], [given])m4_define([S:*:$1], [$3])])
_foreach([_word], [here,because], [m4_define([take:]_word, m4_defn([take:caption]))])
# A path is written into rules of make, in which other characters have a meaning.
m4_define([take:file], [
    m4_define([D:*:$1], _each_quoted(m4_shift(m4_shift($@))))
    _foreach([_item], m4_defn([D:*:$1]), [m4_ifelse(
        _matches(m4_defn([_item]), [^[A-Za-z0-9._/+@][A-Za-z0-9._/+@-]*$]), [yes], [],
        [_error([$2], [file: ']m4_defn([_item])[' is no path of letters, digits and . _ / + @ - alone])])])
    m4_indir([take:caption], [$1], [$2], _tail($@))])
m4_define([take:tensor], [
    m4_ifelse(_matches([$3], [^[A-Za-z0-9._/-]+$]), [yes], [],
        [_error([$2], [tensor: '$3' is no name of letters, digits and . _ / - alone])])
    m4_indir([take:caption], $@)])
m4_define([take:published], [
    m4_ifelse([$#], [4], [], [_error([$2], [published: expected a claim and where it stands])])
    _set_with_sentence([$1], [$2], [given], [$4], [$3])])
# _set_with_sentence(word, where, value, verdict, sentence)
m4_define([_set_with_sentence], [
    _set([*], [$1], [$2], [$3])
    m4_define([V:*:$1], [$4])
    m4_define([S:*:$1], [$5])])

# subject_to(condition); when(condition, verdict, [sentence]), tried in order; otherwise(verdict, [sentence])
m4_define([take:subject_to], [_condition([$1], [$2], [$3])_set([*], [$1], [$2], _flat([$3]))])
m4_define([take:when], [
    m4_ifelse([$#], [5], [], [_error([$2], [when: expected a condition, a verdict and a sentence])])
    _condition([$1], [$2], [$3])
    _verdict([$1], [$2], [$4])
    m4_define([_whens], m4_incr(m4_ifdef([_whens], [_whens], [0])))
    _set_with_sentence([when.]_whens, [$2], _flat([$3]), [$4], [$5])])
m4_define([take:otherwise], [_set_with_sentence([$1], [$2], [$3], [$3], [$4])])
m4_define([_verdicts], [holds,contradicted,not_resolved,not_tested])
m4_define([_verdict], [m4_ifelse(_has(m4_defn([_verdicts]), [$3]), [yes], [],
    [_error([$2], [$1: '$3' is no verdict, expected holds, contradicted, not_resolved or not_tested])])])

# --- conditions --------------------------------------------------------------------------------

m4_define([_identifier], [\<[a-z][A-Za-z0-9_]*\(\.[A-Za-z0-9_]+\(e-[0-9]+\)?\)*])

# _reduce(text, pattern, replacement): replace until the pattern is no longer found
m4_define([_reduce], [m4_ifelse(m4_regexp([$1], [$2]), [-1], [[$1]], [$0(_replace([$1], [$2], [$3]), [$2], [$3])])])

# _condition(word, where, text): check its form. Names, numbers and sums are reduced to 0, comparisons to @, and
# comparisons joined by `and` and `or` (& and |) to one @, which alone must remain. If the text itself has such a mark,
# that becomes ?, which is never reduced. A condition of another protocol is checked when that protocol is read.
m4_define([_condition], [m4_ifdef([_used], [], [m4_ifelse(_reduced(_positive(_zeros(_flat(_marked([$3]))))), [@], [],
    [_error([$2], [$1: '$3' is no condition, expected a comparison such as gain.ci_low > 0])])])])
m4_define([_marked], [_replace([$1], [[@&|]], [?])])
m4_define([_reduced], [_reduce(_reduce(_reduce([$1],
    [0[-+*/]0\|(0)], [0]), [0\([<>]=?\|[=!]=\)0], [@]), [@[&|]@\|(@)], [@])])
m4_define([_zeros], [_replace(_replace(_replace(_replace(_replace([$1], [\<and\>], [&]), [\<or\>], [|]),
    m4_defn([_identifier]), [0]), m4_defn([_digits]), [0]), [ *\([-+*/<>=!&|()]+\) *], [\1])])
m4_define([_positive], [_replace([$1], [\([<>=(]\)-0], [\10])])

# _identifiers(text): the identifiers of a condition, as a list
m4_define([_identifiers], [_replace(_replace(_replace(_replace([$1],
    [\<\(and\|or\)\>], []), m4_defn([_identifier]), [{\&}]), [[^][{}]*{\([^}]*\)}], [\1,]), [,[^,]*\(.\)$], [\1])])

# What protocol.lock keeps and a run is compared with. It has one line for each setting of this protocol's
# own blocks, with the values that `like` copies. Columns are separated by tabs. The last column, the protocol's line,
# is not locked.
#
#   block(name)  setting                value, with single blanks between words      file:line
#
# Comments, prose, figures, tables (of publications too) and the order of blocks are no settings.

m4_define([_on_record], [m4_ifelse(m4_ifdef([_used], [used])[]_has([figure,table,publication], [$1]), [],
    [_foreach([_word], _defined([W:$2]), [_setting_lines([$1(]_last([$2])[)], [$2], _word)])])])

# _setting_lines(block, record, word): a line for its value, and one each for its verdict or place and its sentence
m4_define([_setting_lines], [m4_ifelse([$3], [rests_on], [], m4_defn([F:$2:$3]), [given],
    [_line([$1], [$2], [$3], [$3], m4_defn([S:$2:$3]))_line([$1], [$2], [$3], [$3.where], _defined([V:$2:$3]))],
    [_line([$1], [$2], [$3], [$3], _plain([$3], m4_defn([F:$2:$3])))m4_dnl
m4_ifelse(_defined([V:$2:$3]), m4_defn([F:$2:$3]), [],
    [_line([$1], [$2], [$3], [$3.verdict], _defined([V:$2:$3]))])m4_dnl
_line([$1], [$2], [$3], [$3.sentence], _defined([S:$2:$3]))])])
m4_define([_line], [m4_ifelse([$5], [], [], [m4_divert(0)[$1	$4	]_words([$5])	_said_at(_where([$2], [$3]))
m4_divert(-1)])])

m4_define([_said_at], [m4_ifelse(m4_index([$1], [ACTIVATIONS]), [0], [command line], [$1])])

# _words(text): with one blank between words, and none before the first
m4_define([_words], [_replace(_replace([$1], [[ 	
]+], [ ]), [\`\(.\) ], [\1])])

# _plain(word, value): a list has a blank after each comma, and candidates by their ids; a condition has blanks
# around comparisons only
m4_define([_plain], [m4_ifelse(
    [$1], [between], [_listed_plainly(_replace(_replace([$2], [@\([a-z]\)], [.\1]), [@], []))],
    [$1], [subject_to], [_condition_words([$2])], m4_index([$1], [when.]), [0], [_condition_words([$2])],
    [_listed_plainly([$2])])])
m4_define([_listed_plainly], [_replace([$1], [,], [, ])])
m4_define([_condition_words], [_replace(_replace([$1], [ *\([-+*/<>=!()]+\) *], [\1]), [[<>=!]+], [ \& ])])

# that the experiment is extended is a setting too: a report may leave it out
m4_define([_at_end], [m4_ifdef([extended:]_recorded, [m4_divert(0)[extended	only	yes	]m4_defn([extended:]_recorded)
m4_divert(-1)])])
_tell([-1])

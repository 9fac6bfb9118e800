# The LaTeX reading: the prose of a protocol, and between it what each block shows: a stage a table, a comparison
# a line, a claim a sentence, a figure itself; at the end the protocol as executed. paper/report.tex defines the macros
# and so their look. Numbers are \Value{id}.

# _tex(text): a name or a path, escaped for TeX
m4_define([_tex], [_replace([$1], [[_&%#$]], [\\\&])])

# _joined(name, [a,b,c], separator, body): as _foreach, with the separator between items
m4_define([_joined], [m4_pushdef([_between])_foreach([$1], [$2], [_between[]m4_define([_between], [[$3]])$4])m4_dnl
m4_popdef([_between])])

m4_define([_at_start], [m4_divert(0)m4_ifelse(_recorded, [setup], [_names_of_values[]])m4_dnl
\begin{Experiment}{_recorded}{m4_defn([title:]_recorded)}
m4_divert(-1)])
m4_define([_on_record], [m4_ifdef([_used], [], [m4_divert(0)_rows_before([$1], [$2])m4_dnl
m4_ifdef([_set:$1], [m4_indir([_set:$1], [$2])])m4_divert(-1)_protocol([$1], [$2])])])

# _names_of_values: the name of each metric in the tables of published values
m4_define([_names_of_values], [_foreach([_word], _quote(m4_defn([_measured]), [difference]),
    [\ValueName{_word}{m4_defn([H:]_word)}
])_foreach([_word], [ci_low,ci_high], [\ValueName{_word}{interval, m4_defn([H:]_word)}
])])

# --- what stands in the text --------------------------------------------------------------------

# A stage that varies a setting has a table with a row for each candidate. Consecutive stages that vary nothing share
# one table.
m4_define([_set:stage], [m4_ifelse(_value([$1], [vary])[]_has_bootstrap([$1]), [yes], [], _has_bootstrap([$1]), [yes], [
_foreach([_candidate], m4_defn([C:$1]), [_group_name(_id(_candidate), [$1], [_said([$1], _candidate)])])m4_dnl
_stage_table([$1], [Stage \Id{_tex(_last([$1]))}: _extent([$1])], [$1], _column(_value([$1], [vary])),
    [_names([$1])])m4_dnl
_foreach([_candidate], m4_defn([C:$1]), [_stage_row([$1], _id(_candidate), [_settings([$1], _candidate)])])m4_dnl
\end{StageTable}
])])

# _group_name(id, stage, varied setting): the name of a candidate in the tables of published values
m4_define([_group_name], [\GroupName{$1}{\Id{_tex(_last([$2]))}, $3}
])

# _rows_before(block, record): print the table of pending rows, unless the record adds a row with the same columns
m4_define([_rows_before], [m4_ifelse([$1]_value([$2], [vary])[]_has_bootstrap([$2]), [stageyes],
    [m4_ifelse(_defined([_rows_columns]), _stage_columns([$2]), [], [_rows_table[]])m4_dnl
m4_define([_rows_columns], _stage_columns([$2]))_append([_rows], [$2])],
    [_rows_table[]])])
m4_define([_rows_table], [m4_ifdef([_rows], [
_foreach([_stage], m4_defn([_rows]), [_group_name(_stage, _stage, [_kept_by(_stage)])])m4_dnl
_stage_table(m4_defn([_rows]), [_stages_of(m4_defn([_rows])) _joined([_stage], m4_defn([_rows]), [, ],
    [\Id{_tex(_last(_stage))}])], _first(m4_defn([_rows])), [l], [stage])m4_dnl
_foreach([_stage], m4_defn([_rows]), [_stage_row(_stage, _stage, [\Id{_tex(_last(_stage))}],
    [m4_ifdef([F:]_stage[:file], [], [_kept_by(_stage); ])_extent(_stage)])])m4_dnl
\end{StageTable}
m4_undefine([_rows], [_rows_columns])])])
m4_define([_stages_of], [m4_ifelse(_count([$1]), [1], [Stage], [Stages])])

# _stage_columns(stage): the metrics that its table shows
m4_define([_stage_columns], [m4_define([_had])_foreach([_word], _columns([stage]), [m4_ifelse(
    _is_measured([$1], _word), [yes], [_append([_had], _word)])])m4_defn([_had])])

# _stage_table(ids, caption, stage, format of the first column, its heading): the beginning of the table
m4_define([_stage_table], [\begin{StageTable}{$1}{$2}{_count(_stage_columns([$3]))}{$4}{{$5}[]_foreach([_word],
    _stage_columns([$3]), [ & m4_defn([H:]_word)])}
])

# _stage_row(stage, id, setting or stage, more about it): the means, and below them the intervals
m4_define([_stage_row], [\StageRow{$3[]_foreach([_word], _stage_columns([$1]), [ & \Value{$2._word}])}m4_dnl
{$4}{_foreach([_word], _stage_columns([$1]), [ &m4_ifelse(m4_ifdef([X:]_word, [resampled])[]m4_dnl
m4_ifdef([alone:stage:]_word, [ alone]), [resampled], [ \Interval{$2._word}])])}{$2}
])

# _extent(stage): the number of seeds and epochs, in words; _kept_by(stage): its k, or that it comes from files
m4_define([_kept_by], [m4_ifdef([F:$1:file], [[from files]], [$k = _k_of([$1@])$])])
m4_define([_extent], [m4_ifdef([F:$1:file], [_count(m4_defn([D:$1:file])) models from files], [_trained_extent([$1])])])
m4_define([_trained_extent], [_count(_value(_first(m4_defn([C:$1])), [seeds])) seeds[]m4_ifdef([F:$1:with_units_of],
    [ and m4_ifdef([F:$1:reference_seed], [one of], [the]) \Id{_tex(_last(_value([$1], [with_units_of])))}])m4_dnl
m4_ifelse(_has(_value([$1], [vary]), [epochs]), [yes], [], [[, ]_value([$1], [epochs]) epochs])])
m4_define([_k_of], [m4_ifdef([choice:$1:k], [\Value{m4_defn([choice:$1:k])}], [_value([$1], [k])])])

# _names(stage): what varies, as a heading; _settings(stage, candidate): its values; _said: both
m4_define([_names], [_joined([_word], _value([$1], [vary]), [, ], [_symbol(_word)])])
m4_define([_settings], [_joined([_word], _value([$1], [vary]), [, ], [_setting_shown(_value([$2], _word))])])
m4_define([_setting_shown], [m4_ifelse(_is([number], [$1]), [yes], [$1], [\Id{_tex(_last([$1]))}])])
m4_define([_said], [_joined([_word], _value([$1], [vary]), [, ], [_symbol(_word) = _number(_value([$2], _word))])])
m4_define([_number], [m4_ifelse(_is([number], [$1]), [yes], [\Decimal{$1}], [_setting_shown([$1])])])
m4_define([_symbol], [m4_ifelse([$1], [k], [$k$], [$1], [lambda], [$\lambda$], [$1], [d_sae], [$d_\mathrm{sae}$],
    [$1], [reference_seed], [reference], [_tex([$1])])])
# _column(what varies): the column format: D, aligned at the decimal point, if one number varies
m4_define([_column], [m4_ifelse(_has([count,whole,number,positive,fraction], _defined([K:$1])), [yes], [D], [l])])

m4_define([_set:choose], [
\ValueName{_last([$1])}{chosen _symbol(_value(_value([$1], [from]), [vary]))}
\Choice{$1}{_tex(_last([$1]))}{_tex(_last(_value([$1], [from])))}{_criterion(_value([$1], [maximise]))}m4_dnl
{m4_ifdef([F:$1:subject_to], [_tex(_value([$1], [subject_to]))])}{_value([$1], [otherwise])}
])
m4_define([_criterion], [_joined([_word], [$1], [, then ], [m4_defn([H:]_word)])])

# a comparison has a block, unless table(...) shows it
m4_define([_set:compare], [m4_ifelse(_has(_in_tables, [$1]), [yes], [
\GroupName{$1}{Comparison of m4_defn([H:]_value([$1], [of]))}], [_compare_block([$1])])])
m4_define([_in_tables], [m4_define([_shown_there])_foreach([_name], m4_defn([_declared]), [m4_ifelse(
    m4_defn([R:]_name):m4_regexp(_name, [^[^.]*], [\&]), table:_recorded, [_foreach([_row], _value(_name, [of]),
    [_append([_shown_there], _row)])])])m4_defn([_shown_there])])
m4_define([_compare_block], [
\Comparison{$1}{_tex(_last([$1]))}{m4_defn([H:]_value([$1], [of]))}m4_dnl
_foreach([_name], _value([$1], [between]), [{_shown(_id(_name))}])
])
m4_define([_set:matched], [
\Matched{$1}{_tex(_last([$1]))}{m4_defn([H:]_value([$1], [of]))}{m4_defn([H:]_value([$1], [at]))}m4_dnl
_foreach([_name], _value([$1], [between]), [{_shown(_name)}])
])
# _shown(id): the id, without the experiment if it is this one
m4_define([_shown], [_tex(_replace([$1], _recorded[\.], []))])

# compare_each(...) has a table with a row for each candidate and one for their mean
m4_define([_set:compare_each], [
\begin{ComparisonsTable}{$1}{\Id{_tex(_last([$1]))}}{m4_defn([H:]_value([$1], [of]))}m4_dnl
_foreach([_name], _value([$1], [between]), [{_shown(_name)}]){_cell([$1], [confidence])}{_line([$1], [confidence])}
_foreach([_candidate], m4_defn([C:]_first(_value([$1], [between]))), [m4_dnl
\ComparisonsRow{_said(_first(_value([$1], [between])), _candidate)}{$1.m4_regexp(_candidate, [[^@]*$], [\&])}
])\ComparisonsMean{$1}
\end{ComparisonsTable}
])

# coverage(...) has a table with a row for each candidate of its stages
m4_define([_set:coverage], [m4_ifdef([F:$1:mean_of], [_mean_coverage([$1], _value([$1], [mean_of]))], [
\begin{CoverageTable}{$1}{_cell([$1], [simulations])}{_cell([$1], [seed])}{_cell([$1], [resamples])}m4_dnl
{_line([$1], [simulations])}
_foreach([_stage], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_stage), [m4_dnl
\CoverageRow{_row_name(_stage, _candidate)}{_id(_candidate)}{_covered_id([$1], _candidate)}
])])\end{CoverageTable}
])])
m4_define([_mean_coverage], [
\begin{MeanCoverageTable}{$1}{m4_defn([H:$2])}{_cell([$1], [simulations])}{_cell([$1], [seed])}m4_dnl
{_cell([$1], [resamples])}{_line([$1], [simulations])}
_foreach([_stage], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_stage), [m4_dnl
\MeanCoverageRow{_row_name(_stage, _candidate)}{_id(_candidate).$2}{_covered_id([$1], _candidate)}
])])\end{MeanCoverageTable}
])
# _row_name(stage or comparison, candidate): its name, with the values of the candidate
m4_define([_row_name], [\Id{_tex(_last([$1]))}m4_ifelse(m4_defn([R:$1]), [stage], [, m4_ifelse(_value([$1], [vary]), [],
    [m4_ifdef([F:$1:file], [[from files]], [$k = _k_of([$2])$])], [_said([$1], [$2])])])])

# table(...) has a row for each comparison, for each probe and for each candidate of its stages, and a column for each
# value shown
m4_define([_set:table], [
\begin{ValuesTable}{$1}{m4_defn([S:$1:caption])}{_count(_value([$1], [shows]))}
_row_kind(m4_defn([R:]_first(_value([$1], [of]))))[]m4_dnl
_foreach([_word], _value([$1], [shows]), [ & m4_defn([I:]_shown_first([$1]).m4_defn([_word]))]) \\ \midrule
_foreach([_name], _value([$1], [of]), [_foreach([_candidate], _rows_of(_name), [_row_name(_name, _candidate)m4_dnl
_foreach([_word], _value([$1], [shows]), [ & \Value{_id(_candidate)._word}]) \\
])])\end{ValuesTable}
])

# _row_kind(block): the heading of a table's first column
m4_define([_row_kind], [m4_ifelse([$1], [compare], [comparison], [$1])])

# _shown_first(table): its first row; the headings of the columns are those of its values
m4_define([_shown_first], [_id(_first(_rows_of(_first(_value([$1], [of])))))])

# publication(...) has its values in a table of its own, as the report has its own at the end of each follow-up
m4_define([_set:publication], [
\Publication{_last([$1])}{m4_defn([S:$1:caption])}
])

m4_define([_set:claim], [
\Claim{$1}
])

# repeat(...) has the value of each replicate for each published value, and how often each claim holds. If it is held
# against publications, table(...) shows the result.
m4_define([_set:repeat], [m4_ifdef([F:$1:held_against], [], [_replicates_told([$1])])])
m4_define([_replicates_told], [
\Replicated{$1}{\Id{_tex(_last([$1]))}}{\begin{RepeatTable}{$1}{\Id{_tex(_last([$1]))}}{_count(_value([$1], [on]))}
{id & published[]_foreach([_name], _value([$1], [on]), [ \RepeatHead{_tex(_last(_name))}])}
_foreach([_published], _published_of([$1], [published]), [_group_before(_published)m4_dnl
\RepeatRow{_published}{m4_regexp(_published, [\.\(.*\)], [\1])}[]m4_dnl
_foreach([_name], _value([$1], [on]), [ & \Value{$1.[]_last(_name).[]_published}]) \\
])m4_undefine([_group])\midrule distance & [] m4_dnl
_foreach([_name], _value([$1], [on]), [ & \Value{$1.[]_last(_name).distance}]) \\
\end{RepeatTable}
_spreads([$1])}m4_ifelse(_has_spreads([$1]), [yes], [\SpreadsTold{$1}])m4_dnl
\begin{HoldsTable}{$1}{\Id{_tex(_last([$1]))}}{$1.replicates}
_foreach([_claim], _claims_of([$1]), [m4_dnl
\HoldsRow{_claim}{$1.[]_claim.holds}
])\end{HoldsTable}
])

# _spreads(repeat): mean and spread of each published value, beside those over the repeat that scaled_by names
m4_define([_has_spreads], [m4_ifdef([F:$1:seed_step], [m4_ifdef([F:$1:scaled_by], [yes])])])
m4_define([_spreads], [m4_ifelse(_has_spreads([$1]), [yes], [m4_dnl
\begin{SpreadTable}{$1}{\Id{_tex(_last([$1]))}}{\Id{_tex(_last(_value([$1], [scaled_by])))}}
_foreach([_published], _published_of([$1], [published]), [_group_before(_published)m4_dnl
\RepeatRow{_published}{m4_regexp(_published, [\.\(.*\)], [\1])} & m4_dnl
\SpreadCells{_value([$1], [scaled_by]).[]_published} & \SpreadCells{$1.[]_published} \\
])m4_undefine([_group])\end{SpreadTable}
])])

# _group_before(id): a line with its experiment, if the row before is of another one
m4_define([_group_before], [m4_ifelse(_defined([_group]), m4_regexp([$1], [^[^.]*], [\&]), [], [m4_define([_group],
    m4_regexp([$1], [^[^.]*], [\&]))\RepeatGroup{_group}
])])

m4_define([_set:activations], [m4_ifdef([F:$1:file], [\FromFile
])])

m4_define([_set:figure], [
\Figure{$1}{m4_translit([$1], [.], [-])}{m4_defn([S:$1:caption])}
])

# --- the protocol as executed --------------------------------------------------------------------
# One table tells what the blocks have that is not the setup's. Settings of several stages that have the same value from
# the same line stand once, by the names of these stages. Consecutive blocks that differ in one setting are one line.

m4_define([_protocol], [m4_ifelse(
    _has([claim,figure,table,publication,choose,compare,compare_each,matched,coverage,deviation,repeat,nearest], [$1]),
    [yes], [], [$1], [stage], [_append([_stages], [$2])], [_append([_blocks], [$2])])])

# _own_words(record): its words, without those that it has from the setup's block, which the setup's table tells
m4_define([_own_words], [m4_define([_had])_foreach([_word], m4_defn([W:$1]), [m4_ifelse(
    _has([like,vary], _word)[]_is_setups([$1], _word), [], [_append([_had], _word)])])m4_defn([_had])])
m4_define([_is_setups], [m4_ifelse(_recorded, [setup], [], m4_index(_where([$1], [$2]), [/setup.m4]), [-1], [],
    [yes])])

# _share(stage): note which stages have this word with this value from this line; _group(stage): put a word with the
# first of them, so that in:stages has all words that these stages share
m4_define([_key], [[$2:]_value([$1], [$2])[:]_where([$1], [$2])])
m4_define([_share], [_foreach([_word], _own_words([$1]), [_append([of:]_key([$1], _word), [$1])])])
m4_define([_group], [_foreach([_word], _own_words([$1]),
    [_into_group([$1], _word, m4_defn([of:]_key([$1], _word)))])])
m4_define([_into_group], [m4_ifelse(_first([$3]), [$1], [m4_ifdef([in:$3], [],
    [m4_define([group:]m4_incr(_count(_defined([_groups]))), [$3])_append([_groups],
        m4_incr(_count(_defined([_groups]))))])_append([in:$3], [$2])])])
m4_define([_stages_told], [_foreach([_stage], _defined([_stages]), [_share(_stage)])m4_dnl
_foreach([_stage], _defined([_stages]), [_group(_stage)])m4_dnl
_foreach([_number_of_group], _defined([_groups]), [_group_told(m4_defn([group:]_number_of_group))])])
m4_define([_group_told], [_block_told(m4_ifelse(_count([$1]), [1], [stage], [stages]), [$1], m4_defn([in:$1]))])

# _block_told(kind, [records], [words]): a row for each line that gives some of these words to the first of the records
m4_define([_block_told], [m4_define([_head], [{$1}{_names_told([$2])}])m4_define([_lines])m4_dnl
_foreach([_word], [$3], [_at_line(_first([$2]), _word, _line(_first([$2]), _word))])m4_dnl
_foreach([_at], m4_defn([_lines]), [\SettingsRow[]_head{m4_indir([at:]_at)}{_at}
m4_undefine([at:]_at)m4_define([_head], [{}{}])])])
m4_define([_at_line], [m4_ifdef([at:$3], [], [_append([_lines], [$3])])m4_define([at:$3],
    m4_ifdef([at:$3], [m4_defn([at:$3])[; ]])[\Setting{_meaning([$2])}{_shown_value([$1], [$2])}])])
m4_define([_names_told], [_joined([_name], [$1], [, ], [\Id{_tex(_last(_name))}])])

# _blocks_told: each block that is no stage; those that differ from the first of them in the same one setting, together
m4_define([_blocks_told], [_foreach([_next_block], _defined([_blocks]), [m4_dnl
m4_ifelse(_joins(_next_block), [yes], [], [_together_told[]m4_undefine([_together], [_differs])])m4_dnl
m4_ifdef([_together], [m4_define([_differs], m4_defn([_differing]))])_append([_together], _next_block)])_together_told])
m4_define([_joins], [m4_ifdef([_together], [_differ([$1], _first(m4_defn([_together])))m4_dnl
m4_ifelse(_count(m4_defn([_differing])):m4_defn([_differing]), 1:m4_ifdef([_differs], [m4_defn([_differs])],
    [m4_defn([_differing])]), [yes])])])
# _differ(record, other): the words whose values differ, or more than one if they have not the same words
m4_define([_differ], [m4_define([_differing])m4_ifelse(m4_defn([R:$1])(_own_words([$1])),
    m4_defn([R:$2])(_own_words([$2])), [_foreach([_word], _own_words([$1]), [m4_ifelse(_shown_value([$1], _word),
    _shown_value([$2], _word), [], [_append([_differing], _word)])])], [m4_define([_differing], [block,words])])])
m4_define([_together_told], [m4_ifdef([_together], [m4_ifelse(_count(m4_defn([_together])), [1],
    [_block_told(m4_defn([R:]_together), _together, _own_words(_together))], [_list_told(m4_defn([_together]))])])])

# _list_told([records]): their names, the words that they give and the lines, in one row
m4_define([_list_told], [m4_define([_lines])_foreach([_word], _own_words(_first([$1])), [_foreach([_name], [$1],
    [_add_line(_place(_name, _word))])])m4_dnl
\SettingsRow{_count([$1]) _plural(m4_defn([R:]_first([$1])))}{_runs(_last_of([$1]))}{m4_dnl
_joined([_word], _own_words(_first([$1])), [; ], [\Setting{_meaning(_word)}{m4_ifelse(_word, m4_defn([_differs]),
    [_runs(_values_of([$1], _word))], [_shown_value(_first([$1]), _word)])}])}{_runs(m4_defn([_lines]))}
])
m4_define([_add_line], [m4_ifelse(_has(m4_defn([_lines]), [$1]), [yes], [], [_append([_lines], [$1])])])
m4_define([_plural], [m4_regexp([$1], [^\(.*[^s]\)s*$], [\1s])])
m4_define([_last_of], [m4_define([_each_last])_foreach([_name], [$1], [_append([_each_last], _last(_name))])m4_dnl
m4_defn([_each_last])])
m4_define([_values_of], [m4_define([_each_value])_foreach([_name], [$1], [_append([_each_value],
    _last(_value(_name, [$2])))])m4_defn([_each_value])])

# _runs([a_1,a_2,a_3,b]): a_1 to a_3, b
m4_define([_runs], [m4_undefine([_run_first], [_run_last])m4_define([_comma])_foreach([_item], [$1],
    [_extend_run(_item)])_end_run])
m4_define([_extend_run], [m4_ifelse(_defined([_run_last]), [], [m4_define([_run_first], [$1])],
    _after(m4_defn([_run_last])), [$1], [], [_end_run[]m4_define([_run_first], [$1])])m4_define([_run_last], [$1])])
m4_define([_end_run], [_comma[]m4_define([_comma], [[, ]])_shown_item(m4_defn([_run_first]))m4_dnl
m4_ifelse(m4_defn([_run_first]), m4_defn([_run_last]), [], [m4_ifelse(_after(m4_defn([_run_first])),
    m4_defn([_run_last]), [[, ]], [[ to ]])_shown_item(m4_defn([_run_last]))])])
# _after(a_1): a_2; nothing if it does not end in a number
m4_define([_after], [m4_ifelse(m4_regexp([$1], [[0-9]$]), [-1], [], [m4_regexp([$1], [^\(.*[^0-9]\)?[0-9]+$],
    [\1])[]m4_incr(m4_regexp([$1], [[0-9]+$], [\&]))])])
m4_define([_shown_item], [m4_ifelse(_is([name], [$1]), [yes], [\Id{_tex(_last([$1]))}], [_tex([$1])])])

# _cell(record, word): the value as it is printed; _line(record, word): the line that gives it,
# and _place(record, word) the same before it is escaped
m4_define([_cell], [m4_ifdef([F:$1:$2], [_shown_value([$1], [$2])])])
m4_define([_shown_value], [m4_ifdef([D:$1:$2], [_joined([_path], m4_defn([D:$1:$2]), [, ],
    [_file_name(m4_regexp(m4_defn([_path]), [[^/]*$], [[\&]]))])],
    [m4_ifdef([S:$1:$2], [_file_name(m4_regexp(m4_defn([S:$1:$2]), [[^/]*$], [[\&]]))],
    [_joined([_part], _value([$1], [$2]), [, ], [_shown_item(_part)])])])])
# _file_name(name): a line may break at any place in it
m4_define([_file_name], [\Id{_tex(_replace([$1], [[A-Za-z0-9._-]], [\&\\allowbreak{}]))}])
m4_define([_line], [_tex(_place([$1], [$2]))])
m4_define([_place], [m4_ifelse(m4_index(_where([$1], [$2]), [ACTIVATIONS]), [0], [command line],
    [_file_told(m4_regexp(_where([$1], [$2]), [\([^/]*\)\.m4:], [\1]))[]m4_dnl
m4_regexp(_where([$1], [$2]), [[0-9]*$], [\&])])])
# _file_told(protocol): what is printed before its line numbers: nothing for this protocol
m4_define([_file_told], [m4_ifelse([$1], _recorded, [], [[$1.m4:]])])
m4_define([_meaning], [m4_ifelse(m4_index([$1], [bootstrap.]), [0],
    [m4_defn([M:bootstrap]) of m4_defn([H:]m4_regexp([$1], [\.\(.*\)], [\1]))],
    [m4_defn([M:$1])])])

m4_define([_settings_table], [m4_divert(0)
\Later\Settings{\begin{SettingsTable}
_blocks_told[]_stages_told[]m4_dnl
\end{SettingsTable}}
m4_divert(-1)])
m4_define([_at_end], [m4_divert(0)_rows_table[]
\Reported{_recorded}
m4_divert(-1)m4_ifelse(_defined([_blocks])[]_defined([_stages]), [], [], [_settings_table])
m4_divert(0)\end{Experiment}
])
_tell([0])

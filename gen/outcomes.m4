# The blocks that use artifacts: choices, comparisons, coverages, tables, claims, figures, repeats and deviations; and
# the ids of all values.

# --- values of the report ----------------------------------------------------------------------

# _id(candidate): the beginning of the ids of its values: experiment.stage or experiment.stage.k4
m4_define([_id], [_dotted(m4_translit([$1], [@], [,]))])
m4_define([_dotted], [$1[]m4_ifelse([$2], [], [], [.$2])])

m4_define([_new_value], [m4_define([I:$1], [$2])m4_divert(_known_ids)$1
m4_divert(-1)])
m4_define([_new_interval], [
    _new_value([$1.ci_low], [$2, low end])
    _new_value([$1.ci_high], [$2, high end])])

# _new_values(id, [metrics]): declare the value `id.metric` for each metric
m4_define([_new_values], [_foreach([_word], [$2], [_new_value([$1.]_word, m4_defn([H:]_word))])])

# _stage_values(candidate): declare a value for each of its metrics, with the interval if it is resampled
m4_define([_stage_values], [_metric_values([$1], _id([$1]))])
m4_define([_metric_values], [
    _new_values([$2], _measured_of([$1]))
    _foreach([_word], _resampled_of([$1]), [_new_interval([$2.]_word, m4_defn([H:]_word))])])

# the counts of the comparison with the published values (src/values/verdict.c)
_foreach([_name], [published,rebuilt,equal_as_printed,within,outside], [_new_value([verdict.]_name)])

# _known(identifier): the id of a value of this experiment, or the full id of another's; published.id is the
# published value of that id (data/reported.tsv)
m4_define([_known], [m4_ifdef([I:]_experiment[.$1], [_experiment[.$1]], [m4_ifdef([I:$1], [[$1]],
    [m4_ifelse(m4_index([$1], [published.]), [0], [_known(m4_substr([$1], 10))])])])])

# _identify(record, word): check that every identifier of the condition is a value (or a metric, if of a candidate)
m4_define([_identify], [_foreach([_name], _identifiers(_value([$1], [$2])),
    [m4_ifelse(_has(m4_defn([_measured]), _name)[$2], [yessubject_to], [], _known(_name), [],
        [_error(_where([$1], [$2]), m4_regexp([$2], [^[a-z_]+], [\&])[: ']_name[' is no value known here,
            expected the id of one declared above])])])])

# --- choices, comparisons, claims, figures -----------------------------------------------------

m4_define([check:choose], [
    _need([$1], [from], [stage])
    m4_ifdef([_failed], [], [m4_ifelse(
        _count(_value(_value([$1], [from]), [vary]))[]_has_bootstrap(_value([$1], [from])), [1yes], [],
        [_error(_where([$1], [from]),
            [from: ']_last(_value([$1], [from]))[' must vary one setting and have bootstrap seeds])])])
    m4_ifdef([_failed], [], [_need_metrics([$1], [maximise], _measured_of(_value([$1], [from])))])
    m4_ifelse(_has([all,stop], _value([$1], [otherwise])), [yes], [],
        [_error(_where([$1], [otherwise]), [otherwise: ']_value([$1], [otherwise])[' is neither all nor stop])])
    m4_ifdef([F:$1:subject_to], [_identify([$1], [subject_to])])
    m4_ifdef([_failed], [], [_chosen_values([$1], _value([$1], [from]))])])

# _need_metrics(record, word, [metrics]): check that the word names some of these
m4_define([_need_metrics], [_foreach([_name], _value([$1], [$2]), [m4_ifelse(_has([$3], _name), [yes], [],
    [_error(_where([$1], [$2]), [$2: ']_name[' is no metric]m4_dnl
_meant(_name, [$3])[, expected some of ]_replace([$3], [,], [ ]))])])])

# _chosen_values(choice, stage): declare the choice, and the values of the chosen candidate as `stage.choice.metric`
m4_define([_chosen_values], [
    _new_value([$1], m4_defn([M:]_value([$2], [vary])))
    _new_value([$1.criterion_met])
    m4_define([R:$2@]_last([$1]), [chosen])
    m4_define([F:$2@]_last([$1])[:choice], [$1])
    _foreach([_word], m4_defn([_needed]), [m4_ifdef([F:$2:]_word, [m4_define([F:$2@]_last([$1])[:]_word, [yes])])])
    _stage_values([$2@]_last([$1]))])

m4_define([check:compare], [
    _need_candidates([$1], _spread(_value([$1], [between])))
    m4_ifelse(_count(_value([$1], [of]))[]_has(_compared_metrics, _value([$1], [of])), [1yes], [],
        [_error(_where([$1], [of]), [of: ']_value([$1], [of])[' is no metric to compare stages by]m4_dnl
_meant(_value([$1], [of]), _compared_metrics)[,
            expected one of ]_replace(_compared_metrics, [,], [ ]))])
    _seeded_for([$1], [difference])
    _new_values([$1], m4_defn([metrics:comparison]))])
m4_define([_need_candidates], [_two_candidates([$1], _candidate_named([$2]), _candidate_named([$3]), [$2], [$3])])
m4_define([_two_candidates], [m4_ifelse(
    [$2], [], [_error(_where([$1], [between]), [between: '$4' is no stage of one candidate, nor stage.candidate])],
    [$3], [], [_error(_where([$1], [between]), [between: '$5' is no stage of one candidate, nor stage.candidate])],
    [$2], [$3], [_error(_where([$1], [between]), [between: '$4' is compared with itself, expected two stages])],
    [m4_define([F:$1:between], [$2,$3])])])

# _candidate_named(name): the candidate of `stage`, `stage.candidate` or `stage.choice`; nothing if there is none
m4_define([_candidate_named], [m4_ifdef([R:]_resolve([$1])[@], [_resolve([$1])[@]],
    [_candidate_at(_resolve(m4_regexp([$1], [^\(.*\)\.[^.]*$], [\1])), _last([$1]))])])
m4_define([_candidate_at], [m4_ifdef([R:$1@$2], [[$1@$2]])])

# _need_stages(record, another block): check that `of` names stages with values, or records of that block, and put
# their full names
m4_define([_need_stages], [m4_define([_named])_foreach([_name], _value([$1], [of]),
    [_need_stage([$1], _name, _resolve(_name), [$2])])m4_define([F:$1:of], m4_defn([_named]))])
m4_define([_need_stage], [m4_ifelse(_has([stage,$4], _defined([R:$3]))[]_has_bootstrap([$3]), [yesyes], [],
        [_error(_where([$1], [of]), [of: '$2' is no stage with bootstrap seeds declared above])])
    _append([_named], [$3])])

m4_define([check:coverage], [
    _need_stages([$1])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_name), [
        _coverage_values([$1], _covered_id([$1], _candidate))])])])])
# _covered_id(coverage, candidate): the beginning of the ids of its values: experiment.coverage.stage.candidate
m4_define([_covered_id], [$1[]m4_regexp(_id([$2]), [\..*], [\&])])
m4_define([_coverage_values], [m4_ifdef([I:$2.bootstrap],
    [_error(_where([$1], [of]), [of: two stages are called ]_last([$2])[, expected different names])],
    [_new_values([$2], m4_defn([metrics:coverage]))])])

m4_define([check:table], [
    _need_stages([$1], [compare])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_row], _rows_of(_name),
        [_foreach([_word], _value([$1], [shows]), [m4_ifdef([I:]_id(_row)[.]_word, [],
            [_error(_where([$1], [shows]), [shows: ']_word[' is no value of ]_id(_row))])])])])])])
# _rows_of(stage or comparison): the records that each have a row in a table
m4_define([_rows_of], [m4_ifdef([C:$1], [m4_defn([C:$1])], [[$1]])])

m4_define([check:claim], [
    _append([claims:]_experiment, [$1])
    _verdict([otherwise], _where([$1], [otherwise]), _value([$1], [otherwise]))
    m4_ifelse(_defined([S:$1:otherwise]), [],
        [_error(_where([$1], [otherwise]), [otherwise: expected a verdict and a sentence])])
    m4_define([_basis])
    _foreach([_word], _defined([W:$1]), [m4_ifelse(m4_index(_word, [when.]), [0], [
        _identify([$1], _word)
        _foreach([_name], _identifiers(_value([$1], _word)),
            [m4_ifelse(_has(m4_defn([_basis]), _name), [yes], [], [_append([_basis], _name)])])])])
    m4_ifelse(m4_defn([_basis]), [], [], [_set([$1], [rests_on], m4_defn([L:$1]), m4_defn([_basis]))])])

m4_define([check:figure], [
    _foreach([_name], _value([$1], [of]), [m4_ifelse(_has([stage,repeat], _defined([R:]_resolve(_name))), [yes], [],
        [_error(_where([$1], [of]), [of: ']_name[' is no stage or repeat declared above])])])
    m4_ifdef([_used], [], [m4_syscmd([test -f figures/]_value([$1], [draws])[.gp])m4_ifelse(m4_sysval, [0], [],
        [_error(_where([$1], [draws]),
            [draws: there is no figures/]_value([$1], [draws])[.gp, expected the name of a script there])])])])

# repeat(name, of(experiments) vary(on, activations...)): these experiments, unchanged, on each of these activations
m4_define([check:repeat], [
    m4_define([repeats:]_experiment)
    _foreach([_name], _value([$1], [of]), [m4_ifdef([title:]_name, [m4_ifdef([repeats:]_name,
        [_error(_where([$1], [of]), [of: ']_name[' repeats others itself, expected an experiment that does not])])],
        [_error(_where([$1], [of]), [of: ']_name[' is no experiment known here, expected uses(]_name[) before])])])
    m4_ifelse(_value([$1], [vary]), [on], [],
        [_error(_where([$1], [on]),
            [repeat(]_last([$1])[): expected vary(on, ...) and the names of two activations or more])])
    _need_all_of([$1], [on], [activations])
    m4_define([F:$1:on], _full_names(_value([$1], [on])))
    _need([$1], [scaled_by], [repeat])
    _foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [only.]), [0], [_check_only([$1], _word)])])
    m4_ifdef([_failed], [], [_repeat_values([$1])])])

# _check_only(repeat, only.word): check that stages of these experiments vary the word over these values
m4_define([_check_only], [_foreach([_varied], _value([$1], [$2]), [m4_ifelse(
    _has(_varied_by(_value([$1], [of]), _last([$2])), _varied), [yes], [],
    [_error(_where([$1], [$2]), [only: no stage repeated here varies ]_last([$2])[ over ]_varied)])])])

# _varied_by([experiments], word): the values over which their stages vary it
m4_define([_varied_by], [m4_define([_found])_foreach([_name], [$1],
    [_append([_found], _defined([varied:]_name[:$2]))])m4_defn([_found])])

# _need_all_of(record, word, block): check that each name in the list is that of such a block
m4_define([_need_all_of], [_foreach([_name], _value([$1], [$2]), [m4_ifelse(_defined([R:]_resolve(_name)), [$3], [],
    [_error(_where([$1], [$2]), [$2: ']_name[' is no $3 declared above])])])])

# _repeat_values(record): declare, for each published value, the replicates' values and their spread; for each claim, in
# how many replicates it holds
m4_define([_repeat_values], [
    _new_value([$1.replicates])
    _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.distance])])
    _foreach([_name], _value([$1], [of]),
        [_foreach([_claim], _defined([claims:]_name), [_new_value([$1.]_claim[.holds])])])
    _foreach([_published], _published_of([$1]), [
        _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.]_published)])
        m4_ifdef([F:$1:confidence], [_new_values([$1.]_published, m4_defn([metrics:replicates]))])])])

# _published_of(record): the ids of data/reported.tsv that belong to its experiments
m4_define([_published_of], [m4_define([_ids])_foreach([_name], _published_ids,
    [m4_ifelse(_has(_value([$1], [of]), m4_regexp(_name, [^[^.]*], [\&])), [yes],
        [_append([_ids], _trim(_name))])])m4_defn([_ids])])
m4_define([_published_ids], [_quote(m4_esyscmd([cut -f1 data/reported.tsv | grep -v '^#' | paste -sd,]))])

# a difference from the published study that is on purpose
m4_define([check:deviation], [])

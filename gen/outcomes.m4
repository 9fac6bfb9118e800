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

# The publications that a run is compared with: the report (data/reported.tsv), whose values are published.id, then
# others, such as data/reported-paper.tsv, whose values are paper.id. published:NAME holds the ids of each.
m4_define([_other_publications], _quote(m4_esyscmd([cd data && ls reported-*.tsv 2>/dev/null |
    sed 's/^reported-//; s/\.tsv$//' | paste -sd,])))
m4_define([_other_publications], _trim(m4_defn([_other_publications])))
m4_define([_ids_in], [_trim(_quote(m4_esyscmd([cut -f1 data/$1 | grep -v '^#' | paste -sd,])))])
m4_define([published:published], _ids_in([reported.tsv]))
_foreach([_name], m4_defn([_other_publications]),
    [m4_define([published:]_name, _ids_in([reported-]_name[.tsv]))])

# the counts of the comparison with the published values (src/values/verdict.c)
m4_define([_verdict_values], [_foreach([_count_of], [published,rebuilt,equal_as_printed,within,outside,below,above],
    [_new_value([verdict.$1]_count_of)])])
_verdict_values([])
_foreach([_name], m4_defn([_other_publications]), [_verdict_values(_name[.])])

# _known(identifier): the id of a value of this experiment, or the full id of another's; published.id or paper.id is the
# value of that id that this publication printed
m4_define([_known], [m4_ifdef([I:]_experiment[.$1], [_experiment[.$1]], [m4_ifdef([I:$1], [[$1]],
    [_published_as(m4_regexp([$1], [^[^.]*], [\&]), m4_regexp([$1], [\.\(.*\)], [\1]), [$1])])])])
m4_define([_published_as], [m4_ifelse([$2], [], [], _has(_defined([published:$1]), [$2]), [yes], [[$3]])])

# _identify(record, word): check that every identifier of the condition is a value (or a metric, if of a candidate)
m4_define([_identify], [_foreach([_name], _identifiers(_value([$1], [$2])),
    [m4_ifelse(_has(_measured_of(_value([$1], [from])), _name)[$2], [yessubject_to], [], _known(_name), [],
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
    _need_compared([$1], [of])
    _seeded_for([$1], [difference])
    m4_ifdef([_failed], [], [m4_ifdef([F:$1:gain_over],
        [_foreach([_name], [of,gain_over],
            [_need_metrics([$1], _name, _shared_by(_spread(_value([$1], [between]))))])])])
    _comparison_values([$1], [$1])])
# _comparison_values(record, id): the metrics of one comparison, with those that the record asks for
m4_define([_comparison_values], [_foreach([_name], m4_defn([metrics:comparison]), [m4_ifelse(
    _is_measured([$1], [comparison:]_name), [yes], [_new_value([$2.]_name, m4_defn([H:]_name))])])])
# _need_compared(record, word): it names one metric of models or pairs, which all that stands in `between` has
m4_define([_need_compared], [m4_ifelse(_count(_value([$1], [$2]))[]_has(_compared_metrics, _value([$1], [$2])), [1yes],
    [m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [between]), [m4_ifelse(
        _is_measured(_name, _value([$1], [$2])), [yes], [], [_error(_where([$1], [$2]),
            [$2: ]_value([$1], [$2])[ is not measured of ]_shown_as(_name)[, expected ]m4_defn([U:]_value([$1],
            [$2]))[ in its stage])])])])],
    [_error(_where([$1], [$2]), [$2: ']_value([$1], [$2])[' is no metric to compare stages by]m4_dnl
_meant(_value([$1], [$2]), _compared_metrics)[,
        expected one of ]_replace(_compared_metrics, [,], [ ]))])])
# _shown_as(experiment.stage@candidate): as a protocol writes it
m4_define([_shown_as], [_replace(_replace([$1], [@\([a-z]\)], [.\1]), [@], [])])
# _shared_by(two candidates): the metrics of pairs that both have
m4_define([_shared_by], [m4_define([_had])_foreach([_metric_of_pairs], m4_defn([metrics:pair]), [m4_ifelse(
    _is_measured([$1], _metric_of_pairs)[]_is_measured([$2], _metric_of_pairs), [yesyes],
    [_append([_had], _metric_of_pairs)])])m4_defn([_had])])
m4_define([_need_candidates], [_two_candidates([$1], _candidate_named([$2]), _candidate_named([$3]), [$2], [$3])])
m4_define([_two_candidates], [m4_ifelse(
    [$2], [], [_error(_where([$1], [between]), [between: '$4' is no stage of one candidate, nor stage.candidate])],
    [$3], [], [_error(_where([$1], [between]), [between: '$5' is no stage of one candidate, nor stage.candidate])],
    [$2], [$3], [_error(_where([$1], [between]), [between: '$4' is compared with itself, expected two stages])],
    [m4_define([F:$1:between], [$2,$3])])])

# compare_each(name, of(metric) between(stage, stage)): compare each candidate with the one of the same name
m4_define([check:compare_each], [
    _need_all_of([$1], [between], [stage])
    m4_ifdef([_failed], [], [_same_candidates([$1], _spread(_full_names_of(_value([$1], [between]))))])
    _need_compared([$1], [of])
    _seeded_for([$1], [difference])
    m4_ifdef([_failed], [], [
        _foreach([_candidate], m4_defn([C:]_first(_value([$1], [between]))),
            [_comparison_values([$1], [$1].m4_regexp(_candidate, [[^@]*$], [\&]))])
        _new_values([$1], m4_defn([metrics:comparisons]))])])
# _full_names_of([names]): of records, in full
m4_define([_full_names_of], [m4_define([_full])_foreach([_name], [$1],
    [_append([_full], _resolve(_name))])m4_defn([_full])])
m4_define([_same_candidates], [m4_ifelse(
    [$2], [$3], [_error(_where([$1], [between]),
        [between: ']_last([$2])[' is compared with itself, expected two stages])],
    _value([$2], [vary]), [], [_error(_where([$1], [between]),
        [between: ']_last([$2])[' varies nothing, expected a stage of several candidates])],
    _names_of_candidates([$2]), _names_of_candidates([$3]), [m4_define([F:$1:between], [$2,$3])],
    [_error(_where([$1], [between]), [between: ']_last([$2])[' and ']_last([$3])[' have different candidates, ]m4_dnl
[expected stages that vary the same settings over the same values])])])
m4_define([_names_of_candidates], [_replace(m4_defn([C:$1]), [[^][,@]*@], [])])

# _candidate_named(name): the candidate of `stage`, `stage.candidate` or `stage.choice`; nothing if there is none. The
# name of a candidate may contain a point: stage.lambda0.5. What `like` copied is a candidate already.
m4_define([_candidate_named], [m4_ifelse(m4_index([$1], [@]), [-1],
    [m4_ifdef([R:]_resolve([$1])[@], [_resolve([$1])[@]], [_parted([$1])])], [[$1]])])
m4_define([_parted], [m4_ifelse(m4_index([$1], [.]), [-1], [],
    [_candidate_at(m4_regexp([$1], [^\(.*\)\.[^.]*$], [\1]), _last([$1])[$2])])])
m4_define([_candidate_at], [m4_ifdef([R:]_resolve([$1])[@$2], [_resolve([$1])[@$2]], [_parted([$1], [.$2])])])

# matched: two stages that are curves, compared by a metric at equal values of another metric; both stages have both
m4_define([check:matched], [
    _need_curves([$1], _spread(_value([$1], [between])))
    _need_compared([$1], [of])
    _need_compared([$1], [at])
    _new_values([$1], m4_defn([metrics:matched]))])
m4_define([_need_curves], [
    m4_ifelse([$2], [$3], [_error(_where([$1], [between]),
        [between: '$2' is matched with itself, expected two stages])])
    m4_define([F:$1:between], _curve_named([$1], [$2], _resolve([$2]))[,]_curve_named([$1], [$3], _resolve([$3])))])
m4_define([_curve_named], [m4_ifelse(
    _count(_value([$3], [vary]))[]_has_bootstrap([$3]), [1yes], [[$3]],
    [_error(_where([$1], [between]),
        [between: '$2' is no stage declared above that varies one setting and has bootstrap seeds])])])

# _need_stages(record, [other blocks]): check that `of` names stages with values, or records of those blocks, and put
# their full names
m4_define([_need_stages], [m4_define([_named])_foreach([_name], _value([$1], [of]),
    [_need_stage([$1], _name, _resolve(_name), [$2])])m4_define([F:$1:of], m4_defn([_named]))])
m4_define([_need_stage], [m4_ifelse(_has([stage,$4], _defined([R:$3]))[]m4_dnl
m4_ifelse(_defined([R:$3]), [repeat], [yes], [_has_bootstrap([$3])]), [yesyes], [],
    _has([$4], [probe])[]_defined([R:$3]), [yesprobe], [],
        [_error(_where([$1], [of]), [of: '$2' is no stage with bootstrap seeds declared above])])
    _append([_named], [$3])])

m4_define([check:coverage], [
    _need_stages([$1])
    m4_ifdef([_failed], [], [m4_ifdef([F:$1:mean_of], [_need_mean([$1], _value([$1], [mean_of]))])])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_name), [
        _coverage_values([$1], _covered_id([$1], _candidate))])])])])
# _covered_id(coverage, candidate): the beginning of the ids of its values: experiment.coverage.stage.candidate
m4_define([_covered_id], [$1[]m4_regexp(_id([$2]), [\..*], [\&])])
m4_define([_coverage_values], [m4_ifdef([I:$2.bootstrap],
    [_error(_where([$1], [of]), [of: two stages are called ]_last([$2])[, expected different names])],
    [_new_values([$2], m4_defn([metrics:]m4_ifdef([F:$1:mean_of], [mean_coverage], [coverage])))])])
# _need_mean(coverage, metric): check that it is a metric of models which has an interval in each of the stages
m4_define([_need_mean], [m4_ifelse(_has(m4_defn([metrics:model]), [$2])[]m4_ifdef([X:$2], [yes]), [yesyes],
    [_foreach([_name], _value([$1], [of]), [m4_ifelse(_is_measured(_name, [$2]), [yes], [],
        [_error(_where([$1], [mean_of]), [mean_of: $2 is not measured of ]_last(_name)[, expected ]m4_dnl
m4_defn([U:$2])[ in its stage])])])],
    [_error(_where([$1], [mean_of]), [mean_of: '$2' is no metric of models with an interval]m4_dnl
_meant([$2], _means)[, expected one of ]_replace(_means, [,], [ ]))])])
# _means: the metrics of models whose mean has an interval
m4_define([_means], [m4_define([_had])_foreach([_word], m4_defn([metrics:model]), [m4_ifdef([X:]_word,
    [_append([_had], _word)])])m4_defn([_had])])

# probe(name, of(transformer) replace(position) seed(number))
m4_define([check:probe], [
    _need([$1], [of], [transformer])
    m4_ifelse(_has([1,3,5], _value([$1], [replace])), [yes], [], [_error(_where([$1], [replace]),
        [replace: no number stands at ]_value([$1], [replace])[, expected 1, 3 or 5])])
    _new_values([$1], m4_defn([metrics:probe]))])

m4_define([check:table], [
    _need_stages([$1], [compare,probe,repeat])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_row], _rows_of(_name),
        [_foreach([_word], _value([$1], [shows]), [m4_ifdef([I:]_id(_row)[.]_word, [],
            [_error(_where([$1], [shows]), [shows: ']_word[' is no value of ]_id(_row))])])])])])])
# _rows_of(stage, comparison, probe or repeat): the records that each have a row in a table
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
    _foreach([_name], _value([$1], [of]), [m4_ifelse(
        _has([stage,compare_each,repeat], _defined([R:]_resolve(_name))), [yes], [],
        [_error(_where([$1], [of]), [of: ']_name[' is no stage, compare_each or repeat declared above])])])
    m4_ifdef([_used], [], [m4_syscmd([test -f figures/]_value([$1], [draws])[.gp])m4_ifelse(m4_sysval, [0], [],
        [_error(_where([$1], [draws]),
            [draws: there is no figures/]_value([$1], [draws])[.gp, expected the name of a script there])])])])

# repeat(name, of(experiments) vary(on, activations...)): these experiments, unchanged, on each of these activations
m4_define([check:repeat], [
    m4_define([repeats:]_experiment)
    _foreach([_name], _value([$1], [of]), [m4_ifdef([title:]_name, [m4_ifdef([repeats:]_name,
        [_error(_where([$1], [of]), [of: ']_name[' repeats others itself, expected an experiment that does not])])],
        [_error(_where([$1], [of]), [of: ']_name[' is no experiment known here, expected uses(]_name[) before])])
        m4_ifdef([drawn:]_name, [_error(_where([$1], [of]),
            [of: ']_name[' trains ']m4_defn([drawn:]_name)[' on activations drawn from others,
            expected an experiment whose stages can all be trained on the same ones])])
        m4_ifdef([theirs:]_name, [_error(_where([$1], [of]), [of: ']_name[' has ']m4_defn([theirs:]_name)[' from files,
            expected an experiment whose stages can all be trained])])])
    m4_ifelse(_value([$1], [vary]), [on], [],
        [_error(_where([$1], [on]),
            [repeat(]_last([$1])[): expected vary(on, ...) and the names of two activations or more])])
    _need_all_of([$1], [on], [activations])
    m4_define([F:$1:on], _full_names(_value([$1], [on])))
    _need([$1], [scaled_by], [repeat])
    m4_ifdef([F:$1:seed_step], [_seeds_apart([$1], _value([$1], [seed_step]))])
    _held_against([$1])
    _foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [only.]), [0], [_check_only([$1], _word)])])
    m4_ifdef([_failed], [], [_repeat_values([$1])])])

# _seeds_apart(repeat, step): check that no two replicates share a seed, and that no published value is predicted: it
# has the seeds of the protocol
m4_define([_seeds_apart], [
    m4_define([_least], [999999999])
    m4_define([_most], [0])
    _foreach([_seed], _all_seeds, [
        m4_ifelse(m4_eval(_seed < _least), [1], [m4_define([_least], _seed)])
        m4_ifelse(m4_eval(_seed > _most), [1], [m4_define([_most], _seed)])])
    m4_ifelse(m4_eval($2 > _most - _least), [1], [], [_error(_where([$1], [seed_step]),
        [seed_step: replicates would share seeds, which go from ]_least[ to ]_most[, expected more than ]m4_dnl
m4_eval(_most - _least))])
    m4_ifelse(m4_eval($2 > (999999999 - _most) / (_count(_value([$1], [on])) - 1)), [1],
        [_error(_where([$1], [seed_step]), [seed_step: seeds would go beyond 999999999, expected a smaller step])])
    m4_ifdef([F:$1:confidence], [_error(_where([$1], [confidence]),
        [confidence: a repeat with a seed_step predicts no published value, expected no confidence beside it])])])

# _all_seeds: the seeds of all stages known here, each once
m4_define([_all_seeds], [m4_define([_seeds_had])_foreach([_name], m4_defn([_declared]), [m4_ifelse(
    m4_defn([R:]_name), [stage], [_foreach([_seed], _value(_name, [seeds]), [m4_ifelse(
        _has(m4_defn([_seeds_had]), _seed), [yes], [], [_append([_seeds_had], _seed)])])])])m4_defn([_seeds_had])])

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
    m4_ifdef([F:$1:held_against], [], [
        _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.distance])])])
    _foreach([_claim], _claims_of([$1]), [_new_value([$1.]_claim[.holds])])
    _foreach([_published], _published_of([$1], [published,]m4_defn([_other_publications])), [
        _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.]_published)])
        _foreach([_word], m4_defn([metrics:replicates]),
            [m4_ifelse(_is_told([$1], m4_defn([U:replicates:]_word)), [yes],
                [_new_value([$1.]_published[.]_word, m4_defn([H:]_word))])])])
    _foreach([_publication], _value([$1], [held_against]),
        [_new_values([$1.]_publication, m4_defn([metrics:population]))])])
# _is_told(repeat, what a metric needs): where its replicates are draws, and counted for themselves
m4_define([_is_told], [m4_ifelse(m4_ifdef([F:$1:held_against], [lacks])[]m4_dnl
m4_ifdef([F:$1:confidence], [], [m4_ifdef([F:$1:seed_step], [], [lacks])])[]m4_dnl
m4_ifelse([$2], [], [], [m4_ifdef([F:$1:$2], [], [lacks])]), [], [yes])])

# _claims_of(repeat): the claims of its experiments, but for those that rest on one that is not repeated: what holds
# there tells nothing of a replicate
m4_define([_claims_of], [m4_define([_counted])_foreach([_name], _value([$1], [of]), [_foreach([_claim],
    _defined([claims:]_name), [m4_ifelse(_rests_elsewhere([$1], _claim), [], [_append([_counted], _claim)])])])m4_dnl
m4_defn([_counted])])
m4_define([_rests_elsewhere], [m4_define([_elsewhere])_foreach([_id_named], _value([$2], [rests_on]),
    [_find_elsewhere([setup,]_value([$1], [of]), m4_regexp(_id_named, [^[^.]*], [\&]))])m4_defn([_elsewhere])])
m4_define([_find_elsewhere], [m4_ifdef([title:$2], [m4_ifelse(_has([$1], [$2]), [yes], [],
    [m4_define([_elsewhere], [yes])])])])

# _held_against(record): names publications; a repeat needs a confidence for it
m4_define([_held_against], [
    _foreach([_name], _value([$1], [held_against]), [m4_ifdef([published:]_name, [],
        [_error(_where([$1], [held_against]), [held_against: ']_name[' is no publication, expected some of:]m4_dnl
[ published ]_replace(m4_defn([_other_publications]), [,], [ ]))])])
    m4_ifelse(m4_defn([R:$1])[]m4_ifdef([F:$1:held_against], [ held])[]m4_ifdef([F:$1:confidence], [ sure]),
        [repeat held], [_error(_where([$1], [held_against]),
            [held_against: confidence is missing, which its intervals need])])])

# nearest(name, of(repeats...) held_against(publication)): the repeat whose replicates that publication is nearest to
m4_define([check:nearest], [
    _held_against([$1])
    m4_ifelse(_count(_value([$1], [held_against])), [1], [],
        [_error(_where([$1], [held_against]), [held_against: expected one publication, by which to choose])])
    _foreach([_name], _value([$1], [of]), [m4_ifelse(_defined([R:]_resolve(_name)):m4_dnl
_has(_value(_resolve(_name), [held_against]), _value([$1], [held_against])), [repeat:yes], [],
        [_error(_where([$1], [of]), [of: ']_name[' is no repeat declared above that is held against ]m4_dnl
_value([$1], [held_against]))])])
    m4_define([F:$1:of], _full_names_of(_value([$1], [of])))
    m4_ifdef([_failed], [], [_nearest_values([$1], _first(_value([$1], [of])))])])
m4_define([_nearest_values], [
    _new_value([$1], [place of the nearest])
    _foreach([_name], _value([$1], [of]), [_new_value([$1.]_last(_name)[.rank], [rank of its distance])])
    _foreach([_publication], _value([$2], [held_against]),
        [_new_values([$1.]_publication, m4_defn([metrics:population]))])])

# _published_of(repeat, [publications]): the ids that they have of its experiments, without candidates that `only`
# leaves out
m4_define([_published_of], [m4_define([_left])_define_left_out([$1])m4_define([_ids])m4_dnl
_foreach([_publication], [$2], [_foreach([_name], _defined([published:]_publication), [m4_ifelse(
    _has(_value([$1], [of]), m4_regexp(_name, [^[^.]*], [\&]))[]_has(m4_defn([_left]), _candidate_id(_name)), [yes],
    [_append([_ids], _name)])])])m4_defn([_ids])])
m4_define([_candidate_id], [m4_regexp([$1], [^\(.*\)\.[^.]*$], [\1])])
# _define_left_out(repeat): _left holds the ids of the candidates that it leaves out
m4_define([_define_left_out], [_foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [only.]), [0],
    [_foreach([_name], _defined([_declared]), [_leave_out([$1], _word, _last(_word), _name)])])])])
m4_define([_leave_out], [m4_ifelse(
    _has(_value([$1], [of]), m4_regexp([$4], [^[^.]*], [\&]))[]_has(_value([$4], [vary]), [$3]), [yesyes],
    [_foreach([_candidate], m4_defn([C:$4]), [m4_ifelse(_has(_value([$1], [$2]), _value(_candidate, [$3])), [yes], [],
        [_append([_left], _id(_candidate))])])])])

# publication(name, caption(...)): the values of data/reported-name.tsv, which the verdict compares with the run's
m4_define([check:publication], [m4_ifelse(_has(m4_defn([_other_publications]), _last([$1])), [yes], [],
    [_error(m4_defn([L:$1]), [publication: there is no data/reported-]_last([$1])[.tsv]m4_dnl
_meant(_last([$1]), m4_defn([_other_publications])))])])

# a difference from the published study that is on purpose
m4_define([check:deviation], [])

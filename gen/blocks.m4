# What a block makes of its record: names resolved, choices known, candidates spread out, paths and
# ids given. A rule that spans settings (k within d_sae, two models to a pair) stands here.

# --- names -------------------------------------------------------------------------------------

# _resolve(name): the record of that name in this experiment, in the setup, or written in full
m4_define([_resolve], [m4_ifdef([R:]_experiment[.$1], [_experiment[.$1]],
    [m4_ifdef([R:setup.$1], [[setup.$1]], [m4_ifdef([R:$1], [[$1]])])])])

# _in_full(record, experiment): what another experiment calls by its short name, called in full
m4_define([_in_full], [m4_ifelse(_has([setup], [$2])[]_has(_experiment, [$2]), [], [m4_pushdef([_experiment], [$2])_foreach([_word], [on,]m4_defn([T:stage]),
    [m4_ifdef([F:$1:]_word, [m4_define([F:$1:]_word, _full_names(_value([$1], _word)))])])m4_popdef([_experiment])])])
m4_define([_full_names], [m4_define([_full])_foreach([_name], [$1], [_append([_full], _full_name(_name))])m4_defn([_full])])
m4_define([_full_name], [m4_ifelse(_has([choose,activations], _defined([R:]_resolve([$1]))), [yes], [_resolve([$1])], [[$1]])])

# _need(record, word, blocks): the value names a record of one of these; the field then names it in full
m4_define([_need], [m4_ifdef([F:$1:$2], [_need_([$1], [$2], [$3], _resolve(_value([$1], [$2])))])])
m4_define([_need_], [m4_ifelse(_has([$3], _defined([R:$4])), [yes], [m4_define([F:$1:$2], [$4])],
    [_error(_where([$1], [$2]), [$2: ']_value([$1], [$2])[' is no ]_replace([$3], [,], [ or ])[ declared above])])])

# _need_choices(candidate): a name in place of a number is a choice of that setting
m4_define([_need_choices], [_foreach([_word], m4_defn([T:stage]),
    [m4_ifelse(m4_ifdef([F:$1:]_word, [_is(m4_defn([K:]_word), _value([$1], _word))], [yes]), [yes], [],
        [_need_choice([$1], _word, _resolve(_value([$1], _word)))])])])
m4_define([_need_choice], [m4_ifelse(_defined([R:$3]):_value(_value([$3], [from]), [vary]), [choose:$2], [
    _append([chosen:$1], [$3])
    m4_define([choice:$1:$2], [$3])
    m4_define([F:$1:$2], [$(]$3[)])],
    [_error(_where([$1], [$2]), [$2: ']_value([$1], [$2])[' is no choice of $2 declared above])])])

# --- blocks ------------------------------------------------------------------------------------

# The body that all blocks share: block(name, clauses).
m4_define([_declare], [m4_ifelse([$#], [0], [[$0]],
    [_block_of([$0], _here, m4_translit([[$1]], [
], [ ]), m4_translit([$2], [ 	
]))])])

# _block_of(block, where, name, what the clauses left over)
m4_define([_block_of], [m4_divert(-1)
    m4_ifelse([$4], [], [], [_error(_line_of([$2], m4_regexp([$4], [^[A-Za-z0-9_]+], [\&])),
        ['$4' is no word of $1($3), which takes: ]_replace(m4_defn([B:$1]), [,], [ ]))])
    m4_ifelse(_is([name], [$3]), [], [_error([$2], [$1: ']m4_regexp([$3], [^[^ ]*], [\&])[' is not a name, expected lower case, digits and _, then a comma])],
        _defined([R:]_experiment.$3), [], [_name_record([$1], [$2], _experiment.$3)],
        [_error([$2], [$3 is declared twice, first at ]m4_defn([L:]_experiment.$3))])
    _clear
    m4_ifdef([_used], [], [m4_define([_prose], m4_incr(_prose))])
    m4_divert(_prose)])

# _line_of(file:line, word): where that word stands first from that line on (it was never expanded)
m4_define([_line_of], [m4_esyscmd([awk -F: -v from='$1' -v word='$2' 'BEGIN { split(from, at, ":")
    while ((getline text < at[1]) > 0) if (++line >= at[2] && index(text, word)) break
    printf "%s:%d", at[1], line }'])])

# _name_record(block, where, record): the pending record gets its name and is checked
m4_define([_name_record], [
    m4_define([R:$3], [$1])
    m4_define([L:$3], [$2])
    _copy([*], [$3])
    _foreach([_word], _defined([W:$3]), [_fit([$1], [$3], _word, m4_regexp(_word, [^[a-z0-9_]+], [\&]))])
    m4_ifdef([_mistaken], [], [_need_all([$1], [$2], [$3])])
    m4_ifdef([_failed], [], [m4_indir([check:$1], [$3])])
    m4_ifdef([_failed], [], [_append([_declared], [$3])])])
m4_define([_need_all], [m4_define([_lacking])_foreach([_word], m4_defn([N:$1]), [m4_ifelse(_is_given([$3], _word), [yes], [],
    [m4_define([_lacking], m4_defn([_lacking])[ ]_word)])])m4_ifelse(m4_defn([_lacking]), [], [],
    [_error([$2], [$1(]_last([$3])[) lacks]m4_defn([_lacking]))])])
m4_define([_last], [m4_regexp([$1], [[^.]*$], [\&])])

# _is_given(record, word): bootstrap is a field for each metric
m4_define([_is_given], [m4_ifelse([$2], [bootstrap], [_has_bootstrap([$1])], [m4_ifdef([F:$1:$2], [yes])])])
m4_define([_has_bootstrap], [m4_ifelse(m4_index(_defined([W:$1]), [bootstrap.]), [-1], [], [yes])])

# _fit(block, record, field, its word): what `like` copied and the block does not take is dropped
m4_define([_fit], [m4_ifelse(_has(m4_defn([B:$1]), [$4]), [yes], [], [
    m4_ifelse(_has(_defined([_given]), [$4]), [yes],
        [_error(_where([$2], [$3]), [$4 is no word of $1(]_last([$2])[), which takes: ]_replace(m4_defn([B:$1]), [,], [ ]))])
    _drop([$2], [$3])])])

# _slug(record): the settings that identify it, as its path shows them
m4_define([_slug], [m4_define([_dash])_foreach([_word], m4_defn([T:]m4_defn([R:$1])),
    [m4_ifdef([F:$1:]_word, [_dash[]m4_defn([G:]_word)[]_value([$1], _word)m4_define([_dash], [-])])])])

# --- setup -------------------------------------------------------------------------------------

m4_define([check:task], [m4_define([P:$1], _slug([$1]))])
m4_define([check:autoencoder], [])
m4_define([check:statistics], [])

m4_define([check:transformer], [
    _need([$1], [learns], [task])
    m4_ifelse(m4_eval(_value([$1], [d_model]) % _value([$1], [heads])), [0], [],
        [_error(_where([$1], [heads]), [heads: ]_value([$1], [heads])[ does not divide d_model ]_value([$1], [d_model]))])
    m4_define([P:$1], _defined([P:]_value([$1], [learns]))/_slug([$1])/epoch[]_value([$1], [epochs]))
    _foreach([_word], [best_epoch,validation_accuracy], [_new_value([$1.]_word)])])

# activations come from a transformer or from a file; ACTIVATIONS on the command line is such a file
m4_define([check:activations], [
    _foreach([_word], [rows,d_model], [_new_value([$1.]_word)])
    m4_ifdef([ACTIVATIONS], [m4_ifdef([F:$1:from], [_take_file([$1], m4_defn([ACTIVATIONS]))])])
    m4_ifelse(m4_ifdef([F:$1:from], [from])[]m4_ifdef([F:$1:file], [file]), [from], [_extracted([$1])],
        m4_ifdef([F:$1:from], [from])[]m4_ifdef([F:$1:file], [file]), [file], [m4_define([P:$1], [file-$(input.$1)])],
        [_error(m4_defn([L:$1]), [activations(]_last([$1])[): expected either from(transformer) or file([path])])])])
m4_define([_take_file], [
    _set([$1], [file], [ACTIVATIONS on the command line:0], [given])
    m4_define([S:$1:file], [$2])
    _foreach([_word], [from,layer,position], [_drop([$1], _word)])])
m4_define([_extracted], [
    _need([$1], [from], [transformer])
    _foreach([_word], [layer,position], [m4_ifdef([F:$1:]_word, [],
        [_error(m4_defn([L:$1]), [activations(]_last([$1])[): ]_word[ is missing])])])
    m4_ifdef([_failed], [], [
        _below([$1], [layer], _value(_value([$1], [from]), [layers]))
        _below([$1], [position], [7])
        m4_define([P:$1], m4_defn([P:]_value([$1], [from]))/_slug([$1]))])])

# _below(record, word, limit)
m4_define([_below], [m4_ifelse(m4_eval(_value([$1], [$2]) < $3), [1], [],
    [_error(_where([$1], [$2]), [$2: ]_value([$1], [$2])[ is out of range, expected 0 to ]m4_decr($3))])])

# --- stages ------------------------------------------------------------------------------------

m4_define([check:stage], [
    _need([$1], [align_to], [stage])
    _need([$1], [with_units_of], [stage])
    m4_ifdef([_failed], [], [
        _one_reference([$1])
        _other_models([$1])
        m4_ifelse(_has_bootstrap([$1]), [yes], [_summed_up([$1])])
        _foreach([_word], _value([$1], [vary]), [_append([varied:]_experiment[:]_word, _value([$1], _word))])
        _expand([$1], [], _spread(_value([$1], [vary])))])
    m4_ifdef([_failed], [], [m4_ifelse(_has_bootstrap([$1]), [yes],
        [_foreach([_candidate], m4_defn([C:$1]), [_stage_values(_candidate)])])])])

# _count([a,b,c]): how many
m4_define([_count], [m4_ifelse([$1], [], [0], [_arguments($1)])])
m4_define([_arguments], [$#])

# _one_reference(record): what decoders are aligned to is one model
m4_define([_one_reference], [m4_ifdef([F:$1:align_to], [
    m4_ifelse(_value(_value([$1], [align_to]), [vary])[]_count(_value(_value([$1], [align_to]), [seeds])), [1], [],
        [_error(_where([$1], [align_to]), [align_to: ']_last(_value([$1], [align_to]))[' is more than one model, expected a stage of one seed that varies nothing])])])])

# _other_models(record): those counted with its own are of one candidate, and of other seeds
m4_define([_other_models], [m4_ifdef([F:$1:with_units_of], [
    m4_ifelse(_value(_value([$1], [with_units_of]), [vary]), [], [],
        [_error(_where([$1], [with_units_of]), [with_units_of: ']_last(_value([$1], [with_units_of]))[' varies, expected a stage of one candidate])])
    _foreach([_seed], _value([$1], [seeds]), [m4_ifelse(_has(_value(_value([$1], [with_units_of]), [seeds]), _seed), [yes],
        [_error(_where([$1], [seeds]), [seeds: ]_seed[ is a seed of ']_last(_value([$1], [with_units_of]))[' too, expected different models])])])])])

# _summed_up(record): what a stage with bootstrap seeds must have: all of them, and a pair of models
m4_define([_measured], [trained_pwmcc,random_pwmcc,explained_variance,mean_squared_error])
m4_define([_measured_of], [m4_defn([_measured])[]m4_ifdef([F:$1:align_to], [[,alignment]])[]m4_ifdef([F:$1:held_out], [[,held_out_explained_variance]])])
m4_define([_summed_up], [
    _seeded_for([$1], _measured_of([$1]))
    _foreach([_word], [resamples,confidence,random_seed_offset,live_from], [m4_ifdef([F:$1:]_word, [],
        [_error(m4_defn([L:$1]), [stage(]_last([$1])[): ]_word[ is missing, which bootstrap needs])])])
    m4_ifelse(_count(_value([$1], [seeds]))[]m4_ifdef([F:$1:with_units_of], [and]), [1],
        [_error(_where([$1], [seeds]), [seeds: one seed makes no pair, expected two or more])])])

# _seeded_for(record, [a,b,c]): bootstrap has a seed for each of these and for nothing else
m4_define([_seeded_for], [
    _foreach([_word], [$2], [m4_ifdef([F:$1:bootstrap.]_word, [],
        [_error(m4_defn([L:$1]), m4_defn([R:$1])[(]_last([$1])[): bootstrap lacks ]_word[, expected ]_word[ = seed])])])
    _foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [bootstrap.])[]_has([$2], _last(_word)), [0],
        [_error(_where([$1], _word), [bootstrap: nothing here is resampled for ]_last(_word)[, expected ]_replace([$2], [,], [ ]))])])])

# _expand(record, candidate so far, words still to vary...): every combination of the varied values
m4_define([_expand], [m4_ifelse([$3], [], [_candidate_of([$1], [$1@$2])], [_foreach([_varied], _value([$1], [$3]), [
    m4_define([fixed:$3], m4_defn([_varied]))
    _expand([$1], [$2]m4_ifelse([$2], [], [], [_])[]_tagged([$3], _varied), m4_shift(m4_shift(m4_shift($@))))])])])
m4_define([_tagged], [m4_ifelse(m4_defn([G:$1]), [-], [_last([$2])], [m4_defn([G:$1])$2])])

# _candidate_of(record, candidate): its own copy of the fields, the varied ones fixed, and its path
m4_define([_candidate_of], [
    m4_define([R:$2], [stage])
    m4_define([L:$2], m4_defn([L:$1]))
    _copy([$1], [$2])
    _foreach([_word], _value([$1], [vary]), [m4_define([F:$2:]_word, m4_defn([fixed:]_word))])
    _need([$2], [on], [activations])
    _need_choices([$2])
    _k_within_d_sae([$2])
    m4_ifelse(_is_zero(_value([$2], [lambda]))[]m4_ifdef([F:$2:align_to], [yes]), [],
        [_error(_where([$2], [lambda]), [lambda: ]_value([$2], [lambda])[ needs align_to(stage)])])
    m4_ifdef([_failed], [], [
        m4_define([Q:$2], _slug([$2])[]_aligned([$2]))
        m4_define([P:$2], m4_defn([P:]_value([$2], [on]))/m4_defn([Q:$2]))])
    _append([C:$1], [$2])])

# _k_within_d_sae(candidate): whatever a choice may yield
m4_define([_k_within_d_sae], [_foreach([_number],
    m4_ifdef([choice:$1:k], [_value(_value(m4_defn([choice:$1:k]), [from]), [k])], [_value([$1], [k])]),
    [m4_ifelse(_is([count], _number)[]_is([count], _value([$1], [d_sae])), [yesyes],
        [m4_ifelse(m4_eval(_number > _value([$1], [d_sae])), [1],
            [_error(_where([$1], [k]), [k: ]_number[ is above d_sae ]_value([$1], [d_sae]))])])])])

# _aligned(candidate): the part of the path that names the reference; none where lambda is 0
m4_define([_aligned], [m4_ifelse(_is_zero(_value([$1], [lambda])), [yes], [],
    [/aligned/_reference([$1], _value([$1], [align_to])[@])])])
m4_define([_reference], [m4_ifelse(_value([$1], [on]), _value([$2], [on]), [], [m4_defn([P:]_value([$2], [on]))/])_slug([$2])_unit_of([$2])])

# _unit_of(candidate of one seed): its one unit, below its path
m4_define([_unit_of], [/seed[]_value([$1], [seeds])/epoch[]_value([$1], [epochs])])

# --- values of the report ----------------------------------------------------------------------

# _id(candidate): what stands before the names of its values: experiment.stage or experiment.stage.k4
m4_define([_id], [_dotted(m4_translit([$1], [@], [,]))])
m4_define([_dotted], [$1[]m4_ifelse([$2], [], [], [.$2])])

m4_define([_new_value], [m4_define([I:$1], [$2])m4_divert(_known_ids)$1
m4_divert(-1)])
m4_define([_new_interval], [
    _new_value([$1.ci_low], [$2, low end])
    _new_value([$1.ci_high], [$2, high end])])

m4_define([_stage_values], [_metric_values([$1], _id([$1]))])
m4_define([_metric_values], [
    _foreach([_word], _measured_of([$1]), [
        _new_value([$2.]_word, m4_defn([M:]_word))
        _new_interval([$2.]_word, m4_defn([M:]_word))])
    _foreach([_word], [delta,delta_lcb,expected_random_pwmcc,random_deviation,expected_delta,rarely_firing,live_pwmcc,live_delta,cosine_with_start,jackknife_low,jackknife_high]m4_ifdef([F:$1:with_units_of], [[,with_reference,without_reference]]),
        [_new_value([$2.]_word, m4_defn([M:]_word))])])

# what the comparison with the published values comes to (src/report.c)
_foreach([_name], [verdict.published,verdict.rebuilt,verdict.equal_as_printed,verdict.within,verdict.outside], [_new_value(_name)])

# _known(identifier): the id of a value of this experiment, or of another written in full;
# published.id is what was published for it (data/reported.tsv)
m4_define([_known], [m4_ifdef([I:]_experiment[.$1], [_experiment[.$1]], [m4_ifdef([I:$1], [[$1]],
    [m4_ifelse(m4_index([$1], [published.]), [0], [_known(m4_substr([$1], 10))])])])])

# _identify(record, word): every identifier of the condition is a value (or a metric, of a candidate)
m4_define([_identify], [_foreach([_name], _identifiers(_value([$1], [$2])),
    [m4_ifelse(_has(m4_defn([_metrics]), _name)[$2], [yessubject_to], [], _known(_name), [],
        [_error(_where([$1], [$2]), m4_regexp([$2], [^[a-z_]+], [\&])[: ']_name[' is no value known here, expected the id of one declared above])])])])

# --- choices, comparisons, claims, figures -----------------------------------------------------

m4_define([check:choose], [
    _need([$1], [from], [stage])
    m4_ifdef([_failed], [], [m4_ifelse(_count(_value(_value([$1], [from]), [vary]))[]_has_bootstrap(_value([$1], [from])), [1yes], [],
        [_error(_where([$1], [from]), [from: ']_last(_value([$1], [from]))[' must vary one setting and have bootstrap seeds])])])
    _foreach([_name], _value([$1], [maximise]), [m4_ifelse(_has(m4_defn([_metrics]), _name), [yes], [],
        [_error(_where([$1], [maximise]), [maximise: ']_name[' is no metric, expected some of ]_replace(m4_defn([_metrics]), [,], [ ]))])])
    m4_ifelse(_has([all,stop], _value([$1], [otherwise])), [yes], [],
        [_error(_where([$1], [otherwise]), [otherwise: ']_value([$1], [otherwise])[' is neither all nor stop])])
    m4_ifdef([F:$1:subject_to], [_identify([$1], [subject_to])])
    m4_ifdef([_failed], [], [_chosen_values([$1], _value([$1], [from]))])])

# _chosen_values(choice, stage): the choice, and the chosen candidate's values as `stage.choice.metric`
m4_define([_chosen_values], [
    _new_value([$1], m4_defn([M:]_value([$2], [vary])))
    _new_value([$1.criterion_met])
    m4_define([R:$2@]_last([$1]), [chosen])
    m4_define([F:$2@]_last([$1])[:choice], [$1])
    _foreach([_word], [align_to,with_units_of,held_out], [m4_ifdef([F:$2:]_word, [m4_define([F:$2@]_last([$1])[:]_word, [yes])])])
    _stage_values([$2@]_last([$1]))])

m4_define([check:compare], [
    _need_candidates([$1], _spread(_value([$1], [between])))
    m4_ifelse(_count(_value([$1], [of]))[]_has(m4_defn([_measured]), _value([$1], [of])), [1yes], [],
        [_error(_where([$1], [of]), [of: ']_value([$1], [of])[' is no metric to compare stages by, expected one of ]_replace(m4_defn([_measured]), [,], [ ]))])
    _seeded_for([$1], [difference])
    _foreach([_word], [difference,ci_low,ci_high,jackknife_low,jackknife_high,with_reference,without_reference],
        [_new_value([$1.]_word, m4_defn([M:]_word))])])
m4_define([_need_candidates], [_two_candidates([$1], _candidate_named([$2]), _candidate_named([$3]), [$2], [$3])])
m4_define([_two_candidates], [m4_ifelse(
    [$2], [], [_error(_where([$1], [between]), [between: '$4' is no stage of one candidate, nor stage.candidate])],
    [$3], [], [_error(_where([$1], [between]), [between: '$5' is no stage of one candidate, nor stage.candidate])],
    [$2], [$3], [_error(_where([$1], [between]), [between: '$4' is compared with itself, expected two stages])],
    [m4_define([F:$1:between], [$2,$3])])])

# _candidate_named(name): of `stage`, `stage.candidate` or `stage.choice`; nothing where there is none
m4_define([_candidate_named], [m4_ifdef([R:]_resolve([$1])[@], [_resolve([$1])[@]],
    [_candidate_at(_resolve(m4_regexp([$1], [^\(.*\)\.[^.]*$], [\1])), _last([$1]))])])
m4_define([_candidate_at], [m4_ifdef([R:$1@$2], [[$1@$2]])])

# _need_stages(record): `of` names stages with values, each once; the field then names them in full
m4_define([_need_stages], [m4_define([_named])_foreach([_name], _value([$1], [of]),
    [_need_stage([$1], _name, _resolve(_name))])m4_define([F:$1:of], m4_defn([_named]))])
m4_define([_need_stage], [m4_ifelse(_defined([R:$3])[]_has_bootstrap([$3]), [stageyes], [],
        [_error(_where([$1], [of]), [of: '$2' is no stage with bootstrap seeds declared above])])
    _append([_named], [$3])])

m4_define([check:coverage], [
    _need_stages([$1])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_name), [
        _coverage_values([$1], _covered_id([$1], _candidate))])])])])
# _covered_id(coverage, candidate): what its values begin with: experiment.coverage.stage.candidate
m4_define([_covered_id], [$1[]m4_regexp(_id([$2]), [\..*], [\&])])
m4_define([_coverage_values], [m4_ifdef([I:$2.bootstrap],
    [_error(_where([$1], [of]), [of: two stages are called ]_last([$2])[, expected different names])],
    [_foreach([_word], [bootstrap,bootstrap_error,jackknife,jackknife_error,from_seeds], [_new_value([$2.]_word, m4_defn([M:]_word))])])])

m4_define([check:table], [
    _need_stages([$1])
    m4_ifdef([_failed], [], [_foreach([_name], _value([$1], [of]), [_foreach([_candidate], m4_defn([C:]_name), [_foreach([_word],
        _value([$1], [shows]), [m4_ifdef([I:]_id(_candidate)[.]_word, [],
            [_error(_where([$1], [shows]), [shows: ']_word[' is no value of ]_id(_candidate))])])])])])])

m4_define([check:claim], [
    _append([claims:]_experiment, [$1])
    _verdict([otherwise], _where([$1], [otherwise]), _value([$1], [otherwise]))
    m4_ifelse(_defined([S:$1:otherwise]), [], [_error(_where([$1], [otherwise]), [otherwise: expected a verdict and a sentence])])
    m4_define([_basis])
    _foreach([_word], _defined([W:$1]), [m4_ifelse(m4_index(_word, [when.]), [0], [
        _identify([$1], _word)
        _foreach([_name], _identifiers(_value([$1], _word)), [m4_ifelse(_has(m4_defn([_basis]), _name), [yes], [], [_append([_basis], _name)])])])])
    m4_ifelse(m4_defn([_basis]), [], [], [_set([$1], [rests_on], m4_defn([L:$1]), m4_defn([_basis]))])])

m4_define([check:figure], [
    _foreach([_name], _value([$1], [of]), [m4_ifelse(_has([stage,repeat], _defined([R:]_resolve(_name))), [yes], [],
        [_error(_where([$1], [of]), [of: ']_name[' is no stage or repeat declared above])])])
    m4_ifdef([_used], [], [m4_syscmd([test -f figures/]_value([$1], [draws])[.gp])m4_ifelse(m4_sysval, [0], [],
        [_error(_where([$1], [draws]), [draws: there is no figures/]_value([$1], [draws])[.gp, expected the name of a script there])])])])

# repeat(name, of(experiments) vary(on, activations...)): those experiments as they stand, on each of these
m4_define([check:repeat], [
    m4_define([repeats:]_experiment)
    _foreach([_name], _value([$1], [of]), [m4_ifdef([title:]_name, [m4_ifdef([repeats:]_name,
        [_error(_where([$1], [of]), [of: ']_name[' repeats others itself, expected an experiment that does not])])],
        [_error(_where([$1], [of]), [of: ']_name[' is no experiment known here, expected uses(]_name[) before])])])
    m4_ifelse(_value([$1], [vary]), [on], [],
        [_error(_where([$1], [on]), [repeat(]_last([$1])[): expected vary(on, ...) and the names of two activations or more])])
    _need_all_of([$1], [on], [activations])
    m4_define([F:$1:on], _full_names(_value([$1], [on])))
    _need([$1], [scaled_by], [repeat])
    _foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [only.]), [0], [_foreach([_varied], _value([$1], _word),
        [m4_ifelse(_has(_varied_by(_value([$1], [of]), _last(_word)), _varied), [yes], [],
            [_error(_where([$1], _word), [only: no stage repeated here varies ]_last(_word)[ over ]_varied)])])])])
    m4_ifdef([_failed], [], [_repeat_values([$1])])])

# _varied_by([experiments], word): the values that their stages vary it over
m4_define([_varied_by], [m4_define([_found])_foreach([_name], [$1], [_append([_found], _defined([varied:]_name[:$2]))])m4_defn([_found])])

# _need_all_of(record, word, block): each name in the list is of such a block
m4_define([_need_all_of], [_foreach([_name], _value([$1], [$2]), [m4_ifelse(_defined([R:]_resolve(_name)), [$3], [],
    [_error(_where([$1], [$2]), [$2: ']_name[' is no $3 declared above])])])])

# _repeat_values(record): of each published value the replicates' own and their spread; of each claim, how often it holds
m4_define([_repeat_values], [
    _new_value([$1.replicates])
    _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.distance])])
    _foreach([_name], _value([$1], [of]), [_foreach([_claim], _defined([claims:]_name), [_new_value([$1.]_claim[.holds])])])
    _foreach([_published], _published_of([$1]), [
        _foreach([_name], _value([$1], [on]), [_new_value([$1.]_last(_name)[.]_published)])
        m4_ifdef([F:$1:confidence], [_foreach([_name], [mean,spread,prediction_low,prediction_high],
            [_new_value([$1.]_published[.]_name, m4_defn([M:]_name))])])])])

# _published_of(record): the ids of data/reported.tsv that its experiments have
m4_define([_published_of], [m4_define([_ids])_foreach([_name], _quote(m4_esyscmd([cut -f1 data/reported.tsv | grep -v '^#' | paste -sd,])),
    [m4_ifelse(_has(_value([$1], [of]), m4_regexp(_name, [^[^.]*], [\&])), [yes], [_append([_ids], _trim(_name))])])m4_defn([_ids])])

# what differs from the published study on purpose
m4_define([check:deviation], [])

# --- files -------------------------------------------------------------------------------------

m4_define([_basename], [m4_regexp([$1], [\([^/]*\)\.m4$], [\1])])

# setup([title]); experiment(id, [title]), the id being the file's name: it uses the setup
m4_define([setup], [m4_ifelse([$#], [0], [[$0]], [_begin([setup], [$1])])])
m4_define([experiment], [m4_ifelse([$#], [0], [[$0]], [m4_ifelse(_basename(m4___file__), [$1], [],
    [_error(_here, [experiment: '$1' must be the name of its file, ]_basename(m4___file__))])m4_ifelse([$2], [], [_error(_here, [experiment($1): expected a title in brackets])])m4_ifdef([title:setup], [], [_use([setup])])_begin([$1], [$2])])])
m4_define([_begin], [m4_define([_experiment], [$1])m4_define([title:$1], [$2])m4_ifdef([_used], [_append([_uses], [$1])],
    [m4_define([_recorded], [$1])m4_divert(_prose)])])

# uses(experiment): its declarations, without its prose
m4_define([uses], [m4_ifelse([$#], [0], [[$0]], [m4_ifdef([title:$1], [], [_use([$1])m4_ifdef([title:$1], [],
    [_error(_here, [uses: there is no protocol/$1.m4])])])])])
m4_define([_use], [m4_pushdef([_experiment])m4_pushdef([_prose], [-1])m4_pushdef([_used], [yes])m4_divert(-1)
    m4_sinclude([protocol/$1.m4])
    m4_popdef([_experiment], [_prose], [_used])m4_divert(_prose)])

# Prose is a comment of m4's, which is not expanded; in what m4 reads before a protocol and after it, # begins one.
m4_define([_prose_stands_apart], [m4_changecom([%{], [%}])])
# _begin_reading: a protocol follows; at its end m4 keeps its state, unless there was a mistake
m4_define([_begin_reading], [_prose_stands_apart[]m4_define([_prose], _first_prose)m4_divert(_prose)])
m4_m4wrap([m4_ifdef([_failed], [m4_m4exit(1)])m4_changecom([#])m4_divert(-1)])

# --- what a reading does -------------------------------------------------------------------------

# _tell(diversion of prose): the experiment, its records and those that it uses, in their order (_used: of another),
# and the prose between them
m4_define([_tell], [_prose_stands_apart[]m4_ifdef([_at_start], [_at_start])[]m4_define([_prose], _first_prose)_told_prose([$1])_foreach([_record_told], m4_defn([_declared]),
    [_tell_record(_record_told, [$1])])_at_end[]m4_divert(-1)m4_undivert])
# _tell_record(record, diversion of prose), _told_prose(diversion): each with the prose that stands behind it
m4_define([_tell_record], [m4_ifelse(m4_regexp([$1], [^[^.]*], [\&]), _recorded,
    [_on_record(m4_defn([R:$1]), [$1])m4_define([_prose], m4_incr(_prose))_told_prose([$2])],
    [m4_define([_used], [yes])_on_record(m4_defn([R:$1]), [$1])m4_undefine([_used])])])
m4_define([_told_prose], [m4_divert([$1])m4_undivert(_prose)m4_divert(-1)])

# The blocks that make artifacts. A block completes its record: it resolves names, looks up choices, makes a candidate
# for each combination of varied values, and gives paths. A rule about several settings is written next to its block.

# --- names -------------------------------------------------------------------------------------

# _resolve(name): the full name of a record of this experiment, of the setup, or of a name given in full
m4_define([_resolve], [m4_ifdef([R:]_experiment[.$1], [_experiment[.$1]],
    [m4_ifdef([R:setup.$1], [[setup.$1]], [m4_ifdef([R:$1], [[$1]])])])])

# _in_full(record, experiment): give full names to records that a copied field of another experiment names briefly
m4_define([_in_full], [m4_ifelse(_has([setup], [$2])[]_has(_experiment, [$2]), [], [
    m4_pushdef([_experiment], [$2])
    _foreach([_word], [on,]m4_defn([T:stage]), [m4_ifdef([F:$1:]_word,
        [m4_define([F:$1:]_word, _full_names(_value([$1], _word)))])])
    m4_popdef([_experiment])])])
m4_define([_full_names], [m4_define([_full])_foreach([_name], [$1],
    [_append([_full], _full_name(_name))])m4_defn([_full])])
m4_define([_full_name], [m4_ifelse(_has([choose,activations], _defined([R:]_resolve([$1]))), [yes],
    [_resolve([$1])], [[$1]])])

# _need(record, word, blocks): check that the value names a record of one of these blocks, and put its full name
m4_define([_need], [m4_ifdef([F:$1:$2], [_need_([$1], [$2], [$3], _resolve(_value([$1], [$2])))])])
m4_define([_need_], [m4_ifelse(_has([$3], _defined([R:$4])), [yes], [m4_define([F:$1:$2], [$4])],
    [_error(_where([$1], [$2]), [$2: ']_value([$1], [$2])[' is no ]_replace([$3], [,], [ or ])[]m4_dnl
[ declared above]_meant(_value([$1], [$2]), _names_of([$3])))])])

# _names_of([blocks]): the names of all records of these blocks that are declared above
m4_define([_names_of], [m4_define([_named])_foreach([_name], _defined([_declared]),
    [m4_ifelse(_has([$1], m4_defn([R:]_name)), [yes], [_append([_named], _last(_name))])])m4_defn([_named])])

# _need_choices(candidate): check that a name in place of a number is a choice of that setting
m4_define([_need_choices], [_foreach([_word], m4_defn([T:stage]),
    [m4_ifelse(m4_ifdef([F:$1:]_word, [_is(m4_defn([K:]_word), _value([$1], _word))], [yes]), [yes], [],
        [_need_choice([$1], _word, _resolve(_value([$1], _word)))])])])
m4_define([_need_choice], [m4_ifelse(_defined([R:$3]):_value(_value([$3], [from]), [vary]), [choose:$2], [
    _append([chosen:$1], [$3])
    m4_define([choice:$1:$2], [$3])
    m4_define([F:$1:$2], [$(]$3[)])],
    [_error(_where([$1], [$2]), [$2: ']_value([$1], [$2])[' is ]m4_ifelse(m4_defn([K:$2]), [normalisation],
        [[neither ]m4_defn([expected:normalisation])[ nor a choice]], [[no choice]])[ of $2 declared above]m4_dnl
_meant(_value([$1], [$2]), _names_of([choose])))])])

# --- blocks ------------------------------------------------------------------------------------

# The body that all blocks share: block(name, clauses).
m4_define([_declare], [m4_ifelse([$#], [0], [[$0]],
    [_block_of([$0], _here, m4_translit([[$1]], [
], [ ]), m4_translit([$2], [ 	
]))])])

# _block_of(block, where, name, what remains after its clauses were expanded: unknown words)
m4_define([_block_of], [m4_divert(-1)
    m4_ifelse([$4], [], [], [_error(_line_of([$2], m4_regexp([$4], [^[A-Za-z0-9_]+], [\&])),
        ['$4' is no word of $1($3)]_meant(m4_regexp([$4], [^[A-Za-z0-9_]+], [\&]), m4_defn([B:$1]))[]m4_dnl
[, which takes: ]_replace(m4_defn([B:$1]), [,], [ ]))])
    m4_ifelse(_is([name], [$3]), [], [_error([$2], [$1: ']m4_regexp([$3], [^[^ ]*], [\&])[]m4_dnl
[' is not a name, expected lower case, digits and _, then a comma])],
        _defined([R:]_experiment.$3), [], [_name_record([$1], [$2], _experiment.$3)],
        [_error([$2], [$3 is declared twice, first at ]m4_defn([L:]_experiment.$3))])
    _clear
    m4_ifdef([_used], [], [m4_define([_prose], m4_incr(_prose))])
    m4_divert(_prose)])

# _line_of(file:line, word): the first line from there on that has the word (m4 never expanded it)
m4_define([_line_of], [m4_esyscmd([awk -F: -v from='$1' -v word='$2' 'BEGIN { split(from, at, ":")
    while ((getline text < at[1]) > 0) if (++line >= at[2] && index(text, word)) break
    printf "%s:%d", at[1], line }'])])

# _name_record(block, where, record): give the pending record its name, and check it
m4_define([_name_record], [
    m4_define([R:$3], [$1])
    m4_define([L:$3], [$2])
    _copy([*], [$3])
    _foreach([_word], _defined([W:$3]), [_fit([$1], [$3], _word, m4_regexp(_word, [^[a-z0-9_]+], [\&]))])
    m4_ifdef([_mistaken], [], [_need_all([$1], [$2], [$3])])
    m4_ifdef([_failed], [], [m4_indir([check:$1], [$3])])
    m4_ifdef([_failed], [], [_append([_declared], [$3])])])
m4_define([_need_all], [
    m4_define([_lacking])
    _foreach([_word], _defined([N:$1]), [m4_ifelse(_is_given([$3], _word), [yes], [],
        [m4_define([_lacking], m4_defn([_lacking])[ ]_word)])])
    m4_ifelse(m4_defn([_lacking]), [], [], [_error([$2], [$1(]_last([$3])[) lacks]m4_defn([_lacking]))])])
m4_define([_last], [m4_regexp([$1], [[^.]*$], [\&])])

# _is_given(record, word): yes or nothing; bootstrap has a field for each metric
m4_define([_is_given], [m4_ifelse([$2], [bootstrap], [_has_bootstrap([$1])], [m4_ifdef([F:$1:$2], [yes])])])
m4_define([_has_bootstrap], [m4_ifelse(m4_index(_defined([W:$1]), [bootstrap.]), [-1], [], [yes])])

# _fit(block, record, field, its word): drop a field that `like` copied, if the block does not take it
m4_define([_fit], [m4_ifelse(_has(m4_defn([B:$1]), [$4]), [yes], [], [
    m4_ifelse(_has(_defined([_given]), [$4]), [yes],
        [_error(_where([$2], [$3]),
            [$4 is no word of $1(]_last([$2])[)]_meant([$4], m4_defn([B:$1]))[]m4_dnl
[, which takes: ]_replace(m4_defn([B:$1]), [,], [ ]))])
    _drop([$2], [$3])])])

# _slug(record): the part of its path that its own settings give; `none` gives none
m4_define([_slug], [m4_define([_dash])_foreach([_word], m4_defn([T:]m4_defn([R:$1])),
    [m4_ifelse(m4_ifdef([F:$1:]_word, [_value([$1], _word)], [none]), [none], [],
        [_dash[]m4_defn([G:]_word)[]_value([$1], _word)m4_define([_dash], [-])])])])

# --- setup -------------------------------------------------------------------------------------

m4_define([check:task], [m4_define([P:$1], _slug([$1]))])
m4_define([check:autoencoder], [])
m4_define([check:statistics], [])

m4_define([check:transformer], [
    _need([$1], [learns], [task])
    m4_ifelse(m4_eval(_value([$1], [d_model]) % _value([$1], [heads])), [0], [],
        [_error(_where([$1], [heads]),
            [heads: ]_value([$1], [heads])[ does not divide d_model ]_value([$1], [d_model]))])
    m4_ifdef([F:$1:answers_at], [_below([$1], [answers_at], [7])])
    m4_define([P:$1], _defined([P:]_value([$1], [learns]))/_slug([$1])/epoch[]_value([$1], [epochs]))
    _new_values([$1], m4_defn([metrics:transformer]))])

# The sources of activations: the word and its form in a protocol. ACTIVATIONS on the command line is a file.
m4_define([_source_word], [
    m4_define([_ways], m4_ifdef([_ways], [m4_defn([_ways])[ or ]])[$2])
    _append([_sources], [$1])])
_source_word([from], [from(transformer)])
_source_word([file], [file([path])])
# those that are drawn from other activations, with a seed
m4_define([_drawn_words], [drawn_like,permuted_like,rotated_like])
_foreach([_word], m4_defn([_drawn_words]), [_source_word(_word, _word[(activations)])])

# activations have exactly one source
m4_define([check:activations], [
    _new_values([$1], m4_defn([metrics:activations]))
    _foreach([_word], m4_defn([_drawn_words]), [m4_ifelse(_has(_defined([_given]), _word), [yes],
        [_drop_copied_source([$1])])])
    m4_ifdef([ACTIVATIONS], [m4_ifdef([F:$1:from], [_take_file([$1], m4_defn([ACTIVATIONS]))])])
    m4_ifelse(_count(_sources_of([$1])), [1], [_taken_from([$1], _sources_of([$1]))],
        [_error(m4_defn([L:$1]), [activations(]_last([$1])[): expected either ]m4_defn([_ways]))])])
m4_define([_sources_of], [m4_define([_had])_foreach([_word], m4_defn([_sources]), [m4_ifdef([F:$1:]_word,
    [_append([_had], _word)])])m4_defn([_had])])

# _taken_from(activations, source): give the path, from path:source if that is defined, else from the settings
m4_define([_taken_from], [m4_ifdef([path:$2], [m4_indir([path:$2], [$1])], [m4_define([P:$1], _slug([$1]))])])
m4_define([path:file], [
    m4_ifelse(_count(_defined([D:$1:file])), [1], [], _defined([D:$1:file]), [], [], [_error(_where([$1], [file]),
        [file: ]_count(m4_defn([D:$1:file]))[ paths, expected one of activations; decoders(...) takes several])])
    m4_define([P:$1], [file-$(input.$1)])])
m4_define([_take_file], [
    _set([$1], [file], [ACTIVATIONS on the command line:0], [given])
    m4_define([S:$1:file], [$2])
    _drop([$1], [tensor])
    m4_ifdef([TENSOR], [
        _set([$1], [tensor], [ACTIVATIONS on the command line:0], [given])
        m4_define([S:$1:tensor], m4_defn([TENSOR]))])
    _foreach([_word], [from,layer,position], [_drop([$1], _word)])])
m4_define([path:from], [
    _need([$1], [from], [transformer])
    _takes_no([$1], [seed], [the transformer has one])
    _takes_no([$1], [tensor], [it names a matrix of a file])
    _foreach([_word], [layer,position], [m4_ifdef([F:$1:]_word, [],
        [_error(m4_defn([L:$1]), [activations(]_last([$1])[): ]_word[ is missing])])])
    m4_ifdef([_failed], [], [
        _below([$1], [layer], _value(_value([$1], [from]), [layers]))
        _below([$1], [position], [7])
        m4_define([P:$1], m4_defn([P:]_value([$1], [from]))/_slug([$1]))])])

# _drop_copied_source(record): this block gives its own source, so drop the words of another source that `like` copied
m4_define([_drop_copied_source], [_foreach([_copied], [layer,position,tensor,]m4_defn([_sources]),
    [m4_ifelse(_has(_defined([_given]), _copied), [yes], [], [_drop([$1], _copied)])])])

# _drawn_from(record): give its path, below that of the activations that it is drawn from
m4_define([_drawn_from], [_drawn_by([$1], _sources_of([$1]))])
_foreach([_word], m4_defn([_drawn_words]), [m4_define([path:]_word, m4_defn([_drawn_from]))])
m4_define([_drawn_by], [
    _need([$1], [$2], [activations])
    m4_ifdef([F:$1:seed], [],
        [_error(m4_defn([L:$1]), [activations(]_last([$1])[): seed is missing, which $2 needs])])
    _takes_no([$1], [tensor], [it names a matrix of a file])
    _takes_no([$1], [layer,position], [they are those of the activations that it is drawn from])
    m4_ifelse(_value([$1], [$2]), [$1],
        [_error(_where([$1], [$2]), [$2: ']_last([$1])[' is drawn from itself, expected other activations])])
    m4_ifdef([_failed], [], [
        m4_define([P:$1], m4_defn([P:]_value([$1], [$2]))[]m4_defn([G:$2])-seed[]_value([$1], [seed]))])])
m4_define([_takes_no], [_foreach([_word], [$2], [m4_ifdef([F:$1:]_word,
    [_error(_where([$1], _word), _word[: no word of activations(]_last([$1])[): $3])])])])

# _origin(activations): the activations that its rows are drawn from; nothing if they are not drawn from any
m4_define([_origin], [m4_ifelse(_has(m4_defn([_drawn_words]), _sources_of([$1])), [yes],
    [_value([$1], _sources_of([$1]))])])

# _below(record, word, limit): check that the value is below the limit
m4_define([_below], [m4_ifelse(m4_eval(_value([$1], [$2]) < $3), [1], [],
    [_error(_where([$1], [$2]), [$2: ]_value([$1], [$2])[ is out of range, expected 0 to ]m4_decr($3))])])

# --- stages ------------------------------------------------------------------------------------

m4_define([check:stage], [
    _need([$1], [align_to], [stage])
    _need([$1], [with_units_of], [stage])
    m4_ifdef([_failed], [], [
        _foreach([_word], [align_to,with_units_of], [m4_ifdef([F:]_value([$1], _word)[:file],
            [_error(_where([$1], _word), _word[: ']_last(_value([$1], _word))[' comes from files, expected a stage])])])
        _reference_seeds([$1])
        _one_reference([$1])
        _other_models([$1])
        m4_ifelse(_has_bootstrap([$1]), [yes], [_summed_up([$1])])
        _foreach([_word], _value([$1], [vary]), [_append([varied:]_experiment[:]_word, _value([$1], _word))])
        _expand([$1], [], _spread(_value([$1], [vary])))])
    m4_ifdef([_failed], [], [m4_ifelse(_has_bootstrap([$1]), [yes],
        [_foreach([_candidate], m4_defn([C:$1]), [_stage_values(_candidate)])])])])

# decoders(name, file([path], ...)): a stage of one candidate, whose models come from these files: its seeds are their
# places, from 0 on
m4_define([check:decoders], [
    _set([$1], [seeds], _where([$1], [file]), _places_of(m4_defn([D:$1:file])))
    m4_ifelse(_value([$1], [seeds]), [0], [_error(_where([$1], [file]),
        [file: one path makes no pair, expected two or more])])
    m4_ifdef([_failed], [], [m4_ifelse(_has_bootstrap([$1]), [yes], [_summed_up([$1])])])
    m4_define([R:$1], [stage])
    m4_define([R:$1@], [stage])
    m4_define([L:$1@], m4_defn([L:$1]))
    m4_define([P:$1@], [file])
    _copy([$1], [$1@])
    m4_define([C:$1], [$1@])
    m4_define([theirs:]_experiment, _last([$1]))
    m4_ifdef([_failed], [], [m4_ifelse(_has_bootstrap([$1]), [yes], [_stage_values([$1@])])])])
m4_define([_places_of], [m4_define([_had])_foreach([_item], [$1],
    [_append([_had], _count(m4_defn([_had])))])m4_defn([_had])])

# _count([a,b,c]): the number of items
m4_define([_count], [m4_ifelse([$1], [], [0], [_arguments($1)])])
m4_define([_arguments], [$#])

# _reference_seeds(record): check that each value of reference_seed is a seed of the stages that it picks a model of
m4_define([_reference_seeds], [m4_ifdef([F:$1:reference_seed], [
    m4_ifelse(_value([$1], [align_to])[]_value([$1], [with_units_of]), [], [_error(_where([$1], [reference_seed]),
        [reference_seed: there is no reference, expected align_to(stage) or with_units_of(stage) beside it])])
    _foreach([_word], [align_to,with_units_of], [m4_ifdef([F:$1:]_word, [_seeds_of([$1], _value([$1], _word))])])])])
m4_define([_seeds_of], [_foreach([_seed], _value([$1], [reference_seed]), [m4_ifelse(
    _has(_value([$2], [seeds]), _seed), [yes], [], [_error(_where([$1], [reference_seed]),
        [reference_seed: ]_seed[ is no seed of ']_last([$2])[', expected one of ]m4_dnl
_replace(_value([$2], [seeds]), [,], [ ]))])])])

# _one_reference(record): check that decoders are aligned to one model; reference_seed picks one of several seeds
m4_define([_one_reference], [m4_ifdef([F:$1:align_to], [m4_ifelse(_value(_value([$1], [align_to]), [vary])[]m4_dnl
_count(m4_ifdef([F:$1:reference_seed], [one], [_value(_value([$1], [align_to]), [seeds])])), [1], [],
        [_error(_where([$1], [align_to]), [align_to: ']_last(_value([$1], [align_to]))[]m4_dnl
[' is more than one model, expected a stage that varies nothing, of one seed or with a reference_seed])])])])

# _other_models(record): check that the models counted with its own are of one candidate and have other seeds
m4_define([_other_models], [m4_ifdef([F:$1:with_units_of], [
    m4_ifelse(_value(_value([$1], [with_units_of]), [vary]), [], [],
        [_error(_where([$1], [with_units_of]),
            [with_units_of: ']_last(_value([$1], [with_units_of]))[' varies, expected a stage of one candidate])])
    m4_ifdef([F:$1:reference_seed], [], [_no_seed_of([$1], _value([$1], [with_units_of]))])])])
m4_define([_no_seed_of], [_foreach([_seed], _value([$1], [seeds]), [m4_ifelse(_has(_value([$2], [seeds]), _seed), [yes],
    [_error(_where([$1], [seeds]), [seeds: ]_seed[ is a seed of ']_last([$2])[' too, expected different models])])])])

# _summed_up(record): check that a stage with bootstrap seeds has all that it needs, and at least two models
m4_define([_summed_up], [
    _seeded_for([$1], _resampled_of([$1]))
    _foreach([_word], [resamples,confidence,random_seed_offset[]m4_ifdef([F:$1:file], [], [,live_from])], [
        m4_ifdef([F:$1:]_word, [],
        [_error(m4_defn([L:$1]), m4_defn([R:$1])[(]_last([$1])[): ]_word[ is missing, which bootstrap needs])])])
    m4_ifelse(_count(_value([$1], [seeds]))[]m4_ifdef([F:$1:with_units_of], [and]), [1],
        [_error(_where([$1], [seeds]), [seeds: one seed makes no pair, expected two or more])])])

# _seeded_for(record, [a,b,c]): check that bootstrap has a seed for each of these and for nothing else
m4_define([_seeded_for], [
    _foreach([_word], [$2], [m4_ifdef([F:$1:bootstrap.]_word, [],
        [_error(m4_defn([L:$1]),
            m4_defn([R:$1])[(]_last([$1])[): bootstrap lacks ]_word[, expected ]_word[ = seed])])])
    _foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [bootstrap.])[]_has([$2], _last(_word)), [0],
        [_error(_where([$1], _word),
            [bootstrap: nothing here is resampled for ]_last(_word)[, expected ]_replace([$2], [,], [ ]))])])])

# _measured_of(record): its metrics, in the order of the table; _resampled_of: those that have an interval
m4_define([_measured_of], [m4_define([_had])_foreach([_word], m4_defn([_measured]), [m4_ifelse(
    _is_measured([$1], _word), [yes], [_append([_had], _word)])])m4_defn([_had])])
m4_define([_resampled_of], [m4_define([_had])_foreach([_word], m4_defn([_measured]), [m4_ifdef([X:]_word, [m4_ifelse(
    _is_measured([$1], _word), [yes], [_append([_had], _word)])])])m4_defn([_had])])
m4_define([_is_measured], [m4_ifelse(m4_defn([U:$2]), [], [yes], [m4_ifdef([F:$1:]m4_defn([U:$2]), [yes])])])

# _expand(record, candidate so far, words still to vary...): make a candidate for each combination of varied values
m4_define([_expand], [m4_ifelse([$3], [], [_candidate_of([$1], [$1@$2])], [_foreach([_varied], _value([$1], [$3]), [
    m4_define([fixed:$3], m4_defn([_varied]))
    _expand([$1], [$2]m4_ifelse([$2], [], [], [_])[]_tagged([$3], _varied), m4_shift(m4_shift(m4_shift($@))))])])])
m4_define([_tagged], [m4_ifelse(m4_defn([G:$1]), [-], [_last([$2])], [m4_translit(m4_defn([G:$1]), [/-])$2])])

# _candidate_of(record, candidate): copy the fields, with one value for each varied word, and give the path
m4_define([_candidate_of], [
    m4_define([R:$2], [stage])
    m4_define([L:$2], m4_defn([L:$1]))
    _copy([$1], [$2])
    _foreach([_word], _value([$1], [vary]), [m4_define([F:$2:]_word, m4_defn([fixed:]_word))])
    m4_ifdef([F:$2:reference_seed], [_other_seeds([$2], _value([$2], [reference_seed]))])
    _need([$2], [on], [activations])
    m4_ifelse(_origin(_value([$2], [on])), [], [], [m4_define([drawn:]_experiment, _last([$1]))])
    _need_choices([$2])
    _k_within_d_sae([$2])
    _foreach([_word], [align_to,with_units_of], [m4_ifdef([F:$2:]_word, [_same_rows([$2], _word)])])
    m4_ifdef([F:$2:with_units_of], [_same_scale([$2], _value([$2], [with_units_of]))])
    m4_ifelse(_is_zero(_value([$2], [lambda]))[]m4_ifdef([F:$2:align_to], [yes]), [],
        [_error(_where([$2], [lambda]), [lambda: ]_value([$2], [lambda])[ needs align_to(stage)])])
    m4_ifdef([_failed], [], [
        m4_define([Q:$2], _slug([$2])[]_aligned([$2]))
        m4_define([P:$2], m4_defn([P:]_value([$2], [on]))/m4_defn([Q:$2]))])
    _append([C:$1], [$2])])

# _other_seeds(candidate, seed of its reference): its own models have the other seeds, so drop that one
m4_define([_other_seeds], [_without(_value([$1], [seeds]), [$2])m4_ifelse(m4_defn([_kept]), [],
    [_error(_where([$1], [seeds]), [seeds: only that of the reference, $2, expected others])],
    [m4_define([F:$1:seeds], m4_defn([_kept]))])])

# _same_rows(candidate, word): check that the stage that the word names holds out the same rows. If not, rows held out
# here were trained on there, and means would be of different rows.
m4_define([_same_rows], [m4_ifelse(_value([$1], [held_out]), _value(_value([$1], [$2]), [held_out]), [],
    [_error(_where([$1], m4_ifdef([F:$1:held_out], [held_out], [[$2]])), [held_out: ]_share_held([$1])[]m4_dnl
[ here, but ]_share_held(_value([$1], [$2]))[ in ']_last(_value([$1], [$2]))[', which $2 names, expected the same])])])
m4_define([_share_held], [m4_ifdef([F:$1:held_out], [_value([$1], [held_out])], [none])])

# _same_scale(candidate, stage): check that the stage that it is counted together with has rows of the same scale
m4_define([_same_scale], [m4_ifelse(_normalised_by([$1]), _normalised_by([$2]), [],
    [_error(_where([$1], m4_ifdef([F:$1:normalise], [normalise], [with_units_of])),
        [normalise: ]_normalised_by([$1])[ here, but ]_normalised_by([$2])[ in ']_last([$2])[]m4_dnl
[', which with_units_of names, expected the same])])])
m4_define([_normalised_by], [m4_ifdef([F:$1:normalise], [_value([$1], [normalise])], [none])])

# _k_within_d_sae(candidate): check k against d_sae, for all values that a choice may give
m4_define([_k_within_d_sae], [_foreach([_number],
    m4_ifdef([choice:$1:k], [_value(_value(m4_defn([choice:$1:k]), [from]), [k])], [_value([$1], [k])]),
    [m4_ifelse(_is([count], _number)[]_is([count], _value([$1], [d_sae])), [yesyes],
        [m4_ifelse(m4_eval(_number > _value([$1], [d_sae])), [1],
            [_error(_where([$1], [k]), [k: ]_number[ is above d_sae ]_value([$1], [d_sae]))])])])])

# _aligned(candidate): the part of the path that names the reference; nothing if lambda is 0
m4_define([_aligned], [m4_ifelse(_is_zero(_value([$1], [lambda])), [yes], [],
    [/aligned/_reference([$1], _value([$1], [align_to])[@])])])
m4_define([_reference], [m4_ifelse(_value([$1], [on]), _value([$2], [on]), [],
    [m4_defn([P:]_value([$2], [on]))/])_slug([$2])_unit_of([$2], _reference_seed([$1]))])
m4_define([_reference_seed], [m4_ifdef([F:$1:reference_seed], [_value([$1], [reference_seed])],
    [_value(_value([$1], [align_to]), [seeds])])])

# _unit_of(candidate, seed): the path of its unit of that seed, below the path of the candidate
m4_define([_unit_of], [/seed$2/epoch[]_value([$1], [epochs])])

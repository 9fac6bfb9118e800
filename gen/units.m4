# The Make reading: which artifacts an experiment makes, and from which others. The recipes are in the Makefile, one for
# each kind. A path may contain $(experiment.choice), which is known once that choice is made (Make makes the file that
# take_choice includes, and begins again), and $(input.record), the hash of a file of activations.
#
# Make reads these rules once for the experiment itself, and again for each replicate of it, with
#   replicate   the folder of its tables below results/; its variables begin with it, too
#   on          the path of the activations that all its stages are trained on
#   seed.42     the seed that its stages have in place of 42; empty: they have 42
#   only.k      the values of a varied setting that are kept; empty: all
#   elsewhere   the arguments that give all this to a driver (if several rules ask for a target, its `where` is that of
#               the last one)

m4_define([_on_record], [m4_ifdef([_used], [], [m4_ifdef([_make:$1], [m4_dnl
m4_divert(1)m4_indir([_make:$1], [$2])[]m4_divert(-1)])])])

m4_define([_make:transformer], [
_transformer([$1]): driver := _recorded])
m4_define([_transformer], [results/transformers/m4_defn([P:$1]).safetensors])

m4_define([_make:activations], [m4_ifdef([F:$1:file], [
input.$1 := $(call input_hash,m4_defn([S:$1:file]),_defined([S:$1:tensor]))
INPUT_HASHES += $1=$(input.$1)
inputs += m4_defn([S:$1:file])])
_activations([$1]): driver := _recorded
_activations([$1]): m4_ifdef([F:$1:file], [m4_defn([S:$1:file])])[]m4_dnl
m4_ifdef([F:$1:from], [_transformer(_value([$1], [from]))])[]m4_dnl
m4_ifelse(_origin([$1]), [], [], [_activations(_origin([$1]))])
_list([artifacts]) += _activations([$1])[]m4_ifdef([F:$1:from], [ _source(_value([$1], [from]))])])
m4_define([_source], [_transformer([$1])[]_resumed([$1])])
# _resumed(transformer): training that keeps its last weights may continue from another transformer
m4_define([_resumed], [m4_ifelse(_value([$1], [keep]), [last], [
trained += _transformer([$1])])])
m4_define([_activations], [results/activations/m4_defn([P:$1]).safetensors])

# _input(candidate): the path of its activations; _path(candidate): its own path below units/
m4_define([_input], [$(or $(on),m4_defn([P:]_value([$1], [on])))])
m4_define([_path], [_input([$1])/_aligned_here(_chosen_here(m4_defn([Q:$1])))])
# _aligned_here(path): put the replicate's seed of the reference; _seed_here(seed): the replicate's seed for it
m4_define([_aligned_here], [_replace([$1], [\(.*/aligned/.*\)/seed\([0-9]+\)/], [\1/seed]_seed_here([\2])/)])
m4_define([_seed_here], [$(or $(seed.$1),$1)])
# _chosen_here(path): a replicate has choices of its own; a file of activations is the same for all
m4_define([_chosen_here], [_replace(_replace([$1], [\$(], [$($(replicate)]), [\$(\$(replicate)input], [$(input])])

# stage: the units of each candidate. Those of a candidate that needs a choice are known only after it is made.
m4_define([_make:stage], [m4_ifdef([F:$1:file], [_imported([$1])], [_trained([$1])])])
m4_define([_trained], [_foreach([_candidate], m4_defn([C:$1]), [_wanted(_candidate, [_units(_candidate)])])])
# _wanted(candidate, rules): the rules, unless `only` leaves the candidate out
m4_define([_wanted], [m4_ifelse(_value([$1], [vary]), [], [$2], [
ifneq ($(and _foreach([_word], _value([$1], [vary]), [$(call is_kept,_word,_value([$1], _word)),])yes),)$2
endif])])
m4_define([_units], [
_if_chosen([$1])m4_dnl
_units_of([$1]) := _foreach([_seed], _value([$1], [seeds]), [ \
    results/units/_path([$1])/seed[]_seed_here(_seed)/epoch[]_value([$1], [epochs]).safetensors])
$(_units_of([$1])): driver := _recorded
$(_units_of([$1])): where := $(elsewhere)
$(_units_of([$1])): results/activations/_input([$1]).safetensors[]m4_ifelse(_aligned([$1]), [], [],
    [ results/units/_path(_value([$1], [align_to])[@])_unit_of(_value([$1], [align_to])[@], m4_dnl
_seed_here(_reference_seed([$1]))).safetensors])
trained += $(_units_of([$1]))
_list([artifacts]) += $(_units_of([$1]))_else_pending([$1])])
# _imported(stage): the units that are read from its files; each has the hash of its file in its path. Where a file
# becomes one that was read before, its unit is older than the values: they wait for the list of hashes.
m4_define([_imported], [m4_define([_place], [0])_foreach([_from_file], m4_defn([D:$1:file]), [
input.$1.[]_place := $(call input_hash,m4_defn([_from_file]))
INPUT_HASHES += $1.[]_place=$(input.$1.[]_place)
inputs += m4_defn([_from_file])
_imported_unit([$1]): driver := _recorded
_imported_unit([$1]): where :=
_list([artifacts]) += _imported_unit([$1])[]m4_define([_place], m4_incr(_place))])
$(call keep,$(BUILD)/$1.inputs,echo '$(filter $1.%,$(INPUT_HASHES))')
_values_file: $(BUILD)/$1.inputs])
m4_define([_imported_unit], [results/units/file-$(input.$1.[]_place).safetensors])
m4_define([_units_of], [$(replicate)_id([$1])])
m4_define([_if_chosen], [m4_ifdef([chosen:$1], [ifneq ($($(replicate)m4_defn([chosen:$1])),)
])])
m4_define([_else_pending], [m4_ifdef([chosen:$1], [
else
pending += _foreach([_seed], _value([$1], [seeds]), [ _units_of([$1])/seed[]_seed/epoch[]_value([$1], [epochs])])
endif])])

m4_define([_make:choose], [
_choice_file([$1]): driver := _recorded
_choice_file([$1]): where := $(elsewhere)
_choice_file([$1]): choice := $1
_choice_file([$1]): $(call longest_first,m4_dnl
_foreach([_candidate], m4_defn([C:]_value([$1], [from])), [ $(_units_of(_candidate))]))
_list([choices]) += _choice_file([$1])
$(call take_choice,_choice_file([$1]))])
m4_define([_choice_file], [results/$(replicate)m4_translit([$1], [.], [/]).mk])

# probe: its transformer is an artifact of this experiment too
m4_define([_make:probe], [
_list([artifacts]) += _source(_value([$1], [of]))])

# repeat: each replicate has its own rules, and its tables are made first
m4_define([_make:repeat], [_only([$1], [_kept_values])m4_define([_above], [0])_foreach([_name], _value([$1], [on]), [
_seeds_above(_above)$(eval $(call repeat,_folder([$1])/_last(_name),m4_defn([P:]_resolve(_name)),[]m4_dnl
_replace(_value([$1], [of]), [,], [ ]),_recorded,_only([$1], [_told])[]_told_above(_above)))
_list([tables]) += _foreach([_repeated], _value([$1], [of]), [ m4_dnl
results/_folder([$1])/_last(_name)/_repeated/values.tsv])m4_define([_above], m4_eval(_above + m4_dnl
m4_ifdef([F:$1:seed_step], [_value([$1], [seed_step])], [0])))])[]_seeds_above([0])_only([$1], [_all_values])])
m4_define([_folder], [m4_translit([$1], [.], [/])])

# _seeds_above(number): a replicate's seeds, that number above those of the protocols; _told_above: the same for drivers
m4_define([_seeds_above], [m4_ifelse([$1]m4_ifdef([_are_above], [above]), [0], [], [_foreach([_seed], _all_seeds, [
seed.[]_seed :=m4_ifelse([$1], [0], [], [ m4_eval(_seed + $1)])])m4_define([_are_above])
])])
m4_define([_told_above], [m4_ifelse([$1], [0], [], [ seeds_above $1])])

# _only(repeat, macro): call the macro for each setting of which only some values are kept
m4_define([_only], [_foreach([_word], m4_defn([W:$1]), [m4_ifelse(m4_index(_word, [only.]), [0],
    [$2(_word, _value([$1], _word))])])])
m4_define([_kept_values], [
$1 := _replace([$2], [,], [ ])])
m4_define([_all_values], [
$1 :=])
m4_define([_told], [ only _last([$1])=_replace([$2], [,], [+])])

# figure: its script draws the tables of its stages, of the experiment and not of replicates
m4_define([_make:figure], [
ifeq ($(replicate),)
_drawn([$1]): stages := _foreach([_name], _value([$1], [of]), [ results/m4_translit(_resolve(_name), [.], [/])])
_drawn([$1]): names :=_labels(_full_names_of(_value([$1], [of])))
_drawn([$1]): candidates :=_candidate_labels(_first(_full_names_of(_value([$1], [of]))))
_drawn([$1]): labels :=_labels_of_repeat(_first(_full_names_of(_value([$1], [of]))))
_drawn([$1]): setting := _foreach([_name], _value([$1], [of]), [ _value(_resolve(_name), [vary])])
_drawn([$1]): figures/_value([$1], [draws]).gp results/_recorded/values.tsv
figures += _figure([$1])
endif])
m4_define([_labels_of_repeat], [m4_ifelse(m4_defn([R:$1]), [repeat],
    [_value_labels(_published_of([$1], [published,]m4_defn([_other_publications])))])])
m4_define([_figure], [$(BUILD)/figures/m4_translit([$1], [.], [-]).pdf])
# the same for the web page too
m4_define([_drawn], [_figure([$1]) $(BUILD)/page/figures/m4_translit([$1], [.], [-]).svg])

# _list(list): the variable that lists this experiment's own artifacts, choices or tables
m4_define([_list], [$(replicate)_recorded.$1])

m4_define([_at_end], [m4_divert(0)m4_dnl
# Generated from protocol/_recorded.m4: what is made from what.
_list([artifacts]) :=
_list([choices]) :=
_list([tables]) :=
m4_undivert(1)
artifacts += $(_list([artifacts]))
choices += $(_list([choices]))
tables += _values_file
_values_file check/_values_file: driver := _recorded
_values_file check/_values_file: where := $(elsewhere)
_values_file: $(BUILD)/bin/_recorded $(call longest_first,$(_list([artifacts]))) $(_list([choices])) m4_dnl
$(_list([tables]))[]_foreach([_name], _defined([_uses]), [ $(call values_of,_name)]) $(repeated_by) $(PUBLICATIONS)
])
m4_define([_values_file], [results/$(replicate)_recorded/values.tsv])
_tell([-1])

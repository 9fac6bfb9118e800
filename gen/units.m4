# The Make reading: which artifacts an experiment makes, and of which others. The recipes stand in the
# Makefile, one a kind. A path may hold $(experiment.choice), known once that choice is made (Make makes
# the file it includes, and begins again), and
# $(input.record), the hash of a file of activations.

m4_define([_on_experiment], [m4_define([_recorded], [$1])])
m4_define([_on_record], [m4_ifdef([_used], [], [m4_ifdef([_make:$1], [m4_divert(1)m4_indir([_make:$1], [$2])[]m4_divert(-1)])])])

m4_define([_make:transformer], [
_transformer([$1]): driver := _recorded])
m4_define([_transformer], [results/transformers/m4_defn([P:$1]).safetensors])

m4_define([_make:activations], [m4_ifdef([F:$1:file], [
input.$1 := $(call input_hash,m4_defn([S:$1:file]))
inputs += m4_defn([S:$1:file])])
_activations([$1]): driver := _recorded
_activations([$1]): m4_ifdef([F:$1:file], [m4_defn([S:$1:file])], [_transformer(_value([$1], [from]))])
_recorded.artifacts += _activations([$1])[]m4_ifdef([F:$1:from], [ _transformer(_value([$1], [from]))])])
m4_define([_activations], [results/activations/m4_defn([P:$1]).safetensors])

# _unit(candidate of one seed)
m4_define([_unit], [m4_defn([P:$1])_unit_of([$1])])

# a stage: the units of each candidate; one whose settings a choice gives is known only after it
m4_define([_make:stage], [_foreach([_candidate], m4_defn([C:$1]), [_units(_candidate)])])
m4_define([_units], [
_if_chosen([$1])m4_dnl
_units_of([$1]) := _foreach([_seed], _value([$1], [seeds]), [ \
    results/units/m4_defn([P:$1])/seed[]_seed/epoch[]_value([$1], [epochs]).safetensors])
$(_units_of([$1])): driver := _recorded
$(_units_of([$1])): _activations(_value([$1], [on]))[]m4_ifelse(_aligned([$1]), [], [],
    [ results/units/_unit(_value([$1], [align_to])[@]).safetensors])
units += $(_units_of([$1]))
_recorded.artifacts += $(_units_of([$1]))_else_pending([$1])])
m4_define([_units_of], [_id([$1])])
m4_define([_if_chosen], [m4_ifdef([chosen:$1], [ifneq ($(m4_defn([chosen:$1])),)
])])
m4_define([_else_pending], [m4_ifdef([chosen:$1], [
else
pending += _foreach([_seed], _value([$1], [seeds]), [ _id([$1])/seed[]_seed])
endif])])

m4_define([_make:choose], [
_choice_file([$1]): driver := _recorded
_choice_file([$1]): $(call longest_first,_foreach([_candidate], m4_defn([C:]_value([$1], [from])), [ $(_units_of(_candidate))]))
_recorded.choices += _choice_file([$1])
include _choice_file([$1])])
m4_define([_choice_file], [m4_translit([results/$1], [.], [/]).mk])

# a figure: its script draws the tables of its stages
m4_define([_make:figure], [
_figure([$1]): stages := _foreach([_name], _value([$1], [of]), [ results/m4_translit(_resolve(_name), [.], [/])])
_figure([$1]): names := _foreach([_name], _value([$1], [of]), [ _last(_name)])
_figure([$1]): setting := _foreach([_name], _value([$1], [of]), [ _value(_resolve(_name), [vary])])
_figure([$1]): figures/_value([$1], [draws]).gp results/_recorded/values.tsv
figures += _figure([$1])])
m4_define([_figure], [$(BUILD)/figures/m4_translit([$1], [.], [-]).pdf])

m4_define([_at_end], [m4_divert(0)m4_dnl
# Generated from protocol/_recorded.m4: what is made from what.
m4_undivert(1)
results/_recorded/values.tsv: $(call longest_first,$(_recorded.artifacts)) $(_recorded.choices)[]_foreach([_name], _defined([_uses]), [ results/_name/values.tsv])
])
_read([-1])

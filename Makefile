# The report, from protocols to PDF. `make help` lists what can be made. Read this file from top to bottom.
#
#   protocol/*.m4 -> build/*.read --gen/--> build/*.c -> build/bin/*     (drivers: tables and one call)
#                                 --gen/--> build/*.mk                   (units: what is made from what)
#                                 --gen/--> build/*.tex, build/*.json    (sections, records)
#   drivers -> results/transformers -> results/activations -> results/units
#           -> results/<experiment>/values.tsv -> figures, tables, verdict -> build/report.pdf
#
# What a part needs stands in its folder, in a .mk file that this file includes.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

V ?= 0
Q := $(if $(filter 1,$(V)),,@)
BUILD ?= build
# the settings that change which report is made
$(if $(filter extended certify,$(MAKECMDGOALS)),$(eval export EXTENDED := yes))
ASKED := $(strip $(foreach name,ACTIVATIONS $(if $(ACTIVATIONS),TENSOR) REPLICATES EXTENDED,$(if $($(name)),$(name)=$($(name)))) \
    $(if $(ONLY),ONLY="$(ONLY)"))

# Nothing outside decides a byte: one clock, one language. OpenBLAS, which only the bench uses: one kernel, one thread.
override export SOURCE_DATE_EPOCH := 1770854400
override export FORCE_SOURCE_DATE := 1
override export TZ := UTC
override export LC_ALL := C
export OPENBLAS_CORETYPE := Haswell
export OPENBLAS_NUM_THREADS := 1

$(if $(filter Makefile ./Makefile,$(lastword $(MAKEFILE_LIST))),,$(error called elsewhere, expected make -C FOLDER))
ifeq ($(CALLED)$(BUILDING),)
include src/call.mk
else
include src/recipes.mk src/packages.mk
ifndef BUILDING
# ================================ what a person asks for =======================================
# Packages must be there before protocols can be read (make deps report). So a second make, with BUILDING=yes, reads the
# protocols and makes what is asked for, on all cores. Goals go one after the other.

# the path of anything that a run makes is a goal too
PATHS := $(filter-out %/installed build/tools,$(filter results/% build/%,$(MAKECMDGOALS)))
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help report extended values protocol lint words why $(PATHS)

## report: train everything and write build/report.pdf  (ONLY="name ...": of these experiments and what they use)
## extended: the same of every experiment, those too that take minutes
## values: the same without the report: results/<experiment>/values.tsv
extended: report
report values $(PATHS): | build/tools
	$(Q)mkdir -p results && $(remove_left)
	+$(Q)$(call timed,compilation and rules,$(SUB_MAKE) rules)
	$(Q)src/report/check_artifacts.sh $(JOBS)
	+$(Q)$(if $(filter report values,$@),$(SUB_MAKE) -s plan PLANNING=yes PLANNED_JOBS=$(JOBS))
	+$(Q)$(SUB_MAKE) $@

## protocol: print every protocol as it is executed
## lint: check every protocol
## words: list the words of the protocol language and the metrics
## why: where a value comes from  (VALUE=adaptive_l0.retrain.delta; without VALUE: every value's id)
protocol lint words why: | build/tools
	+$(Q)$(SUB_MAKE) $(if $(Q),-s) $@

help:
	@sed -n 's/^## \([^:]*\): /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

else
# ================================ how it is made ===============================================
.PHONY: protocol lint words drivers rules values report why

# --- protocols -> readings ---------------------------------------------------------------------
include gen/readings.mk
lint: $(call each,ids)
	@echo "$(words $^) protocols, no mistake found"
protocol: $(call each,txt) ; @cat $^

# --- readings -> drivers -----------------------------------------------------------------------
include src/library.mk
DRIVERS := $(EXPERIMENTS:%=$(BUILD)/bin/%)
drivers: $(DRIVERS)
$(DRIVERS): $(BUILD)/bin/%: $(BUILD)/%.c $(OBJECTS) | $(BUILD)/bin
	$(Q)$(call link)
# made before the rest is read: a choice must not be made by yesterday's rules
rules: drivers $(BUILD)/bin/report $(call each,mk)
	@:

# --- drivers -> transformers, activations, units -----------------------------------------------
# What is included here is made first, and then Make begins again: the rules of each experiment, and in them the choices
# that say which units are trained. Goals that need no unit read none of it.
include gen/units.mk
UNITS_GOALS := plan report values units audited checked results/% $(addprefix $(BUILD)/,report.pdf ro-% tex/% figures/%)
ifneq ($(filter $(UNITS_GOALS) page $(BUILD)/page/%,$(MAKECMDGOALS)),)
include $(call each,mk)
$(call keep,results/code,$(arithmetic))
endif
ARTIFACTS := $(sort $(artifacts))
CHOICES := $(sort $(choices))
TABLES := $(tables)
$(file >$(BUILD)/units.$(if $(PLANNING),planned,list),$(call lines,$(ARTIFACTS) $(pending)))

$(ARTIFACTS): | $(DRIVERS)
	$(Q)exec < /dev/null; $(make_artifact)$(is_made)
make_artifact = UNITS_LIST=$(BUILD)/units.list $(LAUNCH) $(BUILD)/bin/$(driver) $(where) make $@ $(filter results/%,$|)
$(CHOICES): | $(DRIVERS)
	$(Q)$(BUILD)/bin/$(driver) $(where) choose $(choice)
$(eval $(inputs_are_there))

# --- units -> values ---------------------------------------------------------------------------
values: $(call tables_of,$(EXPERIMENTS)) results/manifest.sha256
	@:
$(TABLES): results/%/values.tsv:
	$(Q)$(call timed,values $*,$(BUILD)/bin/$(driver) $(where) values)
why: $(BUILD)/bin/report drivers
	$(Q)$< why '$(VALUE)' $(patsubst results/%/values.tsv,%,$(wildcard $(call tables_of,$(EXPERIMENTS) verdict)))

# --- values -> verdict, figures, tables --------------------------------------------------------
results/verdict/values.tsv: $(BUILD)/bin/report $(BUILD)/experiments $(PUBLICATIONS) $(call tables_of,$(JUDGED))
	$(Q)$< verdict $(JUDGED)
$(call tables_of,$(AFTER_VERDICT)): results/verdict/values.tsv
include paper/paper.mk figures/figures.mk
# every number of the report, as LaTeX macros; also what a bench measured and what was certified, if there is any
IF_THERE := $(wildcard $(BUILD)/peers.tsv $(BUILD)/peers_wide.tsv data/conformance.tsv data/certified.sha256)
$(BUILD)/tex/values.tex: $(BUILD)/bin/report $(BUILD)/experiments $(BUILD)/provenance.tsv $(BUILD)/deviations.tsv \
    results/manifest.sha256 $(call tables_of,verdict $(EXPERIMENTS)) $(call each,json) $(IF_THERE)
	$(Q)mkdir -p $(@D)
	$(Q)$(call list_sections,$(@D))
	$(Q)$< tex $(@D) $(EXPERIMENTS)

# --- all of it -> report -----------------------------------------------------------------------
report: $(BUILD)/report.pdf results/manifest.sha256 $(BUILD)/ro-crate-metadata.json
	$(Q)echo '$(ASKED)' > $(BUILD)/asked
	@echo "$<: $$(pdfinfo $< | awk '/^Pages/ { print $$2 }') pages"
	@$(BUILD)/bin/report certificate
GROWTH := $(patsubst %.tsv,%.pdf,$(wildcard $(BUILD)/growth.tsv))
$(BUILD)/report.pdf: $(BUILD)/deviations.tsv $(FORMAT) paper/report.tex $(BUILD)/figures/lineage.pdf \
    data/literature.bib $(BUILD)/tex/values.tex $(call each,tex) $(figures) $(GROWTH)
	$(Q)$(call timed,$@,$(set_report) && $(take_report))
endif

# --- what the report is held against -----------------------------------------------------------
include paper/web/page.mk src/protocol/lock.mk src/provenance/provenance.mk src/audit/audit.mk src/bench/bench.mk src/sae/sae.mk
-include tests/tests.mk tests/conformance/conformance.mk tests/page/page.mk
# what is made again, and when; nothing in an audit
$(eval $(made_anew))
endif

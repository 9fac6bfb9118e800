# The audit: what a person asks for, and all that is made otherwise in an audit (AUDIT=yes). src/audit/audit.sh lays out
# build/audit, the same project with links to the artifacts, and makes the goals `audited` and `checked` there.

ifndef BUILDING
.PHONY: audit
## audit: hold all that stands against what its units give again  (SPOT=n: train n of them again too, drawn by SEED)
SPOT ?= 0
SEED ?= 1
audit: | build/tools
	$(inside_alone)
	$(RUN)ASKED='$(ASKED)' ACTIVATIONS='$(ACTIVATIONS)' SPOT='$(SPOT)' SEED='$(SEED)' src/audit/audit.sh $(SUB_MAKE)
endif

ifdef AUDIT
# An audit writes no journal.
timed = $(2)

# What stands is taken as it is. No artifact is made again for other code, and no choice for another driver; no unit
# waits for an earlier epoch.
made_anew :=

# audit.sh removes the artifacts that are to be trained again and lists them in `made_again`. No other artifact is made.
make_artifact = test -e $@ || { grep -qxF $@ made_again && $(BUILD)/bin/$(driver) $(where) make $@; } || \
    { echo "$@: not found, expected by its protocol" >&2; exit 1; }

# A driver's source that came out as it was is as old as it was, so that it is not compiled again.
write_reading += $(if $(filter %.c,$@),&& { ! cmp -s $@ run/$@ || touch -r run/$@ $@; })

# The study's own tables come first, for more waits for them than for the tables of a replicate (in results/FOLDER).
replicate_tables = $(filter results/$(folder)%,$(TABLES))
own_tables = $(filter-out $(AFTER_VERDICT:%=results/%/values.tsv),$(patsubst results/$(folder)%,results/%,$(replicate_tables)))
$(foreach folder,$(replicates),$(eval $(replicate_tables): | $(own_tables)))

# The manifest is that of the run, for the files that there should be; a file that the run did not list stands without a
# hash. (`audit hashes` takes the hashes.)
write_manifest = awk 'NR == FNR { line[substr($$0, 67)] = $$0; next } { print $$0 in line ? line[$$0] : $$0 }' \
    run/$@ - > $@

# LaTeX goes on from what the run's last pass left. Where it leaves the same again, more passes change nothing.
set_report = { src/audit/one_pass.sh $@ $(BUILD)/tex || paper/three_passes.sh $@ $(BUILD)/tex; }

# The units of each table are checked: their settings, and their metrics by their weights. No page waits for a check, so
# checks run beside LaTeX: the first two beside the lineage, the others beside the report. They wait until LaTeX has
# begun. With LATE=yes, where no page could be made, they begin at once.
CHECKS := $(TABLES:%=check/%)
.PHONY: audited checked $(CHECKS)
audited: $(BUILD)/report.pdf $(BUILD)/ro-crate-metadata.json checked
checked: $(CHECKS)
$(CHECKS): $(DRIVERS) $(CHOICES)
	$(Q)$(BUILD)/bin/$(driver) $(where) check
ifndef LATE
$(CHECKS): | $(BUILD)/tex/values.tex
$(wordlist 3,$(words $(CHECKS)),$(CHECKS)): | $(BUILD)/figures/lineage.pdf
endif
endif

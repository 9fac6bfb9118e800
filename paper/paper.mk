# How LaTeX sets the report. What it writes on the way stands in $(BUILD)/tex.

LATEX = paper/latex.sh $@ $(BUILD)/tex
override FORMAT := $(BUILD)/tex/packages.fmt
# $(call whole,command): LaTeX does not tell of a disk that is full when it closes a file; this command does
whole = { $(1); } 2>/dev/null || { echo '$@: cannot write: cut short' >&2; exit 1; }

# the packages, loaded once and for all
$(FORMAT): paper/packages.tex $(shell command -v pdflatex)
	$(Q)mkdir -p $(@D)
	$(Q)$(LATEX) -ini -jobname=packages.tmp '&pdflatex' '\input{$<}\dump'
	$(Q)$(call whole,gzip -dcf < $(@D)/packages.tmp.fmt > $@.tmp) && mv $@.tmp $@ && rm $(@D)/packages.tmp.fmt

# the sections in their order: what was published, the conclusion, and what is added
PUBLISHED_IN := setup $(shell sed -n 's/^\([a-z0-9_]*\)\..*/\1/p' data/reported.tsv 2>/dev/null | sort -u)
inputs = printf '%s\n' $(patsubst %,'\input{$(BUILD)/%.tex}',$(2)) > $(1).tex
list_sections = $(call inputs,$(1)/sections,$(filter $(PUBLISHED_IN),$(EXPERIMENTS))) && \
    $(call inputs,$(1)/conclusion,$(filter conclusion,$(EXPERIMENTS))) && \
    $(call inputs,$(1)/follow_ups,$(filter-out $(PUBLISHED_IN) conclusion,$(EXPERIMENTS)))

# the drawing of what was made from what
$(BUILD)/figures/lineage.pdf: paper/lineage.tex $(FORMAT) $(BUILD)/tex/values.tex | $(BUILD)/figures
	$(Q)$(LATEX) -fmt=$(FORMAT) $< && mv $(BUILD)/tex/lineage.pdf $@

# the conditions of all claims, in words; page one comes before the sections
$(BUILD)/tex/conditions.tex: $(call each,conditions) $(BUILD)/experiments
	$(Q)mkdir -p $(@D)
	$(Q)cat $(filter %.conditions,$^) /dev/null > $@.tmp && mv $@.tmp $@
$(BUILD)/report.pdf: $(BUILD)/tex/conditions.tex

# the report, from its first pass on
set_report = paper/three_passes.sh $@ $(BUILD)/tex
take_report = cp $(BUILD)/tex/report.pdf $@.tmp && $(call whole,tail -c 6 $@.tmp | grep -q '^%%EOF') && mv $@.tmp $@

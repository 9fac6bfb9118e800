# What is asked of autoencoders that are there already, by the program `sae`. It needs gcc, m4 and libraries alone.

ifndef BUILDING
# $(call needed,goal,NAME... [NAME...]): the variables that a goal cannot do without
needed = $(foreach name,$(2),$(if $($(name)),,$(error $(name) is not given, expected make $(1) $(3))))

# $(SAE_MADE): the program, compiled. The rows it is given are not those of a report.
SAE_MADE = $(call tools_there,gcc m4 awk) && mkdir -p build && $(SUB_MAKE) -s ACTIVATIONS= build/bin/sae

.PHONY: encode inspect compare
## encode: what an SAE gives on rows, acts and recon  (SAE=folder ACTIVATIONS=rows.safetensors OUT=out.safetensors, TENSOR=name)
encode:
	$(call needed,encode,SAE ACTIVATIONS OUT,SAE=folder ACTIVATIONS=rows.safetensors OUT=out.safetensors)
	+$(Q)$(SAE_MADE)
	$(Q)THREADS=$(or $(THREADS),$$(nproc)) build/bin/sae encode '$(SAE)' '$(ACTIVATIONS)' '$(OUT)' $(if $(TENSOR),--tensor='$(TENSOR)')

## inspect: what a file of rows, a folder of shards or an SAE holds, and what to do about it  (FILE=path, TENSOR=name)
inspect:
	$(call needed,inspect,FILE,FILE=path)
	+$(Q)$(SAE_MADE)
	$(Q)THREADS=$(or $(THREADS),$$(nproc)) build/bin/sae inspect '$(FILE)' $(if $(TENSOR),--tensor='$(TENSOR)')

## compare: how alike SAEs are, pair by pair and beside chance  (SAES="folder folder ...", NAME=name, ACTIVATIONS=rows TENSOR=name, SEED=n)
# SAES is read as words, where quotes and backslashes keep blanks. The report needs gnuplot and LaTeX; all else does not.
COMPARED = results/compare/$(or $(NAME),compare)
as_text = '$(subst ','\'',$(1))'
compare:
	$(call needed,compare,SAES,SAES="folder folder ...")
	+$(Q)$(SAE_MADE)
	$(Q)printf '%s' $(call as_text,$(SAES)) | THREADS=$(or $(THREADS),$$(nproc)) xargs build/bin/sae compare \
	    $(if $(ACTIVATIONS),--activations='$(ACTIVATIONS)') $(if $(TENSOR),--tensor='$(TENSOR)') \
	    $(if $(SEED),--seed='$(SEED)') -- $(COMPARED)
	+$(Q)if command -v gnuplot pdflatex | tail -n +2 | grep -q .; then \
	    $(SUB_MAKE) -s ACTIVATIONS= $(COMPARED:results/%=build/%)/report.pdf && \
	    cp build/compare/$(notdir $(COMPARED))/{report,pairs}.pdf $(COMPARED) && \
	    echo && echo '$(COMPARED): report.pdf, pairs.pdf, pairs.tsv, saes.tsv, summary.tsv, settings.tsv'; \
	else echo && echo '$(COMPARED): pairs.tsv, saes.tsv, summary.tsv, settings.tsv; no report.pdf without gnuplot and pdflatex'; fi

# What is exported without EXPERIMENT= is named by UNITS=, where * stands for any name.
.PHONY: export
## export: units as another tool's files  (FORMAT=saelens, sparsify or dictionary_learning; UNITS="path ..." or EXPERIMENT=name; OUT=folder)
export:
	$(call needed,export,FORMAT,FORMAT=saelens UNITS="results/units/... ...")
	$(if $(UNITS)$(EXPERIMENT),,$(error UNITS is not given and EXPERIMENT neither, expected one of them))
	+$(Q)$(SAE_MADE)
	$(if $(EXPERIMENT),+$(Q)$(SUB_MAKE) -s units PLANNING=yes $(asked_for),$(Q)printf '%s\n' $(UNITS) > build/exported)
	$(Q)grep -q . build/exported || { echo 'EXPERIMENT is $(EXPERIMENT), which trains no units' >&2; exit 1; }
	$(Q)xargs build/bin/sae export '$(FORMAT)' $(if $(OUT),--out='$(OUT)') \
	    $(if $(APPROXIMATE),--approximate) < build/exported
# an extended experiment is read only where it is asked for
asked_for = $(if $(shell grep -ls '^experiment(.*\<extended\]\?)' $(EXPERIMENT:%=protocol/%.m4)),ONLY='$(EXPERIMENT)')
else
# the units of one experiment, as its rules name them
.PHONY: units
units:
	$(file >$(BUILD)/exported,$(call lines,$(filter results/units/%,$(call all_of,$(EXPERIMENT)))))
	@:
all_of = $(sort $(foreach name,$(1),$($(name).artifacts)))

# --- the page of a comparison ------------------------------------------------------------------
.PRECIOUS: $(BUILD)/compare/%/tables.tex $(BUILD)/compare/%/pairs.pdf
COMPARED_TABLES = $(patsubst %,results/compare/$*/%.tsv,settings saes summary pairs)
$(BUILD)/compare/%/tables.tex: src/compare/report.awk results/compare/%/pairs.tsv results/compare/%/summary.tsv
	$(Q)mkdir -p $(@D) && awk -v name='$*' -v matrix=$(@D)/matrix.pairs.tsv -f $< $(COMPARED_TABLES) > $@.tmp && mv $@.tmp $@
$(BUILD)/compare/%/pairs.pdf: $(BUILD)/compare/%/tables.tex figures/pairwise_matrix.gp $(STYLE) $(FORMAT)
	$(Q)if grep -q NoDrawing $<; then : > $@; else $(draw) && $(set_figure); fi
$(BUILD)/compare/%/pairs.pdf: stages = $(@D)/matrix
$(BUILD)/compare/%/pairs.pdf: names = pairs
$(BUILD)/compare/%/pairs.pdf: table = numbers of the two autoencoders
$(BUILD)/compare/%/report.pdf: $(BUILD)/compare/%/tables.tex $(BUILD)/compare/%/pairs.pdf paper/compare.tex $(FORMAT)
	$(Q)paper/latex.sh $@ $(@D) -fmt=$(FORMAT) -jobname=report '\def\Folder{$(@D)}\input{paper/compare.tex}'
endif

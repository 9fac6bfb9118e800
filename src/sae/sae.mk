# What is asked of autoencoders that are there already, by the program `sae`. It needs gcc, m4 and libraries alone.

ifndef BUILDING
# $(call needed,goal,NAME... [NAME...]): the variables that a goal cannot do without
needed = $(foreach name,$(2),$(if $($(name)),,$(error $(name) is not given, expected make $(1) $(3))))

# $(SAE_MADE): the program, compiled. The rows it is given are not those of a report.
SAE_MADE = $(call tools_there,gcc m4 awk) && mkdir -p build && $(SUB_MAKE) -s ACTIVATIONS= build/bin/sae

.PHONY: encode inspect
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
endif

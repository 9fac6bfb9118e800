# The protocols, and how gen/ reads them.
#
#   protocol/NAME.m4 -> $(BUILD)/NAME.read -> $(BUILD)/NAME.{c,mk,tex,json,txt,settings}
#
# A new reading is one file of gen/ and one line here.

# The experiments that a report has. REPLICATES=0 leaves out those that repeat others. Rows from a file have no other
# transformers, and no answer in them. What says `extended` behind its title takes long: only `make extended` has it.
# ONLY="name ..." keeps these and what they use.
EXTENDED_ONLY := $(if $(EXTENDED)$(ONLY),,$(shell grep -ls '^experiment(.*\<extended\]\?)' protocol/*.m4))
LEFT_OUT := $(EXTENDED_ONLY) $(if $(filter 0,$(REPLICATES)),%_replicates.m4 %_transformer.m4) \
            $(if $(ACTIVATIONS),%transformer_replicates.m4 %_transformer.m4 %/answer_leak.m4 %/leak_replicates.m4)
FOUND := $(patsubst protocol/%.m4,%,$(filter-out $(LEFT_OUT),$(wildcard protocol/*.m4)))
used_by = setup $(shell sed -n 's/^uses(\([a-z0-9_]*\)).*/\1/p' protocol/$(1).m4)
with_used = $(1) $(foreach name,$(filter-out $(1),$(call used_by,$(1))),$(call with_used,$(name)))
PROTOCOLS := $(if $(ONLY),$(filter $(FOUND),$(foreach name,$(ONLY),$(call with_used,$(name)))),$(FOUND))

# Their order in the report: the setup, the two published follow-ups, later ones, the conclusion.
FIRST := setup adaptive_l0 consistency_objective statistics_audit
EXPERIMENTS := $(filter $(PROTOCOLS),$(FIRST)) $(filter-out $(FIRST) conclusion,$(sort $(PROTOCOLS))) \
               $(filter conclusion,$(PROTOCOLS))
# Those that read the verdict come after it; it is made of the others.
AFTER_VERDICT := $(patsubst protocol/%.m4,%,$(shell grep -l '\<verdict\.[a-z]' protocol/*.m4 2>/dev/null))
JUDGED := $(filter-out $(AFTER_VERDICT),$(EXPERIMENTS))
# What is said across experiments is said again when this file changes.
$(call keep,$(BUILD)/experiments,echo '$(EXPERIMENTS)')

# $(call each,extension): one reading of every experiment; $(call tables_of,experiments): their tables of values
each = $(EXPERIMENTS:%=$(BUILD)/%.$(1))
tables_of = $(1:%=results/%/values.tsv)

# --- each protocol is checked, and read once ---------------------------------------------------

TABLES_OF_GEN := gen/settings.m4 gen/metrics.m4
GRAMMAR := $(patsubst %,gen/%.m4,grammar blocks outcomes files) $(TABLES_OF_GEN) gen/begin.m4
# What a command line may override stands in a file that changes only when it does.
$(call keep,$(BUILD)/overrides,echo 'ACTIVATIONS=$(ACTIVATIONS)$(if $(ACTIVATIONS),$(TENSOR:%= TENSOR=%))')
OVERRIDES := $(if $(ACTIVATIONS),-DACTIVATIONS='$(ACTIVATIONS)' $(if $(TENSOR),-DTENSOR='$(TENSOR)'))
# A protocol is read again when another value counts as published.
PUBLICATIONS := data/reported.tsv $(sort $(wildcard data/reported-*.tsv))
$(call keep,$(BUILD)/published,cut -f1 $(PUBLICATIONS))

$(BUILD)/%.ids $(BUILD)/%.read: protocol/%.m4 $(GRAMMAR) gen/lint.m4 $(wildcard gen/*.awk) $(BUILD)/overrides $(BUILD)/published
	$(Q)awk -f gen/nearest.awk -f gen/shape.awk gen/settings.m4 $<
	$(Q)m4 -P -EE $(OVERRIDES) --freeze-state=$(BUILD)/$*.read.tmp $(GRAMMAR) $<
	$(Q)m4 -EE --reload-state=$(BUILD)/$*.read.tmp gen/lint.m4 > $(BUILD)/$*.ids.tmp
	$(Q)awk -f gen/nearest.awk -f gen/prose.awk $(BUILD)/$*.ids.tmp $<
	$(Q)awk -f gen/latex.awk $<
	$(Q)mv $(BUILD)/$*.read.tmp $(BUILD)/$*.read && mv $(BUILD)/$*.ids.tmp $(BUILD)/$*.ids

# What a protocol uses is checked before it. When that changes, the protocol is read again.
ids_before = $(patsubst %,$(BUILD)/%.ids,$(filter $(filter-out $(1),$(PROTOCOLS)),$(call used_by,$(1))))
$(foreach name,$(PROTOCOLS),$(eval $(BUILD)/$(name).ids $(BUILD)/$(name).read: $(call ids_before,$(name))))

# --- the readings ------------------------------------------------------------------------------

# $(call reading,extension,NAME ...): gen/NAME.m4, one or several, makes $(BUILD)/EXPERIMENT.extension; the goal `extension` makes it of all
define reading
$(BUILD)/%.$(1): $(BUILD)/%.read $(2:%=gen/%.m4)
	$$(Q)$$(write_reading)
.PHONY: $(1)
$(1): $(call each,$(1))
endef
write_reading = m4 -EE --reload-state=$< $(filter gen/%.m4,$^) > $@.tmp && mv $@.tmp $@

$(eval $(call reading,c,driver))
$(eval $(call reading,mk,labels units))
$(eval $(call reading,tex,section))
$(eval $(call reading,conditions,conditions))
$(eval $(call reading,json,record))
$(eval $(call reading,txt,table))
$(eval $(call reading,settings,lock))

# --- the tables alone --------------------------------------------------------------------------

# what C and a person read of them
GENERATED := $(TABLES_OF_GEN:gen/%.m4=$(BUILD)/generated/%_table.h)
$(GENERATED): $(BUILD)/generated/%_table.h: gen/grammar.m4 gen/header.m4 gen/%.m4
	$(Q)mkdir -p $(@D) && $(call header_of,$*) > $@.tmp && mv $@.tmp $@
header_of = m4 -P -EE gen/grammar.m4 gen/header.m4 gen/$(1).m4
words:
	@m4 -P -EE gen/grammar.m4 gen/words.m4 $(TABLES_OF_GEN)

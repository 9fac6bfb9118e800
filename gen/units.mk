# What the makefiles use that gen/units.m4 writes. They say what is made from what, and fill these lists: all artifacts,
# those that are trained for epochs, those whose path waits for a choice, choices, tables of values; and of what is
# repeated the replicates (their folders in results/) and their verdicts.
artifacts :=
trained :=
pending :=
choices :=
tables :=
replicates :=
verdicts :=

# $(call input_hash,file or folder,tensor): the start of its SHA-256, which stands in the paths of what is made from it
input_hash = $(shell gen/input_hash.sh $(BUILD)/hashes '$(1)' '$(2)' 2>/dev/null)
# Drivers are told them: record=hash ...
export INPUT_HASHES :=

# $(call take_choice,file): take over what was chosen; unless this is the plan, make the choice first
take_choice = $(eval $(if $(PLANNING),$(file <$(1)),include $(1)))

# $(call longest_first,list): what comes last in a list takes longest as a rule. It starts first, so that no core waits
# for it in the end.
longest_first = $(if $(1),$(call longest_first,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))

# $(call values_of,experiment): its table of values; of an experiment that is repeated, the replicate's own. None waits
# for one that reads the verdict: an experiment that repeats such a one reads its replicates.
values_of = $(if $(filter $(AFTER_VERDICT),$(1)),,results/$(if $(filter $(1),$(replicated)),$(replicate))$(1)/values.tsv)

# $(call is_kept,setting,value): whether a replicate has the candidates of that value
is_kept = $(if $(only.$(1)),$(filter $(2),$(only.$(1))),yes)

# $(call repeat,folder,activations,experiments,experiment that says so,only ...): their rules again, for one replicate
define repeat
replicate := $(1)/
on := $(2)
elsewhere := in results/$(1) on $(2)$(5)
replicated := $(3)
repeated_by := $(BUILD)/bin/$(4)
include $(3:%=$(BUILD)/%.mk)
replicates += $(1)/
verdicts += results/$(1)/verdict/values.tsv
results/$(1)/verdict/values.tsv: $(BUILD)/bin/report $(PUBLICATIONS) \
    $(call tables_of,$(addprefix $(1)/,$(filter-out $(AFTER_VERDICT),$(3))))
	$$(Q)$$< in results/$(1) verdict $(filter-out $(AFTER_VERDICT),$(3))
$(call tables_of,$(addprefix $(1)/,$(filter $(AFTER_VERDICT),$(3)))): results/$(1)/verdict/values.tsv
replicate :=
on :=
elsewhere :=
repeated_by :=
endef

# $(call lines,words): one a line. A long list goes to a program in a file: a shell takes no more than 128 KB from its
# command line.
lines = $(subst $(space),$(newline),$(strip $(1)))
space := $() $()
define newline


endef

# The plan is told before anything long runs: what there is to make, and about how long it takes.
.PHONY: plan
plan:
	$(file >$(BUILD)/tables.planned,$(call lines,$(sort $(dir $(TABLES) $(verdicts)) results/verdict/)))
	$(Q)gen/plan.sh $(BUILD)/units.planned '$(PLANNED_JOBS)' $(words $(EXPERIMENTS))

# What LAUNCH was to make is there: a second line of that recipe.
define is_made
$(if $(strip $(LAUNCH)),
$(Q)src/launched.sh $@)
endef

# A file of activations that is not there is told.
define inputs_are_there
plan: $(sort $(inputs))
$(sort $(inputs)):
	@[ -e $$@ ] || { echo "$$@: not found, expected the file or folder that $(namer) names" >&2; exit 1; }
endef
namer = $(if $(ACTIVATIONS),ACTIVATIONS,a protocol)

# What is made again, and when: an artifact for other code, a choice by another driver.
define made_anew
$(ARTIFACTS): results/code
$(CHOICES): $(DRIVERS)
$(call in_order_of_epochs,$(trained))
endef
# $(call in_order_of_epochs,units): a later epoch goes on from the one before it. It waits for that one; neither is made
# anew for the other.
in_order_of_epochs = $(foreach unit,$(call by_epoch,$(1)),$(call after_earlier,$(unit))$(eval earlier := $(unit)))
by_epoch = $(file >$(BUILD)/units.by_epoch,$(call lines,$(1)))$(shell sort -uV $(BUILD)/units.by_epoch)
after_earlier = $(if $(filter $(dir $(1)),$(dir $(earlier))),$(eval $(1): | $(earlier)))
earlier :=

# protocol.lock holds the protocols as they were locked. A report lists how it differs from them.

ifndef BUILDING
.PHONY: lock
## lock: write the protocols to protocol.lock; a report lists how it differs from them
lock: | build/tools
	$(if $(ACTIVATIONS),$(error ACTIVATIONS is set, expected none: a lock is of the protocols alone))
	+$(Q)$(SUB_MAKE) -s lock

else
.PHONY: lock
lock: $(BUILD)/bin/report $(call each,settings)
	$(Q)$< lock $(EXPERIMENTS)
protocol.lock:
	@[ -e $@ ] || { echo "$@: not found, expected the lock of the protocols: run 'make lock'" >&2; exit 1; }
$(BUILD)/deviations.tsv: $(BUILD)/bin/report $(BUILD)/experiments protocol.lock $(call each,settings) \
    $(BUILD)/command_line.settings
	$(Q)$< deviations $(EXPERIMENTS)

# Variables of the command line that can change a number. No lock has them; the report lists them as deviations.
DECIDING := CC CFLAGS EXTRA_CFLAGS KERNEL_FLAGS LIBS
is_overridden = $(filter command environment,$(firstword $(origin $(1))))
overridden := $(strip $(foreach name,$(DECIDING),$(if $(call is_overridden,$(name)),$(name) '$($(name))')))
$(call keep,$(BUILD)/command_line.settings,printf '$(if $(overridden),make\t%s\t%s\tcommand line\n)' $(overridden))
endif

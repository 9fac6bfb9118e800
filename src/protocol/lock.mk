# A new protocol; and protocol.lock, which holds the protocols as they were locked: a report lists how it differs.
# protocol/before_lock.tsv keeps what the lock before it held where that was something else.

ifndef BUILDING
.PHONY: new lock
## new: write protocol/NAME.m4, a follow-up that runs as it is and explains itself  (NAME=my_followup)
new:
	$(Q)$(if $(NAME),gen/new.sh '$(NAME)',echo "NAME is not given, expected make new NAME=my_followup" >&2; exit 1)
## lock: write all protocols to protocol.lock; a report lists how it differs from them
lock: | build/tools
	$(if $(ACTIVATIONS),$(error ACTIVATIONS is set, expected none: a lock is of the protocols alone))
	+$(Q)$(SUB_MAKE) -s lock EXTENDED=yes ONLY= REPLICATES=

else
.PHONY: lock
lock: $(BUILD)/bin/report $(call each,settings) $(BUILD)/command_line.settings
	$(Q)! $< deviations $(EXPERIMENTS) 2>/dev/null || src/protocol/before_lock.sh $(BUILD)/deviations.tsv
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

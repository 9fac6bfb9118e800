# The first step of `make conformance`: a project of its own, made anew each time, with the same
# sources, objects and setup, and the reference's follow-ups for experiments. Read after the Makefile.
#
#   REFERENCE/*.json -> build/conformance/protocol -> (make values) -> build/conformance/results

PROJECT := $(BUILD)/conformance

$(BUILD)/tests/conformance: $(wildcard tests/conformance*.[ch]) $(OBJECTS) | $(BUILD)/tests
	$(Q)$(CC) $(CFLAGS) $(filter %.c %.o,$^) -o $@ $(LIBS)

.PHONY: conformance-project
conformance-project: $(BUILD)/tests/conformance $(BUILD)/tests/test_sae
	$(Q)rm -rf $(PROJECT)
	$(Q)mkdir -p $(PROJECT)/protocol $(PROJECT)/build $(PROJECT)/tests/golden
	$(Q)ln -s $(addprefix ../../,Makefile src gen figures data paper) $(PROJECT)
	$(Q)ln -s ../../obj $(PROJECT)/build
	$(Q)ln -s $(REFERENCE)/golden.json $(PROJECT)/tests/golden
	$(Q)cp protocol/setup.m4 $(PROJECT)/protocol
	$(Q)$< protocol $(REFERENCE) $(PROJECT)/protocol

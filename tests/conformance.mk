# `make conformance`: the reference's follow-ups, run by this project and compared with it. Read after
# the Makefile, in its second half.
#
#   REFERENCE/*.json -> build/conformance/protocol -> (make values) -> build/conformance/results
#
# The folder is a project of its own, made anew each time: the same sources and objects, the same
# setup, other experiments.

PROJECT := $(BUILD)/conformance

$(BUILD)/tests/conformance: $(wildcard tests/conformance*.[ch]) $(OBJECTS) | $(BUILD)/tests
	$(Q)$(CC) $(CFLAGS) $(filter %.c %.o,$^) -o $@ $(LIBS)

.PHONY: conformance
conformance: $(BUILD)/tests/conformance $(BUILD)/tests/test_sae
	$(Q)rm -rf $(PROJECT)
	$(Q)mkdir -p $(PROJECT)/protocol $(PROJECT)/build $(PROJECT)/tests/golden
	$(Q)ln -s $(addprefix $(CURDIR)/,Makefile src gen figures data paper) $(PROJECT)
	$(Q)ln -s $(abspath $(BUILD)/obj) $(PROJECT)/build
	$(Q)ln -s $(REFERENCE)/golden.json $(PROJECT)/tests/golden
	$(Q)cp protocol/setup.m4 $(PROJECT)/protocol
	$(Q)$< protocol $(REFERENCE) $(PROJECT)/protocol
	$(Q)$(MAKE) -C $(PROJECT) BUILD=build ACTIVATIONS=$(REFERENCE)/activations.safetensors values build/setup.json
	$(Q)cd $(PROJECT) && ../tests/conformance compare $(REFERENCE)

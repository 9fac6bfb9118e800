# The first step of `make conformance`: a project of its own, made anew each time, with the same
# sources, objects and setup, and the reference's follow-ups for experiments. Read after the Makefile.
#
#   REFERENCE/*.json -> build/conformance/protocol -> (make values) -> build/conformance/results

PROJECT := $(BUILD)/conformance

$(BUILD)/tests/conformance/conformance: $(wildcard tests/conformance/*.[ch]) $(OBJECTS)
	$(Q)$(call link,-Itests)

.PHONY: conformance-project
conformance-project: $(BUILD)/tests/conformance/conformance $(BUILD)/tests/autoencoder/test_sae
	$(Q)rm -rf $(PROJECT)
	$(Q)mkdir -p $(PROJECT)/protocol $(PROJECT)/build $(PROJECT)/tests/golden
	$(Q)ln -s $(addprefix ../../,Makefile src gen figures data paper) $(PROJECT)
	$(Q)ln -s ../../obj $(PROJECT)/build
	$(Q)ln -s $(REFERENCE)/golden.json $(PROJECT)/tests/golden
	$(Q)cp protocol/setup.m4 $(PROJECT)/protocol
	$(Q)$< protocol $(REFERENCE) $(PROJECT)/protocol

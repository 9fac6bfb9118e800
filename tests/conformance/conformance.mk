# Conformance: the crate is held against its profile, and the follow-ups against PyTorch's results on its activations.
#
#   REFERENCE/*.json -> build/conformance/protocol -> (make values) -> build/conformance/results

PROJECT := build/conformance

ifndef BUILDING
.PHONY: conformance conformance-crate conformance-pytorch
## conformance: hold the crate against its profile, and the follow-ups against PyTorch's  (REFERENCE=folder of PyTorch's results)
conformance: conformance-crate conformance-pytorch

# --- the crate -----------------------------------------------------------------------------------

# What is recommended but not known to a run: addresses of its own programs, a publisher, who ran it, and when.
UNKNOWN := process-run-crate-0.5_3.2,process-run-crate-0.5_5.1,process-run-crate-0.5_8.4,process-run-crate-0.5_8.6,ro-crate-1.1_22.3,ro-crate-1.1_31.2
conformance-crate: report build/validator/installed
	$(Q)build/validator/bin/rocrate-validator --no-interactive --disable-color validate --offline --cache-path build/validator/cache \
	    --profile-identifier process-run-crate-0.5 --requirement-severity recommended --skip-checks $(UNKNOWN) \
	    --no-paging --verbose build > build/validator/terminal.txt || { cat build/validator/terminal.txt >&2; exit 1; }
	@echo "build/ro-crate-metadata.json: a Process Run Crate 0.5"
build/validator/installed: tests/provenance/crate/requirements.txt tests/provenance/crate/keep_context.py | build/tools
	$(Q)rm -rf build/validator && python3 -m venv build/validator
	$(Q)build/validator/bin/pip install -q --no-deps -r $<
	$(Q)build/validator/bin/python tests/provenance/crate/keep_context.py build/validator/cache
	$(Q)touch $@

# --- PyTorch's results ---------------------------------------------------------------------------

REFERENCE_FILES := activations.safetensors adaptive_l0.json control_k32.json consistency_sweep.json comparisons.json
conformance-pytorch: | build/tools
ifdef REFERENCE
	$(foreach file,$(REFERENCE_FILES),$(if $(wildcard $(REFERENCE)/$(file)),,$(error $(REFERENCE)/$(file): not found)))
	+$(Q)$(SUB_MAKE) PROTOCOLS= REFERENCE=$(abspath $(REFERENCE)) conformance-project
	+$(Q)$(SUB_MAKE) -C $(PROJECT) ACTIVATIONS=$(abspath $(REFERENCE))/activations.safetensors REPLICATES=0 values build/setup.json
	$(Q)cd $(PROJECT) && ../tests/conformance/conformance compare $(abspath $(REFERENCE))
else
	@echo "not held against PyTorch's: REFERENCE is not set, expected a folder with $(REFERENCE_FILES)"
endif

else
$(BUILD)/tests/conformance/conformance: $(wildcard tests/conformance/*.[ch]) $(OBJECTS)
	$(Q)$(call link,-Itests)

# a project of its own, made anew each time: the same sources, objects and setup, the reference's follow-ups for experiments
.PHONY: conformance-project
conformance-project: $(BUILD)/tests/conformance/conformance $(BUILD)/tests/autoencoder/test_sae
	$(Q)rm -rf $(PROJECT) && mkdir -p $(PROJECT)/protocol $(PROJECT)/build $(PROJECT)/tests/golden
	$(Q)ln -s $(addprefix ../../,Makefile src gen figures data paper) $(PROJECT)
	$(Q)ln -s ../../obj $(PROJECT)/build && ln -s $(REFERENCE)/golden.json $(PROJECT)/tests/golden
	$(Q)cp protocol/setup.m4 $(PROJECT)/protocol
	$(Q)$< protocol $(REFERENCE) $(PROJECT)/protocol
endif

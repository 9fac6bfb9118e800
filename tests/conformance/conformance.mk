# Conformance: the crate is held against its profile, and the follow-ups against PyTorch's results on its activations.
#
#   REFERENCE/*.json -> build/conformance/protocol -> (make values) -> build/conformance/results -> build/conformance.tsv
#
# The largest differences of one run are kept in data/conformance.tsv. The report prints them, and each later run must
# have the same.

PROJECT := build/conformance

ifndef BUILDING
.PHONY: conformance conformance-crate conformance-pytorch conformance-formats
## conformance: hold the crate against its profile, the follow-ups against PyTorch's, exports against the tools  (REFERENCE=folder of PyTorch's results; RECORD=yes keeps the differences in data/; SHORT=1 leaves out the tools, which take 6 GB)
conformance: conformance-crate conformance-pytorch $(if $(SHORT),,conformance-formats)

# --- the crate -----------------------------------------------------------------------------------

conformance-crate: report build/validator/installed
	$(Q)tests/conformance/crate.sh
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
	+$(Q)$(SUB_MAKE) PROTOCOLS= REFERENCE='$(REFERENCE)' conformance-project
	+$(Q)$(SUB_MAKE) -C $(PROJECT) ACTIVATIONS=reference/activations.safetensors REPLICATES=0 values build/setup.json
	$(Q)cd $(PROJECT) && ../tests/conformance/conformance compare reference ../conformance.tsv
	$(Q)tests/conformance/record.sh build/conformance.tsv data/conformance.tsv $(RECORD)
else
	@echo "not held against PyTorch's: REFERENCE is not set, expected a folder with $(REFERENCE_FILES)"
endif

# --- exports, in the tools that they are for ----------------------------------------------------

# SAELens, sparsify and dictionary_learning, with PyTorch: 6 GB
FORMATS := build/formats
conformance-formats: report
	+$(Q)$(SAE_MADE) && $(SUB_MAKE) -s units PLANNING=yes EXPERIMENT=adaptive_l0
	$(Q)if tests/conformance/install.sh $(FORMATS) tests/conformance/requirements.txt; then \
	    PYTHONDONTWRITEBYTECODE=1 $(FORMATS)/bin/python tests/conformance/formats.py build/bin/sae build/exported \
	        $(FORMATS)/exports; \
	else echo "not held against the tools that read exports: $$(tail -1 $(FORMATS).log)"; fi

else
$(BUILD)/tests/conformance/conformance: $(wildcard tests/conformance/*.[ch]) $(OBJECTS)
	$(Q)$(call link,-Itests)

# A project of its own, made anew each time. It has the same sources, objects and setup; its experiments are the
# reference's follow-ups.
.PHONY: conformance-project
conformance-project: $(BUILD)/tests/conformance/conformance $(BUILD)/tests/autoencoder/test_sae
	$(Q)rm -rf $(PROJECT) && mkdir -p $(PROJECT)/protocol $(PROJECT)/build $(PROJECT)/tests/golden
	$(Q)ln -s $(addprefix ../../,Makefile src gen figures data paper) $(PROJECT)
	$(Q)ln -s ../../obj $(PROJECT)/build && ln -s "$$(realpath $(REFERENCE))" $(PROJECT)/reference
	$(Q)ln -s ../../reference/golden.json $(PROJECT)/tests/golden
	$(Q)cp protocol/setup.m4 $(PROJECT)/protocol
	$(Q)$< protocol $(REFERENCE) $(PROJECT)/protocol
endif

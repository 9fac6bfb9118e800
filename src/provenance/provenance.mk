# What a report says of its origin, and the archive of all that makes it.

ifndef BUILDING
# the commit and its date
export COMMIT := $(shell src/provenance/commit.sh)

## certify: run everything, extended experiments too, and keep its manifest in data/certified.sha256, for reports to compare
.PHONY: certify
certify: extended
	$(if $(filter-out EXTENDED=yes,$(ASKED)),$(error $(ASKED) is set, expected none: a certificate is of a whole run))
	$(Q)build/bin/report certify

.PHONY: archive
## archive: write build/execution-report.tar, from which all of this runs without git; the same bytes each time
ARCHIVED := Makefile README.md LICENSE CITATION.cff codecheck.yml .ci .clang-format .gitignore \
            protocol.lock protocol gen src data figures paper tests
archive: | build/tools
	$(Q)src/provenance/archive.sh '$(COMMIT)' $(ARCHIVED)

else
# what `sha256sum --check` reads, from the top: every artifact, choice and table of the run
results/manifest.sha256: $(ARTIFACTS) $(CHOICES) $(TABLES) results/verdict/values.tsv $(verdicts) | $(BUILD)/bin/report
	$(file >$(BUILD)/manifest.list,$(call lines,$(filter-out %.tsv,$^)))
	$(Q){ cat $(BUILD)/manifest.list; ls $(addsuffix *.tsv,$(dir $(filter %.tsv,$^))); } | sort | $(write_manifest)
write_manifest = $(BUILD)/bin/report manifest

# commit, processor and versions; asked for each time, written where an answer changed
.PHONY: ask
$(BUILD)/provenance.tsv: $(BUILD)/bin/report ask
	$(Q)$< provenance '$(COMMIT)' $(PACKAGES) > $@.tmp && $(call replace,$@)

# A crate describes what is in its folder: the rest is linked there.
$(BUILD)/ro-crate-metadata.json: $(BUILD)/report.pdf
	$(Q)ln -sfnr protocol src data results paper $(@D)/
	$(Q)$(BUILD)/bin/report crate $(EXPERIMENTS)
endif

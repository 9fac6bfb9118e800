# The bench: how fast this trains, beside what no program could beat, and beside PyTorch.

# what it measures on: rows given, or the first activations that the setup declares, or else drawn ones
BENCH_ROWS = $(or $(ACTIVATIONS),$(wildcard $(firstword $(setup_rows))))
setup_rows = $(shell sed -n 's,^\(results/activations/.*\): driver := setup$$,\1,p' build/setup.mk 2> /dev/null)

ifndef BUILDING
.PHONY: bench bench-peers
## bench: how fast SAEs are trained, beside what no program could beat
bench: | build/tools
	+$(Q)$(SUB_MAKE) -s build/bin/bench
	$(Q)build/bin/bench build/growth.tsv $(BENCH_ROWS)
	+$(Q)$(SUB_MAKE) -s build/growth.pdf
	@echo "how a step grows: build/growth.pdf"

## bench-peers: the same training in PyTorch and sparsify, installed in build/peers  (PART=study or wide)
# into build/peers.tsv and build/peers_wide.tsv
bench-peers: build/peers/installed
	+$(Q)$(SUB_MAKE) -s build/bin/bench
	$(if $(BENCH_ROWS)$(filter wide,$(PART)),,$(error $(no_rows)))
	$(Q)PYTHONDONTWRITEBYTECODE=1 build/peers/bin/python tests/bench/peers.py build/bin/bench build '$(BENCH_ROWS)' $(PART)
no_rows = ACTIVATIONS is not set and the setup has made none, expected ACTIVATIONS=path or 'make report' first
build/peers/installed: tests/bench/requirements.txt | build/tools
	$(Q)python3 -m venv build/peers
	$(Q)build/peers/bin/pip install -q -r $<
	$(Q)touch $@

else
$(BUILD)/bin/bench: $(filter-out src/bench/main.c,$(BENCH)) $(wildcard src/bench/*.h)
$(BUILD)/growth.pdf: table = $<
$(BUILD)/growth.pdf: $(BUILD)/growth.tsv figures/growth.gp $(STYLE) $(FORMAT)
	$(Q)$(draw) && $(set_figure)
endif

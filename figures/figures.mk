# Figures: gnuplot draws tables. A protocol's figure(..., draws(NAME)) names the script NAME.gp; gen/units.m4 says what
# the script gets: `stages` (folders of tables), `names` (of those stages) and `setting` (the one that varies). A new
# figure is a new script here; no line of make names it.

STYLE := figures/style.gp figures/close.gp
$(figures): $(STYLE) | $(BUILD)/figures
	$(Q)$(call timed,$@,$(draw) && mv $@.tmp $@)
draw = gnuplot -d -e "output_file='$@.tmp'; stages='$(strip $(stages))'; names='$(strip $(names))'; \
    setting='$(firstword $(setting))'" $(filter-out $(STYLE),$(filter %.gp,$^))
$(BUILD)/figures:
	$(Q)mkdir -p $@

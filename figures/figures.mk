# Figures: gnuplot draws tables. A protocol's `figure` names the script in draws(); gen/units.m4 says what it gets:
# `stages` (folders of tables), `names` (what they are called) and `setting` (what varies). A new figure is a new script
# here and one such block; no line of make names it.

STYLE := figures/style.gp figures/close.gp
$(figures): $(STYLE) | $(BUILD)/figures
	$(Q)$(call timed,$@,$(draw) && mv $@.tmp $@)
draw = gnuplot -d -e "output_file='$@.tmp'; stages='$(strip $(stages))'; names='$(strip $(names))'; \
    setting='$(firstword $(setting))'" $(filter-out $(STYLE),$(filter %.gp,$^))
$(BUILD)/figures:
	$(Q)mkdir -p $@

# Figures: gnuplot draws tables, and LaTeX sets the drawing. A protocol's figure(..., draws(NAME)) names the script
# NAME.gp; gen/units.m4 says what the script gets, which figures/style.gp lists; gen/labels.m4 words it. A new figure is a new script here; no line of make names it.

STYLE := figures/style.gp figures/close.gp figures/figure.tex
$(figures): $(STYLE) $(FORMAT) gen/labels.m4 | $(BUILD)/figures
	$(Q)$(call timed,$@,$(draw) && $(set_figure))
draw = gnuplot -d -e "output_file='$(drawing)'; stages='$(strip $(stages))'; names='$(call for_shell,$(names))'; \
    candidates='$(call for_shell,$(candidates))'; labels='$(call for_shell,$(labels))'; \
    setting='$(firstword $(setting))'; table='$(table)'" $(filter-out $(STYLE),$(filter %.gp,$^))
for_shell = $(subst $$,\$$,$(strip $(1)))
drawing = $(BUILD)/tex/$(basename $(@F)).drawing
set_figure = $(LATEX) -fmt=$(FORMAT) -jobname=$(basename $(@F)) figures/figure.tex && mv $(drawing:%.drawing=%.pdf) $@
$(BUILD)/figures:
	$(Q)mkdir -p $@

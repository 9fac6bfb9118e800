# Figures: gnuplot draws tables, and LaTeX sets the drawing. A protocol's figure(..., draws(NAME)) names the script
# NAME.gp; gen/units.m4 says what the script gets: `stages` (folders of tables), `names` (of those stages) and `setting`
# (the one that varies). A new figure is a new script here; no line of make names it.

STYLE := figures/style.gp figures/close.gp figures/figure.tex
$(figures): $(STYLE) $(FORMAT) | $(BUILD)/figures
	$(Q)$(call timed,$@,$(draw) && $(set_figure))
draw = gnuplot -d -e "output_file='$(drawing)'; stages='$(strip $(stages))'; names='$(strip $(names))'; \
    setting='$(firstword $(setting))'; table='$(table)'" $(filter-out $(STYLE),$(filter %.gp,$^))
drawing = $(BUILD)/tex/$(basename $(@F)).drawing
set_figure = $(LATEX) -fmt=$(FORMAT) -jobname=$(basename $(@F)) figures/figure.tex && mv $(drawing:%.drawing=%.pdf) $@
$(BUILD)/figures:
	$(Q)mkdir -p $@

# The report as a web page, $(BUILD)/page/report.html: the same sources, read by LaTeXML. `make report` and the audit
# take no part in it.

ifndef BUILDING
.PHONY: page
## page: the report as a web page too, build/page/report.html  (needs make deps-page)
page: report
	+$(Q)$(SUB_MAKE) page
else
PAGE := $(BUILD)/page
.PHONY: page
page: $(PAGE)/report.html
	@echo "$<: $$(($$(stat -c %s $<) / 1024)) KB"

# --- figures, as SVG -------------------------------------------------------------------------------
SVG := $(figures:$(BUILD)/figures/%.pdf=$(PAGE)/figures/%.svg)
$(SVG): figures/style.gp figures/close.gp | $(PAGE)/figures
	$(Q)$(draw_svg)
draw_svg = gnuplot -d -e "web=1; output_file='$@.tmp'; stages='$(strip $(stages))'; names='$(strip $(names))'; \
    setting='$(firstword $(setting))'" $(filter-out $(STYLE),$(filter %.gp,$^)) && mv $@.tmp $@
$(PAGE)/figures:
	$(Q)mkdir -p $@
endif

# The report as a web page, $(BUILD)/page/report.html: LaTeXML reads the same sources, gnuplot draws the same figures,
# and page.pl puts all in one file. Neither the PDF nor the audit takes anything from here.

ifndef BUILDING
.PHONY: page
## page: the report as a web page too, build/page/report.html  (needs make deps-page)
page: page-tools report
	+$(Q)$(SUB_MAKE) page
page-tools:
	$(Q)for tool in latexml latexmlpost perl; do command -v $$tool >/dev/null || \
	    { echo "$$tool: not found, expected on PATH: run 'make deps-page'" >&2; exit 1; }; done
else
PAGE := $(BUILD)/page
WEB := paper/web
.PHONY: page
page: $(PAGE)/report.html
	@echo "$<: $$(stat -c %s $<) bytes"

# --- figures, as SVG -------------------------------------------------------------------------------
SVG := $(figures:$(BUILD)/figures/%.pdf=$(PAGE)/figures/%.svg) $(GROWTH:$(BUILD)/%.pdf=$(PAGE)/figures/%.svg)
$(SVG): figures/style.gp figures/close.gp | $(PAGE)/figures
	$(Q)$(draw_svg)
draw_svg = gnuplot -d -e "web=1; output_file='$@.tmp'; stages='$(strip $(stages))'; names='$(call for_shell,$(names))'; \
    candidates='$(call for_shell,$(candidates))'; labels='$(call for_shell,$(labels))'; setting='$(firstword $(setting))'; table='$(table)'" $(filter-out $(STYLE),$(filter %.gp,$^)) && mv $@.tmp $@
$(PAGE)/figures/growth.svg: table = $<
$(PAGE)/figures/growth.svg: $(BUILD)/growth.tsv figures/growth.gp
$(PAGE)/figures:
	$(Q)mkdir -p $@

# --- text, and all of it ---------------------------------------------------------------------------
$(PAGE)/text.xhtml: $(BUILD)/report.pdf $(WEB)/web.tex $(WEB)/look.tex $(WEB)/web.sty.ltxml $(WEB)/latexml.sh
	$(Q)mkdir -p $(@D) && $(call timed,$@,$(WEB)/latexml.sh $@)
$(PAGE)/report.html: $(PAGE)/text.xhtml $(SVG) $(wildcard $(WEB)/*.p[lm] $(WEB)/*.js $(WEB)/*.css figures/*.gp) \
    $(EXPERIMENTS:%=protocol/%.m4)
	$(Q)rm -rf $(PAGE)/data && $(call timed,$@,perl $(WEB)/page.pl $(BUILD) $(EXPERIMENTS))
endif

# Tests of the web page, in Debian's chromium: of the tiny study, whose text is hostile, and of the page of this folder, if
# there is one.

ifndef BUILDING
.PHONY: test-page
## test-page: the web page of a tiny study, and build/page/report.html if it is there, in a browser  (needs make deps-page)
test-page: build/axe/installed | build/tools page-tools
	+$(Q)$(SUB_MAKE) -s drivers build/bin/report
	$(Q)tests/page/study.sh $(AXE)
	$(Q)[ ! -e build/page/report.html ] || $(BROWSE) build/page/report.html build/tex/places.tsv $(AXE)
BROWSE := /usr/bin/python3 tests/page/browse.py
AXE = $(wildcard build/axe/lib/python3*/site-packages/axe_core_python/axe.min.js)
build/axe/installed: tests/page/requirements.txt | build/tools
	$(Q)/usr/bin/python3 -m venv build/axe
	$(Q)build/axe/bin/pip install -q -r $<
	$(Q)touch $@
endif

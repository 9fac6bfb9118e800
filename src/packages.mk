# The Debian packages that all of this needs. The report names their versions.
PACKAGES := gcc libc6-dev m4 gawk libopenblas-dev libjansson-dev libzip-dev nettle-dev libcmocka-dev \
            gnuplot-nox lmodern texlive-latex-base texlive-latex-recommended \
            texlive-latex-extra texlive-pictures texlive-science texlive-fonts-recommended poppler-utils

# what the web page and its tests need besides
PAGE_PACKAGES := latexml tidy chromium chromium-driver python3-selenium python3-venv

ifndef BUILDING
.PHONY: deps deps-page build/tools
## deps: install the Debian packages that all of this needs
deps:
	$(Q)src/install.sh $(PACKAGES)

## deps-page: install also what the web page and its tests need
deps-page: deps
	$(Q)src/install.sh $(PAGE_PACKAGES)

# One line names the tool that is missing, before anything fails in a stranger way.
tools_there = for tool in $(1); do command -v $$tool >/dev/null || \
    { echo "$$tool: not found, expected on PATH: run 'make deps'" >&2; exit 1; }; done
build/tools:
	$(Q)$(call tools_there,gcc m4 awk gnuplot pdflatex bibtex pdfinfo)
	$(Q)mkdir -p build
endif

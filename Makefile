# The report, from protocol to PDF. `make help` lists what can be made.
#
#   protocol/*.m4 -> build/*.read --gen/--> build/*.c -> build/bin/*     (drivers: tables and one call)
#                                 --gen/--> build/*.mk                   (units: what is made from what)
#                                 --gen/--> build/*.tex, build/*.json    (sections, records)
#   drivers -> results/transformers -> results/activations -> results/units
#           -> results/<experiment>/values.tsv -> figures, tables, verdict -> build/report.pdf
#
# Whatever needs the generated makefiles runs in a sub-make (BUILDING=yes), so that `make deps report`
# installs before it reads them.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

V ?= 0
Q := $(if $(filter 1,$(V)),,@)

# Nothing outside decides a number or a byte: one OpenBLAS kernel, one thread a process, one clock.
# (The first two may be given on the command line; the report then lists them as deviations.)
export OPENBLAS_CORETYPE := Haswell
export OPENBLAS_NUM_THREADS := 1
override export SOURCE_DATE_EPOCH := 1770854400
override export FORCE_SOURCE_DATE := 1
override export TZ := UTC
override export LC_ALL := C

# $(call timed,part,command): run it, and put what it took into the journal (drivers put their units there)
timed = $(if $(AUDIT),$(2),$(journaled))
journaled = mkdir -p results; start=$$EPOCHREALTIME; { $(2); } && { \
    printf '%s\t%.3f\t%s\n' "$${EPOCHREALTIME%.*}" "$$(awk "BEGIN { print $$EPOCHREALTIME - $$start }")" '$(1)' >> results/journal.tsv || \
    { echo 'results/journal.tsv: cannot write' >&2; exit 1; }; }

# $(call keep,file,command): what the command prints, in a file that changes only when that does
keep = $(if $(shell mkdir -p $(dir $(1)) && { $(2); } > $(1).tmp && { cmp -s $(1).tmp $(1) && rm $(1).tmp || mv $(1).tmp $(1); } && echo kept),,$(error $(1): cannot write))

# the Debian packages that all of this needs
PACKAGES := gcc libc6-dev m4 gawk libopenblas-dev libjansson-dev nettle-dev libcmocka-dev \
            gnuplot-nox fonts-lmodern lmodern texlive-latex-base texlive-latex-recommended \
            texlive-latex-extra texlive-pictures texlive-science texlive-fonts-recommended poppler-utils

# what changes which report is made
ASKED := $(strip $(foreach name,ACTIVATIONS REPLICATES,$(if $($(name)),$(name)=$($(name)))))

ifndef BUILDING
# ================================ what a person asks for =======================================

# goals go one after the other (deps before report); what a sub-make makes goes over all cores, THREADS of them a unit
.NOTPARALLEL:
JOBS = $(shell nproc | awk -v threads='$(THREADS)' '{ jobs = threads > 1 ? int($$1 / threads) : $$1; print jobs < 1 ? 1 : jobs }')
SUB_MAKE = $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(JOBS)) BUILDING=yes

.PHONY: help deps report values protocol lint lock why journal verify audit test test-sanitize fuzz torture conformance bench bench-peers archive format clean
.DEFAULT_GOAL := help

# Artifacts are read before anything rests on them, and damaged ones removed. One that is where and as it was when
# it was read, to the time of the last call that touched it (ctime), is not read again.
check_artifacts = touch build/checked; find results -name '*.safetensors' -printf '%s %i %C@ %p\n' | sort > build/checked.tmp && \
    comm -13 build/checked build/checked.tmp | cut -d' ' -f4- | xargs -rd'\n' -n 64 -P $(JOBS) build/bin/report check && \
    mv build/checked.tmp build/checked

## report: train everything and write build/report.pdf  (ACTIVATIONS=path: from rows of your own; THREADS=n for a unit)
## values: the same without the report: results/<experiment>/values.tsv
## protocol: print every protocol as it is executed
## lint: check every protocol
report values: | build/tools
	$(Q)mkdir -p results && find results $(wildcard build/tex build/*.tmp) $(wildcard protocol.lock.*.tmp) -name '*.tmp' -mmin +10 -delete # of killed runs
	+$(Q)$(call timed,compilation and rules,$(SUB_MAKE) rules)
	$(Q)$(check_artifacts)
	+$(Q)$(SUB_MAKE) $@
protocol lint: | build/tools
	+$(Q)$(SUB_MAKE) $@

## lock: keep the protocols as they are in protocol.lock; a report tells what it differs in
lock: | build/tools
	$(if $(ACTIVATIONS),$(error ACTIVATIONS is set, expected none: a lock is of the protocols alone))
	+$(Q)$(SUB_MAKE) -s lock

## why: where a value comes from  (VALUE=adaptive_l0.retrain.delta; without VALUE: every value's id)
why: | build/tools
	+$(Q)$(SUB_MAKE) -s $@ VALUE='$(VALUE)'

## journal: where the time of all runs went (results/journal.tsv has each part)
journal:
	@awk -F'\t' '{ part = $$3; sub(/^results\//, "", part); sub(/\/.*/, "", part); sum[part] += $$2; count[part]++ } \
	    END { for (part in sum) printf "%8.1f s  %5d  %s\n", sum[part], count[part], part }' results/journal.tsv | sort -rn

## verify: make everything a second time, elsewhere and otherwise; results and report must be the same bytes
SECOND := build/a second time
inside_alone = $(if $(findstring ..,$(ACTIVATIONS)),$(error ACTIVATIONS is $(ACTIVATIONS), expected a path without .. for $@))
verify: report
	$(inside_alone)
	$(Q)rm -rf '$(SECOND)' && mkdir -p '$(SECOND)/build' '$(SECOND)/home' && echo '$(COMMIT)' > '$(SECOND)/COMMIT'
	$(Q)cp -al $(filter-out build results,$(wildcard *)) '$(SECOND)'
	$(Q)for given in $(filter-out /%,$(ACTIVATIONS)) $(wildcard build/growth.tsv build/peers.tsv build/peers_wide.tsv); do \
	    cp --parents "$$given" '$(SECOND)' || exit 1; done
	+$(Q)cd '$(SECOND)' && umask 077 && HOME=$$PWD/home TZ=Asia/Kolkata LANG=tr_TR.UTF-8 LC_ALL=C.UTF-8 \
	    OPENBLAS_NUM_THREADS=2 $(MAKE) --no-print-directory -j$$(($(JOBS) + 1)) report
	$(Q)cd '$(SECOND)' && find results build/report.pdf -type f ! -name journal.tsv -exec sha256sum {} + > build/verify.sha256
	$(Q)sha256sum --check --quiet '$(SECOND)/build/verify.sha256' && \
	    echo "verify: $$(grep -c safetensors$$ '$(SECOND)/build/verify.sha256') artifacts, all values and the report are the same bytes"

## audit: hold all that stands against what its units give again  (SPOT=n: train n of them again too, drawn by SEED)
# In build/audit stands the same project, but for build/ and results/. Its artifacts are links; those that are trained
# again are left out, with the activations and the transformer that they come from. Nothing else is trained. Choices
# are taken over, and refused by the driver that would choose otherwise; so is what LaTeX left, where it still holds,
# and what was compiled, where its source is the same. Hashes need nothing of that: they are taken meanwhile.
SPOT ?= 0
SEED ?= 1
audit: | build/tools
	$(inside_alone)
	$(Q)[ ! -e build/asked ] || { read -r asked < build/asked; [ "$$asked" = '$(ASKED)' ] || { \
	    echo "build/report.pdf: from 'make report$${asked:+ $$asked}', expected an audit of that: run 'make audit$${asked:+ $$asked}'" >&2; exit 1; }; }
	$(Q)[ -s results/manifest.sha256 ] || { echo "results/manifest.sha256: not found, expected that of a run: run 'make report'" >&2; exit 1; }
	+$(Q)$(SUB_MAKE) -s build/bin/audit build/bin/report
	$(Q)rm -rf build/audit && mkdir -p build/audit/build build/audit/results
	$(Q)ln -s $(addprefix ../../,$(filter-out build results,$(wildcard *))) build/audit
	$(Q)cp -as $(addprefix '$(CURDIR)'/,build/obj build/bin $(wildcard build/peers.tsv build/peers_wide.tsv build/growth.tsv)) build/audit/build
	$(Q)rm -f build/audit/build/obj/*.d # which a compiler would write through
	$(Q)$(if $(filter 0,$(SPOT)),ln,cp -a) -s $(addprefix '$(CURDIR)'/,$(wildcard $(addprefix results/,transformers activations units))) build/audit/results
	$(Q)for left in $(wildcard build/tex/packages.fmt $(addprefix build/tex/report.,aux out toc)) $$(find results -path results/units -prune -o -name '*.mk' -print); do \
	    cp -p --parents $$left build/audit; done
	$(Q)cd build/audit && [ -e '$(or $(ACTIVATIONS),.)' ] || { mkdir -p $(dir $(ACTIVATIONS)) && ln -s '$(CURDIR)/$(ACTIVATIONS)' $(ACTIVATIONS); }
	$(Q)awk -v seed=$(SEED) 'BEGIN { srand(seed) } / results.units/ { print rand() "\t" $$2 }' results/manifest.sha256 | \
	    sort -g | awk 'NR <= $(SPOT) { print $$2 }' | sed -E -e 'p; s,/topk-.*,.safetensors,; s,/units/,/activations/,p' \
	    -e 's,/activations/(.*)/[^/]*$$,/transformers/\1.safetensors,' > build/audit/made_again
	$(Q)cd build/audit && xargs -r rm -f < made_again
	+$(Q)audit() { FLUSH=no $(SUB_MAKE) -k -C build/audit AUDIT=yes COMMIT='$(COMMIT)' $$@ > /dev/null 2>> build/audit/said; }; \
	    build/bin/audit hashes 2>> build/audit/said & \
	    audit audited || [ -e build/audit/build/figures/lineage.pdf ] || audit checked LATE=yes || true; \
	    wait $$! || echo 'make: build/bin/audit hashes: did not end' >> build/audit/said
	$(Q)awk -f gen/typed.awk paper/report.tex protocol/*.m4 2>> build/audit/said
	$(Q)build/bin/audit build/audit/said

## deps: install the Debian packages that all of this needs
deps:
	$(Q)missing=$$(for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -q && \
	DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -yq --no-install-recommends $$missing

# One line for what is missing, before anything fails in a stranger way.
.PHONY: build/tools
build/tools:
	$(Q)for tool in gcc m4 awk gnuplot pdflatex bibtex pdfinfo; do \
	    command -v $$tool >/dev/null || { echo "$$tool: not found, expected on PATH: run 'make deps'" >&2; exit 1; }; done
	$(Q)mkdir -p build

## test: every test
test: | build/tools
	+$(Q)$(SUB_MAKE) -Otarget run-tests

## test-sanitize: every test under AddressSanitizer and UndefinedBehaviorSanitizer
# (without leaks: a program that ends with an error leaves its memory to the system)
test-sanitize: | build/tools
	+$(Q)ASAN_OPTIONS=detect_leaks=0 $(SUB_MAKE) -Otarget run-tests BUILD=build/sanitize \
	    EXTRA_CFLAGS='-g -fsanitize=address,undefined -fno-sanitize-recover=all'

## fuzz: give every program broken files and arguments, SECONDS=600 each target, two at a time  (needs clang and libclang-rt-14-dev)
SECONDS ?= 600
fuzz: | build/tools
	$(Q)[ -e "$$(clang -print-file-name=libclang_rt.fuzzer-x86_64.a 2>&1)" ] || \
	    { echo "clang: not found with its libFuzzer, expected the packages clang and libclang-rt-14-dev" >&2; exit 1; }
	+$(Q)$(SUB_MAKE) fuzzers BUILD=build/fuzz CC=clang EXTRA_CFLAGS='-g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	$(Q)printf '%s\n' $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c))) | xargs -P 2 -I {} tests/fuzz/fuzz.sh {} $(SECONDS)

## torture: every heavy check, in minutes  (SHORT=1: in one)
# each is tests/torture/NAME.sh; it starts with what this Makefile exports, but not as a part of this make
TORTURES := same_bits killed full_disk read_only fuzzed audited
torture: | build/tools
	+$(Q)$(SUB_MAKE) -s drivers build/bin/report build/tests/torture/tamper
	$(Q)unset MAKEFLAGS MAKELEVEL; failed=0; for check in $(TORTURES); do \
	    SHORT=$(SHORT) tests/torture/$$check.sh || { echo "$$check: failed" >&2; failed=$$((failed + 1)); }; done; \
	echo "$$(($(words $(TORTURES)) - failed)) passed, $$failed failed"; [ $$failed = 0 ]

## conformance: hold the crate against its profile, and the follow-ups against PyTorch's  (REFERENCE=folder of PyTorch's results)
.PHONY: conformance-crate conformance-pytorch
conformance: conformance-crate conformance-pytorch

# What is recommended but not known to a run: addresses of its own programs, a publisher, who ran it, and when.
UNKNOWN := process-run-crate-0.5_3.2,process-run-crate-0.5_5.1,process-run-crate-0.5_8.4,process-run-crate-0.5_8.6,ro-crate-1.1_22.3,ro-crate-1.1_31.2
conformance-crate: report build/validator/installed
	$(Q)build/validator/bin/rocrate-validator --no-interactive --disable-color validate --offline --cache-path build/validator/cache \
	    --profile-identifier process-run-crate-0.5 --requirement-severity recommended --skip-checks $(UNKNOWN) \
	    --no-paging --verbose build > build/validator/terminal.txt || { cat build/validator/terminal.txt >&2; exit 1; }
	@echo "build/ro-crate-metadata.json: a Process Run Crate 0.5"
build/validator/installed: tests/provenance/crate/requirements.txt tests/provenance/crate/keep_context.py | build/tools
	$(Q)rm -rf build/validator && python3 -m venv build/validator
	$(Q)build/validator/bin/pip install -q --no-deps -r $<
	$(Q)build/validator/bin/python tests/provenance/crate/keep_context.py build/validator/cache
	$(Q)touch $@

REFERENCE_FILES := activations.safetensors adaptive_l0.json control_k32.json consistency_sweep.json comparisons.json
conformance-pytorch: | build/tools
ifdef REFERENCE
	$(foreach file,$(REFERENCE_FILES),$(if $(wildcard $(REFERENCE)/$(file)),,$(error $(REFERENCE)/$(file): not found)))
	+$(Q)$(SUB_MAKE) -f Makefile -f tests/conformance/conformance.mk PROTOCOLS= REFERENCE=$(abspath $(REFERENCE)) conformance-project
	+$(Q)$(SUB_MAKE) -C build/conformance ACTIVATIONS=$(abspath $(REFERENCE))/activations.safetensors REPLICATES=0 values build/setup.json
	$(Q)cd build/conformance && ../tests/conformance/conformance compare $(abspath $(REFERENCE))
else
	@echo "not held against PyTorch's: REFERENCE is not set, expected a folder with $(REFERENCE_FILES)"
endif

# what the bench measures on: rows given, or those that the report was made from, or drawn ones
BENCH_ROWS = $(or $(ACTIVATIONS),$(firstword $(shell find results/activations -name '*.safetensors' 2>/dev/null)))

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
	$(if $(BENCH_ROWS)$(filter wide,$(PART)),,$(error ACTIVATIONS is not set and results/ has none, expected ACTIVATIONS=path or 'make report' first))
	$(Q)PYTHONDONTWRITEBYTECODE=1 build/peers/bin/python tests/bench/peers.py build/bin/bench build '$(BENCH_ROWS)' $(PART)
build/peers/installed: tests/bench/requirements.txt | build/tools
	$(Q)python3 -m venv build/peers
	$(Q)build/peers/bin/pip install -q -r $<
	$(Q)touch $@

# the commit and its date; a tree without history may bring them in a file
export COMMIT := $(shell if [ -e .git ]; then git describe --always --dirty --abbrev=12 && git show -s --format=%cs; \
    else cat COMMIT; fi 2>/dev/null || echo unknown $$(date -d @$(SOURCE_DATE_EPOCH) +%F))

## archive: write build/execution-report.tar, from which all of this runs without git; the same bytes each time
ARCHIVED := Makefile README.md LICENSE .ci .clang-format .gitignore protocol.lock protocol gen src data figures paper tests
archive: | build/tools
	$(Q)mkdir -p build/archive && echo '$(COMMIT)' > build/archive/COMMIT
	$(Q)tar --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
	    --exclude=__pycache__ --transform='s,^,execution-report/,' -cf build/execution-report.tar.tmp \
	    $(ARCHIVED) -C build/archive COMMIT
	$(Q)mv build/execution-report.tar.tmp build/execution-report.tar
	@echo "build/execution-report.tar: $(COMMIT), SHA-256 $$(sha256sum build/execution-report.tar | cut -c1-16)..."

## format: set the C sources as .clang-format says
format:
	clang-format -i src/*/*.[ch] tests/*.[ch] tests/*/*.[ch]

## clean: remove build/ (results/ stays)
clean:
	rm -rf build

help:
	@sed -n 's/^## \([^:]*\): /  make \1\t/p' Makefile | expand -t 22

else
# ================================ how it is made ===============================================

BUILD ?= build
CC := gcc
CFLAGS := -std=gnu11 -O2 -march=x86-64-v3 -ffp-contract=off -Wall -Wextra -Werror -Isrc $(EXTRA_CFLAGS)
KERNEL_FLAGS := -O3 -mprefer-vector-width=512 -fno-math-errno $(if $(findstring clang,$(CC)),,-ffp-contract=fast -fno-tree-reassoc)
LIBS := -lopenblas -ljansson -lnettle -lm

# What is killed while it writes leaves nothing that looks whole. Other flags compile everything again.
$(call keep,$(BUILD)/obj/flags,echo '$(CC) $(CFLAGS) $(KERNEL_FLAGS)')
compile = mkdir -p $(@D) && $(CC) $(CFLAGS) $(1) -MMD -MT $@ -MF $(basename $@).d -c $< -o $@.tmp && mv $@.tmp $@
link = mkdir -p $(@D) && $(CC) $(CFLAGS) $(1) $(filter %.c %.o,$^) -o $@.tmp $(2) $(LIBS) && mv $@.tmp $@

# --- the library -------------------------------------------------------------------------------

SOURCES := $(wildcard src/*/*.c)
BENCH := $(wildcard src/bench/*.c)
MAINS := src/report/main.c src/audit/main.c $(BENCH)
OBJECTS := $(BUILD)/obj/arithmetic/kernels_v3.o $(BUILD)/obj/arithmetic/kernels_v4.o \
           $(patsubst src/%.c,$(BUILD)/obj/%.o,$(filter-out $(MAINS) src/arithmetic/kernels.c,$(SOURCES)))

$(BUILD)/obj/%.o: src/%.c $(BUILD)/obj/flags
	$(Q)$(call compile)
$(BUILD)/obj/arithmetic/kernels_%.o: src/arithmetic/kernels.c $(BUILD)/obj/flags
	$(Q)$(call compile,$(KERNEL_FLAGS) -march=x86-64-$* -DKERNELS=kernels_$*)
# runs before main, on any CPU, to say what it lacks
$(BUILD)/obj/program/cpu.o: src/program/cpu.c $(BUILD)/obj/flags
	$(Q)$(call compile,-march=x86-64)
$(BUILD)/bin $(BUILD)/figures:
	$(Q)mkdir -p $@
-include $(wildcard $(BUILD)/obj/*.d $(BUILD)/obj/*/*.d)

# --- protocols and their readings --------------------------------------------------------------

# in the order of the report: the setup, the two published follow-ups, later ones, the conclusion
# (REPLICATES=0 leaves out those that repeat others; rows from a file have no other transformers)
LEFT_OUT := $(if $(filter 0,$(REPLICATES)),%_replicates.m4,$(if $(ACTIVATIONS),%transformer_replicates.m4))
PROTOCOLS := $(patsubst protocol/%.m4,%,$(filter-out $(LEFT_OUT),$(wildcard protocol/*.m4)))
FIRST := setup adaptive_l0 consistency_objective statistics_audit
EXPERIMENTS := $(filter $(PROTOCOLS),$(FIRST)) $(filter-out $(FIRST) conclusion,$(PROTOCOLS)) \
               $(filter conclusion,$(PROTOCOLS))
# in a file that changes only when they do: what is said across experiments is then said again
$(call keep,$(BUILD)/experiments,echo '$(EXPERIMENTS)')
READING := gen/grammar.m4 gen/blocks.m4 gen/vocabulary.m4

# What a command line may override stands in a file that changes only when it does.
$(call keep,$(BUILD)/overrides,echo 'ACTIVATIONS=$(ACTIVATIONS)')
# Other variables of the command line that can change a number: settings that no lock has.
DECIDING := CC CFLAGS EXTRA_CFLAGS KERNEL_FLAGS LIBS OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS
overridden := $(strip $(foreach name,$(DECIDING),$(if $(filter command environment,$(firstword $(origin $(name)))),$(name) '$($(name))')))
$(call keep,$(BUILD)/command_line.settings,printf '$(if $(overridden),make\t%s\t%s\tcommand line\n)' $(overridden))

# a protocol is read once, and checked before anything is made of it
$(BUILD)/%.ids $(BUILD)/%.read: protocol/%.m4 $(READING) gen/lint.m4 gen/shape.awk gen/prose.awk $(BUILD)/overrides
	$(Q)awk -f gen/shape.awk gen/vocabulary.m4 $<
	$(Q)m4 -P -EE $(if $(ACTIVATIONS),-DACTIVATIONS='$(ACTIVATIONS)') --freeze-state=$(BUILD)/$*.read.tmp $(READING) $<
	$(Q)m4 -EE --reload-state=$(BUILD)/$*.read.tmp gen/lint.m4 > $(BUILD)/$*.ids.tmp
	$(Q)awk -f gen/prose.awk $(BUILD)/$*.ids.tmp $< && mv $(BUILD)/$*.read.tmp $(BUILD)/$*.read && mv $(BUILD)/$*.ids.tmp $(BUILD)/$*.ids

# what a protocol uses is checked before it, and when that changes it is read again
used_by = setup $(shell sed -n 's/^uses(\([a-z0-9_]*\)).*/\1/p' protocol/$(1).m4)
$(foreach name,$(PROTOCOLS),$(eval $(BUILD)/$(name).ids $(BUILD)/$(name).read: \
    $(patsubst %,$(BUILD)/%.ids,$(filter $(filter-out $(name),$(PROTOCOLS)),$(call used_by,$(name))))))

define reading # extension, file of gen/
$(BUILD)/%.$(1): $(BUILD)/%.read gen/$(2).m4
	$(Q)m4 -EE --reload-state=$$< gen/$(2).m4 > $$@.tmp && mv $$@.tmp $$@$(if $(filter c,$(1)),$$(as_old))
endef
# of an audit: a driver's source that came out as it was is as old as it was, so that nobody compiles it again
as_old = $(if $(AUDIT),; if cmp -s $@ ../../$@; then touch -r ../../$@ $@; fi)
$(eval $(call reading,c,driver))
$(eval $(call reading,mk,units))
$(eval $(call reading,tex,section))
$(eval $(call reading,json,record))
$(eval $(call reading,txt,table))
$(eval $(call reading,settings,settings))

drivers: $(EXPERIMENTS:%=$(BUILD)/bin/%)
$(EXPERIMENTS:%=$(BUILD)/bin/%): $(BUILD)/bin/%: $(BUILD)/%.c $(OBJECTS) | $(BUILD)/bin
	$(Q)$(call link)

lint: $(EXPERIMENTS:%=$(BUILD)/%.ids)
	@echo "$(words $^) protocols, no mistake found"
# made before they are read: a choice must not be made by yesterday's rules
rules: drivers $(BUILD)/bin/report $(EXPERIMENTS:%=$(BUILD)/%.mk)
	@:
protocol: $(EXPERIMENTS:%=$(BUILD)/%.txt)
	@cat $^

# --- the lock ------------------------------------------------------------------------------------

SETTINGS := $(EXPERIMENTS:%=$(BUILD)/%.settings)
.PHONY: protocol lint rules drivers values report why lock
lock: $(BUILD)/bin/report $(SETTINGS)
	$(Q)$< lock $(EXPERIMENTS)
protocol.lock:
	@echo "$@: not found, expected the lock of the protocols: run 'make lock'" >&2; exit 1
$(BUILD)/deviations.tsv: $(BUILD)/bin/report $(BUILD)/experiments protocol.lock $(SETTINGS) $(BUILD)/command_line.settings
	$(Q)$< deviations $(EXPERIMENTS)

# --- artifacts ---------------------------------------------------------------------------------

# What comes last in a list takes longest as a rule. It goes first, so that no core waits for it in the end.
longest_first = $(if $(1),$(call longest_first,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
input_hash = $(shell sha256sum '$(1)' 2>/dev/null | cut -c1-12)

# $(call values_of,experiment): its table of values, the replicate's own where that repeats it. Nobody
# waits for the conclusion, which comes last: who repeats it reads its replicates.
values_of = $(if $(filter conclusion,$(1)),,results/$(if $(filter $(1),$(replicated)),$(replicate))$(1)/values.tsv)

# $(call is_kept,setting,value): whether a replicate has the candidates of that value
is_kept = $(if $(only.$(1)),$(filter $(2),$(only.$(1))),yes)

# $(call repeat,folder,activations,experiments,experiment that says so,only ...): their rules again, for one replicate
# (An audit, which has all units at once, begins with the study's own tables: more than this waits for them.)
define repeat
replicate := $(1)/
on := $(2)
elsewhere := in results/$(1) on $(2)$(5)
replicated := $(3)
repeated_by := $(BUILD)/bin/$(4)
include $(3:%=$(BUILD)/%.mk)
replicates += $(1)/
$(if $(AUDIT),$(3:%=results/$(1)/%/values.tsv): | $(patsubst %,results/%/values.tsv,$(filter-out conclusion,$(3))))
results/$(1)/verdict/values.tsv: repeated := $(filter-out conclusion,$(3))
results/$(1)/verdict/values.tsv: $(patsubst %,results/$(1)/%/values.tsv,$(filter-out conclusion,$(3)))
replicate :=
on :=
elsewhere :=
repeated_by :=
endef

# What is read here is made first, and then Make begins again: the rules from the protocols, and the
# choices that they include, for which units are trained. Goals that need no unit read none of it.
artifacts :=
trained :=
pending :=
choices :=
tables :=
ifneq ($(filter report values audited checked,$(MAKECMDGOALS)),)
include $(EXPERIMENTS:%=$(BUILD)/%.mk)

# The code that can change a number of a unit, without its comments, and how it is compiled. A unit is
# made again when this changes; a touched file, a comment or a new build/ changes nothing.
ARITHMETIC := $(wildcard $(patsubst %,src/%/*.[ch],arithmetic draws activations transformer consistency autoencoder units))
# (clang leaves them in)
without_comments = $(if $(findstring clang,$(CC)),cat,$(CC) -w -fpreprocessed -dD -E -P -x c -)
$(call keep,results/code,{ echo '$(CFLAGS) $(KERNEL_FLAGS) $(LIBS)'; $(CC) --version | head -1; \
    cat $(ARITHMETIC) | $(without_comments); } | sha256sum)
endif

# by way of files: a shell takes no more than 128 KB from its command line
$(file >$(BUILD)/units.txt,$(trained))
TRAINED := $(shell tr ' ' '\n' < $(BUILD)/units.txt | sort -uV)
ARTIFACTS := $(sort $(artifacts))
CHOICES := $(sort $(choices))

# A later epoch goes on from the one before it (order only: neither is made anew for the other; not in an audit).
earlier :=
$(foreach unit,$(if $(AUDIT),,$(TRAINED)),$(if $(filter $(dir $(unit)),$(dir $(earlier))),$(eval $(unit): | $(earlier)))$(eval earlier := $(unit)))

$(file >$(BUILD)/units.txt,$(ARTIFACTS) $(pending))
$(shell tr -s ' ' '\n' < $(BUILD)/units.txt > $(BUILD)/units.list)

# files of activations that are not there
$(sort $(inputs)):
	@echo "$@: not found, expected the safetensors file that $(if $(ACTIVATIONS),ACTIVATIONS,a protocol) names" >&2; exit 1

$(ARTIFACTS): $(if $(AUDIT),,results/code) | $(EXPERIMENTS:%=$(BUILD)/bin/%)
	$(Q)$(if $(AUDIT),$(audited),UNITS_LIST=$(BUILD)/units.list $(LAUNCH) $(BUILD)/bin/$(driver) $(where) make $@ $(filter results/%,$|))
# In an audit what stands is taken as it is; what it left out is made from the start; nothing else is made.
audited = test -e $@ || { grep -qxF $@ made_again && $(BUILD)/bin/$(driver) $(where) make $@; } || \
    { echo "$@: not found, expected by its protocol" >&2; exit 1; }

$(CHOICES): $(if $(AUDIT),|) $(EXPERIMENTS:%=$(BUILD)/bin/%)
	$(Q)$(BUILD)/bin/$(driver) $(where) choose $(choice)

# --- values ------------------------------------------------------------------------------------

values: $(EXPERIMENTS:%=results/%/values.tsv) results/manifest.sha256
	@:
TABLES := $(tables)
$(TABLES): results/%/values.tsv:
	$(Q)$(call timed,values $*,$(BUILD)/bin/$(driver) $(where) values)

# --- report ------------------------------------------------------------------------------------

REPORTED := $(filter-out conclusion,$(EXPERIMENTS))
results/verdict/values.tsv: $(BUILD)/bin/report $(BUILD)/experiments data/reported.tsv $(REPORTED:%=results/%/values.tsv)
	$(Q)$< verdict $(REPORTED)
results/conclusion/values.tsv: results/verdict/values.tsv
# the same for each replicate, of what it repeats
REPLICATES_OWN := $(sort $(replicates))
$(REPLICATES_OWN:%=results/%verdict/values.tsv): results/%verdict/values.tsv: $(BUILD)/bin/report data/reported.tsv
	$(Q)$< in results/$(*:/=) verdict $(repeated)
$(REPLICATES_OWN:%=results/%conclusion/values.tsv): results/%conclusion/values.tsv: results/%verdict/values.tsv

# what `sha256sum --check` reads, from the top: every artifact, choice and table of the run
MANIFEST := $(ARTIFACTS) $(CHOICES) $(TABLES) results/verdict/values.tsv $(REPLICATES_OWN:%=results/%verdict/values.tsv)
results/manifest.sha256: $(MANIFEST) | $(BUILD)/bin/report
	$(file >$(BUILD)/manifest.list,$(filter-out %.tsv,$^))
	$(Q){ tr ' ' '\n' < $(BUILD)/manifest.list; ls $(addsuffix *.tsv,$(dir $(filter %.tsv,$^))); } | sort | \
	    $(if $(AUDIT),$(listed) > $@,$(BUILD)/bin/report manifest)
# of an audit, the lines of the manifest as it stands, but for the files that there should be
listed = awk 'NR == FNR { line[substr($$0, 67)] = $$0; next } { print $$0 in line ? line[$$0] : $$0 }' ../../$@ -

$(BUILD)/bin/report: src/report/main.c
$(BUILD)/bin/audit: src/audit/main.c
$(BUILD)/bin/bench: $(BENCH) $(wildcard src/bench/*.h)
$(BUILD)/bin/report $(BUILD)/bin/audit $(BUILD)/bin/bench: $(OBJECTS) | $(BUILD)/bin
	$(Q)$(call link)

# what of the experiments is there to be asked for
why: $(BUILD)/bin/report drivers
	$(Q)$< why '$(VALUE)' $(patsubst results/%/values.tsv,%,$(wildcard $(EXPERIMENTS:%=results/%/values.tsv) results/verdict/values.tsv))

# what the run is made with: asked anew each time, written where an answer changed
.PHONY: ask
$(BUILD)/provenance.tsv: $(BUILD)/bin/report ask
	$(Q)$< provenance '$(COMMIT)' $(PACKAGES) > $@.tmp
	$(Q)if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi

# every number of the report, as LaTeX macros
$(BUILD)/tex/values.tex: $(BUILD)/bin/report $(BUILD)/experiments $(BUILD)/provenance.tsv $(BUILD)/deviations.tsv results/manifest.sha256 results/verdict/values.tsv \
                       $(EXPERIMENTS:%=results/%/values.tsv) $(EXPERIMENTS:%=$(BUILD)/%.json) \
                       $(wildcard $(BUILD)/peers.tsv $(BUILD)/peers_wide.tsv)
	$(Q)mkdir -p $(@D)
	$(Q)printf '\input{%s}\n' $(REPORTED:%=$(BUILD)/%.tex) > $(BUILD)/tex/sections.tex
	$(Q)$< tex $(@D) $(EXPERIMENTS)

$(figures): | $(BUILD)/figures
	$(Q)$(call timed,$@,gnuplot -d -e "output_file='$@.tmp'; stages='$(strip $(stages))'; names='$(strip $(names))'; \
	    setting='$(firstword $(setting))'" $(firstword $(filter figures/%.gp,$^)) && mv $@.tmp $@)
$(figures): figures/style.gp figures/close.gp
$(BUILD)/figures/lineage.pdf: paper/lineage.tex $(BUILD)/tex/packages.fmt $(BUILD)/tex/values.tex | $(BUILD)/figures
	$(Q)$(TEX) -fmt=$(BUILD)/tex/packages.fmt $< $(or_say) && mv $(BUILD)/tex/lineage.pdf $@
$(BUILD)/growth.pdf: $(BUILD)/growth.tsv figures/growth.gp
	$(Q)gnuplot -d -e "output_file='$@.tmp'; table='$<'" figures/growth.gp && mv $@.tmp $@

TEX := pdflatex -interaction=nonstopmode -halt-on-error -output-directory=$(BUILD)/tex
# LaTeX is only heard when something is wrong
or_say = > $(BUILD)/tex/terminal.txt || { grep -A3 '^!' $(BUILD)/tex/terminal.txt || tail -n 1 $(BUILD)/tex/terminal.txt; \
    echo '$@: LaTeX failed'; exit 1; } >&2
# nor does it tell of a disk that is full when it closes a file
cut_short = { $(1); } 2>/dev/null || { echo '$@: cannot write: cut short' >&2; exit 1; }
$(BUILD)/tex/packages.fmt: paper/packages.tex $(shell command -v pdflatex)
	$(Q)mkdir -p $(@D)
	$(Q)$(TEX) -ini -jobname=packages.tmp '&pdflatex' '\input{$<}\dump' $(or_say)
	$(Q)$(call cut_short,gzip -dcf < $(@D)/packages.tmp.fmt > $@.tmp) && mv $@.tmp $@ && rm $(@D)/packages.tmp.fmt

# of an audit, what no page waits for comes last: it runs beside LaTeX (LATE: where it came to no page), the first two
# beside the lineage, the others beside the report, which Make begins before whatever is ready later
CHECKS := $(TABLES:%=check/%)
.PHONY: audited checked $(CHECKS)
audited: $(BUILD)/report.pdf $(BUILD)/ro-crate-metadata.json checked
checked: $(CHECKS)
$(CHECKS): | $(if $(LATE),,$(BUILD)/tex/values.tex)
$(wordlist 3,$(words $(CHECKS)),$(CHECKS)): | $(if $(LATE),,$(BUILD)/figures/lineage.pdf)
$(TABLES:%=check/%): $(EXPERIMENTS:%=$(BUILD)/bin/%) $(CHOICES)
	$(Q)$(BUILD)/bin/$(driver) $(where) check
report: $(BUILD)/report.pdf results/manifest.sha256 $(BUILD)/ro-crate-metadata.json
	$(Q)echo '$(ASKED)' > $(BUILD)/asked
	@echo "$<: $$(pdfinfo $< | awk '/^Pages/ { print $$2 }') pages"
$(BUILD)/report.pdf: $(BUILD)/deviations.tsv $(BUILD)/tex/packages.fmt paper/report.tex $(BUILD)/figures/lineage.pdf data/literature.bib $(BUILD)/tex/values.tex $(EXPERIMENTS:%=$(BUILD)/%.tex) $(figures) $(patsubst %.tsv,%.pdf,$(wildcard $(BUILD)/growth.tsv))
	$(Q)$(call timed,$@,$(if $(AUDIT),$(one_pass) ||) { $(three_passes); } && cp $(BUILD)/tex/report.pdf $@.tmp && \
	    $(call cut_short,tail -c 6 $@.tmp | grep -q '^%%EOF') && mv $@.tmp $@)
set_report = $(TEX) -fmt=$(BUILD)/tex/packages.fmt $(1) paper/report.tex
three_passes = rm -f $(BUILD)/tex/report.*; for pass in 1 2 3; do $(call set_report,$$([ $$pass = 3 ] || echo -draftmode)) $(or_say); \
    [ $$pass -gt 1 ] || bibtex -terse $(BUILD)/tex/report >&2 || exit 1; done
# An audit goes on from what the last pass left: where a pass leaves the same again, more of them change nothing.
left = cat $(BUILD)/tex/report.{aux,out,toc}
one_pass = { $(left) > $(BUILD)/tex/left && bibtex -terse $(BUILD)/tex/report && $(call set_report) && \
    $(left) | cmp - $(BUILD)/tex/left; } > /dev/null 2>&1

# a crate describes what is in its folder: the rest is linked there
$(BUILD)/ro-crate-metadata.json: $(BUILD)/report.pdf
	$(Q)ln -sfn ../{protocol,src,data,results,paper} $(@D)
	$(Q)$(BUILD)/bin/report crate $(EXPERIMENTS)

# --- tests -------------------------------------------------------------------------------------

# tests/test_*_gradient.c need derivatives that float's rounding would hide: all in double precision.
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*/test_*.c))
GRADIENT_TESTS := $(filter %_gradient,$(TESTS))
DOUBLE_OBJECTS := $(OBJECTS:$(BUILD)/obj/%=$(BUILD)/double/%)

$(BUILD)/double/%.o: src/%.c $(BUILD)/obj/flags
	$(Q)$(call compile,-DREAL_IS_DOUBLE)
$(BUILD)/double/arithmetic/kernels_%.o: src/arithmetic/kernels.c $(BUILD)/obj/flags
	$(Q)$(call compile,-march=x86-64-$* -Wno-psabi -DREAL_IS_DOUBLE -DKERNELS=kernels_$*)
-include $(wildcard $(BUILD)/double/*/*.d $(BUILD)/tests/*/*.d)

$(filter-out $(GRADIENT_TESTS),$(TESTS)): $(BUILD)/tests/%: tests/%.c $(OBJECTS)
	$(Q)$(call link,-Itests -MMD -MT $@ -MF $@.d,-lcmocka)
$(GRADIENT_TESTS): $(BUILD)/tests/%: tests/%.c $(DOUBLE_OBJECTS)
	$(Q)$(call link,-Itests -DREAL_IS_DOUBLE -MMD -MT $@ -MF $@.d,-lcmocka)

$(BUILD)/tests/torture/tamper: tests/torture/tamper.c $(OBJECTS)
	$(Q)$(call link,-Itests -MMD -MT $@ -MF $@.d)

# Programs of tests/fuzz, compiled as `make fuzz` says. One of them holds a driver of the tiny study.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/bin/%,$(wildcard tests/fuzz/fuzz_*.c))
.PHONY: fuzzers
fuzzers: $(FUZZERS)
$(FUZZERS): $(BUILD)/bin/%: tests/fuzz/%.c $(BUILD)/obj/fuzz.o $(OBJECTS) | $(BUILD)/bin $(BUILD)/tiny/adaptive.c
	$(Q)$(CC) $(CFLAGS) -MMD -MT $@ -MF $(BUILD)/obj/$*.d -Itests -I$(BUILD)/tiny -fsanitize=fuzzer \
	    -Wl,--wrap=exit,--wrap=fopen,--wrap=fclose $< $(filter %.o,$^) -o $@.tmp $(LIBS) && mv $@.tmp $@
$(BUILD)/obj/fuzz.o: tests/fuzz/fuzz.c $(BUILD)/obj/flags
	$(Q)$(call compile,-Itests)
$(BUILD)/tiny/adaptive.c: $(wildcard tests/tiny/*.m4) $(READING) gen/driver.m4
	$(Q)mkdir -p $(@D) && ln -sfn $(CURDIR)/tests/tiny $(@D)/protocol && ln -sfn $(CURDIR)/figures $(@D)/figures
	$(Q)cd $(@D) && m4 -P -EE --freeze-state=adaptive.read $(addprefix $(CURDIR)/,$(READING)) protocol/adaptive.m4 && \
	    m4 -EE --reload-state=adaptive.read $(CURDIR)/gen/driver.m4 > $(@F)

RUNS := $(TESTS:$(BUILD)/tests/%=run-%)
.PHONY: run-tests $(RUNS)
run-tests: run-driver/test_replicates run-provenance/test_provenance run-report/test_why $(RUNS) # the longest first
$(RUNS): run-%: $(BUILD)/tests/% drivers
	$(Q)$<

endif

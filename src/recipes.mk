# The words in which recipes are written, and the journal that one of them writes.

# $(call replace,file): file.tmp takes its place, unless both are the same
replace = { if cmp -s $(1).tmp $(1); then rm $(1).tmp; else mv $(1).tmp $(1); fi; }

# $(call keep,file,command): what the command prints, in a file that changes only when that does
keep = $(if $(shell mkdir -p $(dir $(1)) && { $(2); } > $(1).tmp && $(replace) && echo kept),,\
    $(error $(1): cannot write))

# $(call timed,part,command): run the command; a line of results/journal.tsv says when it ended, how many seconds it
# took, and for which part. (Drivers add a line for each unit.)
timed = mkdir -p results; start=$$EPOCHREALTIME; { $(2); } && { $(write_time) >> results/journal.tsv || \
    { echo 'results/journal.tsv: cannot write' >&2; exit 1; }; }
write_time = printf '%s\t%.3f\t%s\n' "$${EPOCHREALTIME%.*}" "$$(awk "BEGIN { print $$EPOCHREALTIME - $$start }")" '$(1)'

# A make that a test or a check starts in another folder begins anew.
unexport CALLED BUILDING

ifndef BUILDING
# $(remove_left): the .tmp files that killed runs left
remove_left = find -H results $(wildcard build/tex build/*.tmp protocol.lock.*.tmp) -name '*.tmp' -mmin +10 -delete

# $(SUB_MAKE) goal: the second make, on all cores, or on as many as -j says; a unit has THREADS of them
SUB_MAKE = $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(JOBS)) BUILDING=yes
JOBS = $(shell nproc | awk -v threads='$(THREADS)' \
    '{ jobs = threads > 1 ? int($$1 / threads) : $$1; print jobs < 1 ? 1 : jobs }')

# $(RUN)script: a script that runs make; `make -n` does not run it
RUN = $(if $(findstring n,$(firstword -$(MAKEFLAGS))),,+)$(Q)

# $(inside_alone): stop where ACTIVATIONS leads out of the project; it could not be copied into another folder
inside_alone = $(if $(findstring ..,$(ACTIVATIONS)),\
    $(error ACTIVATIONS is $(ACTIVATIONS), expected a path without .. for $@))

.PHONY: clean journal
## clean: remove build/ (results/ stays)
clean:
	[ ! -L build ] && rm -rf build || find -H build -mindepth 1 -delete

## journal: where the time of all runs went (results/journal.tsv has each part)
journal:
	@awk -F'\t' '{ part = $$3; sub(/^results\//, "", part); sub(/\/.*/, "", part); sum[part] += $$2; count[part]++ } \
	    END { for (part in sum) printf "%8.1f s  %5d  %s\n", sum[part], count[part], part }' results/journal.tsv | sort -rn
endif

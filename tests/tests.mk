# The tests, and what needs more than they do: sanitizers, fuzzing, torture, a second run elsewhere.

ifndef BUILDING
.PHONY: test test-sanitize fuzz torture verify format
## test: every test
test: | build/tools
	+$(Q)$(SUB_MAKE) -Otarget run-tests

## test-sanitize: every test program under AddressSanitizer and UndefinedBehaviorSanitizer
# (without leaks: a program that ends with an error leaves its memory to the system)
test-sanitize: | build/tools
	+$(Q)ASAN_OPTIONS=detect_leaks=0 $(SUB_MAKE) -Otarget run-tests BUILD=build/sanitize SCRIPT_RUNS= \
	    EXTRA_CFLAGS='-g -fsanitize=address,undefined -fno-sanitize-recover=all'

## fuzz: give every program broken files and arguments, SECONDS=600 each target, two at a time  (needs clang and libclang-rt-dev)
SECONDS ?= 600
fuzz: | build/tools
	$(Q)[ -e "$$(clang -print-file-name=libclang_rt.fuzzer-x86_64.a 2>&1)" ] || \
	    { echo "clang: not found with its libFuzzer, expected the packages clang and libclang-rt-dev" >&2; exit 1; }
	+$(Q)$(SUB_MAKE) fuzzers BUILD=build/fuzz CC=clang \
	    EXTRA_CFLAGS='-g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	$(Q)printf '%s\n' $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c))) | \
	    xargs -P 2 -I {} tests/fuzz/fuzz.sh {} $(SECONDS)

## torture: every heavy check, in minutes  (SHORT=1: a short form of each)
TORTURES := same_bits arm killed full_disk read_only fuzzed audited other_systems slurm
torture: | build/tools
	+$(Q)$(SUB_MAKE) -s drivers build/bin/report build/tests/torture/tamper
	$(Q)SHORT=$(SHORT) tests/torture/torture.sh $(TORTURES)

## verify: make everything a second time, elsewhere and otherwise; results and report must be the same bytes
verify: report
	$(inside_alone)
	$(RUN)ACTIVATIONS='$(ACTIVATIONS)' tests/verify.sh $(AGAIN)
AGAIN = $(MAKE) --no-print-directory -j$$(($(JOBS) + 1)) report

## format: set the C sources as .clang-format says
format:
	find src tests -name '*.[ch]' -exec clang-format -i {} +

else
# --- the tests -----------------------------------------------------------------------------------

# tests/ROOM/test_*_gradient.c need derivatives that float's rounding would hide: all in double precision.
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*/test_*.c))
GRADIENT_TESTS := $(filter %_gradient,$(TESTS))
DOUBLE_OBJECTS := $(OBJECTS:$(BUILD)/obj/%=$(BUILD)/double/%)

$(BUILD)/double/%.o: src/%.c $(FLAGS) | $(GENERATED)
	$(Q)$(call compile,-DREAL_IS_DOUBLE)
$(BUILD)/double/arithmetic/kernels_%.o: src/arithmetic/kernels.c $(FLAGS) | $(GENERATED)
	$(Q)$(call compile,$(call march,$*) -Wno-psabi -DREAL_IS_DOUBLE -DKERNELS=kernels_$*)
-include $(wildcard $(BUILD)/double/*/*.d $(BUILD)/tests/*/*.d)

# $(call link_test,flags,libraries): a test, which is made again when a header of its own changes
link_test = $(call link,-Itests -MMD -MP -MT $@ -MF $@.d $(1),$(2))
$(filter-out $(GRADIENT_TESTS),$(TESTS)): $(BUILD)/tests/%: tests/%.c $(OBJECTS)
	$(Q)$(call link_test,,-lcmocka)
$(GRADIENT_TESTS): $(BUILD)/tests/%: tests/%.c $(DOUBLE_OBJECTS)
	$(Q)$(call link_test,-DREAL_IS_DOUBLE,-lcmocka)

RUNS := $(TESTS:$(BUILD)/tests/%=run-%)
SCRIPT_RUNS := $(patsubst tests/%,run-%,$(wildcard tests/*/test_*.sh))
.PHONY: run-tests $(RUNS) $(SCRIPT_RUNS)
run-tests: $(RUNS) $(SCRIPT_RUNS)
$(RUNS): run-%: $(BUILD)/tests/%
$(SCRIPT_RUNS): run-%: tests/%
$(RUNS) $(SCRIPT_RUNS): | drivers # they copy what is compiled
	$(Q)$<

# --- torture and fuzzing -------------------------------------------------------------------------

$(BUILD)/tests/torture/tamper: tests/torture/tamper.c $(OBJECTS)
	$(Q)$(call link_test)

# Programs of tests/fuzz, compiled as `make fuzz` says. One of them includes a driver of the tiny study. The
# driver is not named .c, because `link` would compile it a second time.
WRAPPED := -Wl,--wrap=exit,--wrap=fopen,--wrap=fclose,--wrap=mmap,--wrap=munmap
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/bin/%,$(wildcard tests/fuzz/fuzz_*.c))
.PHONY: fuzzers
fuzzers: $(FUZZERS)
$(FUZZERS): $(BUILD)/bin/%: tests/fuzz/%.c $(BUILD)/obj/fuzz.o $(OBJECTS) | $(BUILD)/bin $(BUILD)/tiny/adaptive.inc
	$(Q)$(call link,-MMD -MP -MT $@ -MF $(BUILD)/obj/$*.d -Itests -I$(BUILD)/tiny -fsanitize=fuzzer $(WRAPPED))
$(BUILD)/obj/fuzz.o: tests/fuzz/fuzz.c $(FLAGS)
	$(Q)$(call compile,-Itests)
$(BUILD)/tiny/adaptive.inc: $(wildcard tests/tiny/*.m4) $(GRAMMAR) gen/driver.m4
	$(Q)mkdir -p $(@D) && ln -sfn "$$PWD"/{gen,data,figures} $(@D) && ln -sfn "$$PWD/tests/tiny" $(@D)/protocol
	$(Q)cd $(@D) && m4 -P -EE --freeze-state=adaptive.read $(GRAMMAR) protocol/adaptive.m4 && \
	    m4 -EE --reload-state=adaptive.read gen/driver.m4 > $(@F)
endif

# How C is compiled: the library, the programs and the instruction sets.
#
#   src/ROOM/*.c -> $(BUILD)/obj/ROOM/*.o                  the library, OBJECTS
#   src/ROOM/main.c and the library -> $(BUILD)/bin/ROOM   the programs report, audit and bench
#
# A new .c file of a room is part of the library; no line here names it.

CC := gcc
# What the compiler makes code for. The kernels are built once for each instruction set of MARCH_*; the rest for the
# first of them.
ARCHITECTURE := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine)))
MARCH_x86_64 := v3=x86-64-v3 v4=x86-64-v4
MARCH_aarch64 := neon=armv8-a
MARCH := $(or $(MARCH_$(ARCHITECTURE)),$(error CC is $(CC), which makes code for '$(ARCHITECTURE)', \
    expected x86_64 or aarch64))
# $(call march,v3): the flag of one
march = $(patsubst $(1)=%,-march=%,$(filter $(1)=%,$(MARCH)))
KERNEL_BUILDS := $(foreach build,$(MARCH),$(firstword $(subst =, ,$(build))))

CFLAGS := -std=gnu11 -O2 $(call march,$(firstword $(KERNEL_BUILDS))) -ffp-contract=off -Wall -Wextra -Werror -Isrc \
          $(EXTRA_CFLAGS)
KERNEL_FLAGS := -O3 $(if $(filter x86_64,$(ARCHITECTURE)),-mprefer-vector-width=512) -fno-math-errno \
                $(if $(findstring clang,$(CC)),,-ffp-contract=fast -fno-tree-reassoc)
LIBS := -ljansson -lnettle -lm
# for the bench; a program that calls nothing of it does not load it
LINEAR_ALGEBRA := -Wl,--as-needed -lopenblas
# for zip archives (.pt, .npz); likewise
ARCHIVES := -lzip

# gen/ writes headers too, $(GENERATED). Every C file may include them, and none is compiled before they are there.

# $(call compile,flags): one object; $(call link,flags,libraries): one program, from its .c and .o files
# A compiler that is killed while it writes leaves a .tmp file, which nobody takes for the whole.
compile = mkdir -p $(@D) && $(COMPILER) $(1) -MMD -MP -MT $@ -MF $(basename $@).d -c $< -o $@.tmp && mv $@.tmp $@
link = mkdir -p $(@D) && $(COMPILER) $(1) $(filter %.c %.o,$^) -o $@.tmp $(2) $(LIBS) $(LINEAR_ALGEBRA) $(ARCHIVES) && mv $@.tmp $@
COMPILER = $(CC) $(CFLAGS) -I$(BUILD)/generated

# Other flags compile everything again.
FLAGS := $(BUILD)/obj/flags
$(call keep,$(FLAGS),echo '$(CC) $(CFLAGS) $(KERNEL_FLAGS)')

# --- the library -------------------------------------------------------------------------------

MAINS := $(wildcard src/*/main.c)
BENCH := $(wildcard src/bench/*.c)
LIBRARY := $(filter-out $(MAINS) $(BENCH) src/arithmetic/kernels.c,$(wildcard src/*/*.c))
OBJECTS := $(KERNEL_BUILDS:%=$(BUILD)/obj/arithmetic/kernels_%.o) $(patsubst src/%.c,$(BUILD)/obj/%.o,$(LIBRARY))

$(BUILD)/obj/%.o: src/%.c $(FLAGS) | $(GENERATED)
	$(Q)$(call compile)
# the inner loops: x86-64-v3 (AVX2) and x86-64-v4 (AVX-512), or NEON
$(BUILD)/obj/arithmetic/kernels_%.o: src/arithmetic/kernels.c $(FLAGS) | $(GENERATED)
	$(Q)$(call compile,$(KERNEL_FLAGS) $(call march,$*) -DKERNELS=kernels_$*)
# This part runs before main, on any processor, and says what the processor lacks.
$(BUILD)/obj/program/cpu.o: src/program/cpu.c $(FLAGS) | $(GENERATED)
	$(Q)$(call compile,$(if $(filter x86_64,$(ARCHITECTURE)),-march=x86-64))
-include $(wildcard $(BUILD)/obj/*.d $(BUILD)/obj/*/*.d)

# --- the programs ------------------------------------------------------------------------------

$(MAINS:src/%/main.c=$(BUILD)/bin/%): $(BUILD)/bin/%: src/%/main.c $(OBJECTS) | $(BUILD)/bin
	$(Q)$(call link)
$(BUILD)/bin:
	$(Q)mkdir -p $@

# --- what the numbers rest on ------------------------------------------------------------------

# $(arithmetic) prints the hash of the code that can change a number of a unit, without its comments, and of how it is
# compiled. A unit is made again when this hash changes. A touched file, a comment or a new build/ does not change it,
# nor does what only measures: of consistency/ training uses the penalty alone.
DECIDING_SOURCES := $(patsubst %,src/%/*.[ch],arithmetic draws activations transformer autoencoder units) \
                    src/consistency/penalty.[ch] src/consistency/nearest.h
arithmetic = { echo '$(CFLAGS) $(KERNEL_FLAGS) $(LIBS)'; $(CC) --version | head -1; \
    { cat $(wildcard $(DECIDING_SOURCES)); $(call header_of,settings); } | $(without_comments); } | sha256sum
# (clang cannot leave them out)
without_comments = $(if $(findstring clang,$(CC)),cat,$(CC) -w -fpreprocessed -dD -E -P -x c -)

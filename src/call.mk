# What a person types ends here first. Names and variables are checked, a run in the same folder is waited for, and a
# second make, with CALLED=yes, does what is asked for. A mistake is then one line: Make's own lines about it are kept
# back. With V=1 they are shown.

# In "question mode" a recipe with + that ends with status 1 is an answer, and Make says nothing of it.
is_quiet := $(if $(filter 1,$(V)),,yes)
MAKEFLAGS += $(if $(is_quiet),-q)

# Every variable that is given, as the words NAME=value: those of the command line, and of the environment those that
# check_call.sh names in its lines "NAME | NAME) expect ..." and "NAME) check_...". (A value is not expanded.)
CHECKED := $(subst |,,$(shell sed -n 's/^ *\([A-Z][A-Z |]*\). \(expect\|check_\).*/\1/p' src/check_call.sh))
named := $(CHECKED) $(foreach word,$(MAKEOVERRIDES),$(if $(findstring =,$(word)),$(firstword $(subst =, ,$(word)))))
is_given = $(filter command environment,$(firstword $(origin $(1))))
quoted = '$(subst ','\'',$(1))'
# A recipe cannot hold a value of two lines.
define line_break


endef
$(foreach name,$(named),$(if $(findstring $(line_break),$(value $(name))),$(error $(name) holds a line break, expected one line)))
given := $(foreach name,$(sort $(named)),$(if $(call is_given,$(name)),$(call quoted,$(name)=$(value $(name)))))

# These goals write nothing, so that they need not wait for another run.
is_alone := $(if $(filter-out help journal,$(or $(MAKECMDGOALS),help)),yes)

.PHONY: called
$(or $(MAKECMDGOALS),help): called ;
called:
	+@GOALS=$(call quoted,$(MAKECMDGOALS)) src/check_call.sh $(given) || exit 1
	+@$(if $(is_quiet),MAKEFLAGS=$${MAKEFLAGS/q}) src/call.sh '$(is_quiet)' '$(is_alone)' \
	    $(MAKE) --no-print-directory CALLED=yes \
	    $(foreach goal,$(MAKECMDGOALS),$(call quoted,$(goal)))

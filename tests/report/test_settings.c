/* The table of settings in a section: what a protocol has that is not the setup's. */
#include "tiny_study.h"

/* Blocks that differ in one setting are one row; stages that share a line are told together. */
static void settings_are_told_once(void **state) {
    (void)state;
    run_expecting(0, "printf '%%s\\n' 'experiment(listed, [Listed])' "
                     "'transformer(other_1, like(adder) keep(last) seed(1))' "
                     "'transformer(other_2, like(adder) keep(last) seed(2))' "
                     "'transformer(other_3, like(adder) keep(last) seed(3))' "
                     "'transformer(slow, like(adder) learning_rate(1e-5))' "
                     "'stage(first, like(topk_sae) k(4) epochs(2) seeds(1))' "
                     "'stage(second, like(first) k(8))' > protocol/listed.m4");
    run_expecting(0, "make -s BUILDING=yes build/listed.tex && grep SettingsRow build/listed.tex "
                     "> rows && rm protocol/listed.m4");
    run_expecting(0,
                  "cmp rows - << 'END'\n"
                  "\\SettingsRow{3 transformers}{\\Id{other\\_1} to "
                  "\\Id{other\\_3}}{\\Setting{epoch whose weights are kept: best or "
                  "last}{\\Id{last}}; \\Setting{seed}{1 to 3}}{2 to 4}\n"
                  "\\SettingsRow{transformer}{\\Id{slow}}{\\Setting{learning rate}{1e-5}}{5}\n"
                  "\\SettingsRow{stage}{\\Id{first}}{\\Setting{latents kept per row, $k$}{4}}{6}\n"
                  "\\SettingsRow{stages}{\\Id{first}, \\Id{second}}{\\Setting{epochs}{2}; "
                  "\\Setting{seeds}{1}}{6}\n"
                  "\\SettingsRow{stage}{\\Id{second}}{\\Setting{latents kept per row, $k$}{8}}{7}\n"
                  "END");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_told_once),
    };
    return cmocka_run_group_tests_name("settings", tests, open_study, remove_project);
}

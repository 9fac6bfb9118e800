/* The list of architectures. */
#include "autoencoder/architecture.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include <stdlib.h>

static void topk_is_there(void **state) {
    (void)state;
    const struct architecture *found = architecture_named("topk");
    assert_ptr_equal(found, &topk);
    assert_string_equal(found->name, "topk");
}

static void an_unknown_name_is_null(void **state) {
    (void)state;
    assert_null(architecture_named("topk2"));
    assert_null(architecture_named("top"));
    assert_null(architecture_named(""));
}

/* TopK keeps k latents of each row, and refuses a k that d_sae does not allow. */
static void refuse(const char *k) {
    struct sae_settings settings = {.architecture = &topk, .d_sae = 8, .k = atoi(k)};
    topk.most_kept(&settings);
}

static void topk_keeps_k_latents(void **state) {
    (void)state;
    struct sae_settings settings = {.architecture = &topk, .d_sae = 8, .k = 8};
    assert_int_equal(topk.most_kept(&settings), 8);
    assert_string_equal(ending_of(refuse, "9").message,
                        "autoencoder: k is 9, expected 1 to d_sae = 8\n");
    assert_string_equal(ending_of(refuse, "0").message,
                        "autoencoder: k is 0, expected 1 to d_sae = 8\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(topk_is_there),
        cmocka_unit_test(an_unknown_name_is_null),
        cmocka_unit_test(topk_keeps_k_latents),
    };
    return cmocka_run_group_tests_name("architecture", tests, NULL, NULL);
}

/* The program `tamper`: it writes an artifact again with other content and a matching hash, so that
 * the file by itself looks right. An audit must find it.
 *
 *   tamper FROM TO [NAME=TEXT | NAME[PLACE]=NUMBER]...
 *
 * NAME=TEXT changes an entry of the metadata. NAME[PLACE]=NUMBER changes a number of a tensor,
 * whose places count in row-major order.
 */
#include "files/artifact.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

static void replace_number(struct artifact *artifact, const char *name, size_t place, float by) {
    for (size_t i = 0; i < artifact->count; i++)
        if (strcmp(artifact->tensors[i].name, name) == 0) {
            memcpy((char *)artifact->tensors[i].data + place * sizeof by, &by, sizeof by);
            return;
        }
    fail("%s: no tensor %s", artifact->path, name);
}

static void replace(struct artifact *artifact, char *edit) {
    char *name = strsep(&edit, "="), *place = name;
    if (!edit)
        fail("%s: expected NAME=TEXT or NAME[PLACE]=NUMBER", name);
    strsep(&place, "[");
    if (place)
        replace_number(artifact, name, strtoul(place, NULL, 10), strtof(edit, NULL));
    else
        json_object_set_new(artifact->metadata, name, json_string(edit));
}

int main(int argc, char **argv) {
    if (argc < 3)
        fail("usage: %s FROM TO [NAME=TEXT | NAME[PLACE]=NUMBER]...", argv[0]);
    struct artifact artifact = artifact_read(argv[1]);
    for (int i = 3; i < argc; i++)
        replace(&artifact, argv[i]);
    artifact_write(argv[2], artifact.tensors, artifact.count, artifact.metadata);
    artifact_free(&artifact);
    return 0;
}

/* Blocks of inner products, shared by threads. */
#include "consistency/products.h"
#include "arithmetic/kernels.h"
#include "program/error.h"
#include <stdlib.h>

/* A block's rows are read many times: as many as the second cache holds of what the kernel takes
 * of each at once. */
enum { ROWS = 32 * TILE, COLUMNS = 256 };

struct job {
    const struct kernels *kernels;
    const real *a;
    int a_rows, b_rows, width;
    real *panels, *start; /* b, laid out for kernels->products; zeros */
    real *blocks;         /* [threads, ROWS, COLUMNS] */
    void (*look)(void *context, const struct products *products);
    void *context;
};

/* Multiply one piece of a's rows with all of b. The rows that fill the last tile are copies of the
 * piece's first one, and nobody looks at them. Work for team_share. */
static void multiply_piece(void *context, int piece, int thread) {
    const struct job *job = context;
    const real *rows[ROWS];
    real *block = job->blocks + (size_t)thread * ROWS * COLUMNS;
    struct products found = {.row = piece * ROWS,
                             .rows = smaller(job->a_rows - piece * ROWS, ROWS),
                             .values = block,
                             .stride = COLUMNS,
                             .thread = thread};
    for (int r = 0; r < tiled(found.rows); r++)
        rows[r] = job->a +
                  (size_t)(found.row + (r < found.rows ? r : 0)) * (size_t)row_stride(job->width);
    for (; found.column < job->b_rows; found.column += COLUMNS) {
        found.columns = smaller(job->b_rows - found.column, COLUMNS);
        job->kernels->products(rows, tiled(found.rows), job->width,
                               job->panels + (size_t)found.column * (size_t)job->width,
                               found.columns, job->start, COLUMNS, block);
        job->look(job->context, &found);
    }
}

void each_products(const real *a, int a_rows, const real *b, int b_rows, int width,
                   struct team *team, void (*look)(void *context, const struct products *products),
                   void *context) {
    struct job job = {.kernels = kernels(),
                      .a = a,
                      .a_rows = a_rows,
                      .b_rows = b_rows,
                      .width = width,
                      .panels = room((size_t)padded(b_rows) * (size_t)width, sizeof(real)),
                      .start = allocate(COLUMNS, sizeof(real)),
                      .blocks = allocate((size_t)team_size(team) * ROWS * COLUMNS, sizeof(real)),
                      .look = look,
                      .context = context};
    job.kernels->pack(b, b_rows, width, job.panels);
    team_share(team, (a_rows + ROWS - 1) / ROWS, multiply_piece, &job);
    free(job.panels);
    free(job.start);
    free(job.blocks);
}

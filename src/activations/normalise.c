/* Rows centred and scaled. */
#include "activations/normalise.h"
#include "activations/covariance.h"
#include <math.h>
#include <string.h>

/* Give the rows memory that can be written to. */
static void make_writable(struct activations *rows) {
    if (!rows->stand_in_file)
        return;
    struct activations copy = activations_new(rows->rows, rows->d_model);
    for (int n = 0; n < rows->rows; n++)
        memcpy(activations_row(&copy, n), activations_row(rows, n),
               (size_t)rows->d_model * sizeof(real));
    activations_free(rows);
    *rows = copy;
}

double *subtract_column_means(struct activations *rows, int trained_on) {
    struct activations first = *rows;
    first.rows = trained_on;
    double *mean = column_means(&first);
    make_writable(rows);
    for (int n = 0; n < rows->rows; n++)
        for (int i = 0; i < rows->d_model; i++)
            activations_row(rows, n)[i] = (float)((double)activations_row(rows, n)[i] - mean[i]);
    return mean;
}

static double row_norm(const struct activations *rows, int row) {
    double squares = 0;
    for (int i = 0; i < rows->d_model; i++)
        squares += (double)activations_row(rows, row)[i] * (double)activations_row(rows, row)[i];
    return sqrt(squares);
}

double scale_to_expected_norm(struct activations *rows, int trained_on) {
    double norms = 0;
    for (int n = 0; n < trained_on; n++)
        norms += row_norm(rows, n);
    double factor = sqrt(rows->d_model) / (norms / trained_on);
    if (isinf(factor))
        return factor;
    make_writable(rows);
    for (int n = 0; n < rows->rows; n++)
        for (int i = 0; i < rows->d_model; i++)
            activations_row(rows, n)[i] = (float)(factor * (double)activations_row(rows, n)[i]);
    return factor;
}

void layer_normalise(struct activations *rows) {
    static const double epsilon = 1e-5;
    make_writable(rows);
    for (int n = 0; n < rows->rows; n++) {
        real *row = activations_row(rows, n);
        double mean = 0, squares = 0;
        for (int i = 0; i < rows->d_model; i++)
            mean += (double)row[i];
        mean /= rows->d_model;
        for (int i = 0; i < rows->d_model; i++)
            squares += ((double)row[i] - mean) * ((double)row[i] - mean);
        double deviation = sqrt(squares / (rows->d_model - 1));
        for (int i = 0; i < rows->d_model; i++)
            row[i] = (float)(((double)row[i] - mean) / (deviation + epsilon));
    }
}

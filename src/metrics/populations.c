/* Populations of replicates: how far published values are from them, and which one is nearest. */
#include "metrics/populations.h"
#include "program/error.h"
#include "protocol/settings.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what it holds --------------------------------------------------------------------------- */

struct population population_begin(size_t replicates, size_t capacity, double confidence) {
    return (struct population){.replicates = replicates,
                               .capacity = capacity,
                               .confidence = confidence,
                               .numbers = allocate(capacity * (replicates + 1), sizeof(double)),
                               .half_digits = allocate(capacity, sizeof(double))};
}

/* Half of the last digit that the number is printed with: 0.005 of "0.51", 0.5 of "4". */
static double half_digit(const char *printed) {
    const char *point = strchr(printed, '.');
    return 0.5 * pow(10, point ? -(double)strlen(point + 1) : 0);
}

void population_add(struct population *population, const struct value *published,
                    const double *numbers) {
    double *own = population->numbers + population->values * (population->replicates + 1);
    memcpy(own, numbers, population->replicates * sizeof *own);
    own[population->replicates] = published->number;
    population->half_digits[population->values++] = half_digit(published->printed);
}

void population_free(struct population *population) {
    free(population->numbers);
    free(population->half_digits);
}

/* --- one value -------------------------------------------------------------------------------- */

/* Mean and standard deviation of the numbers without one of them. */
struct others {
    double mean, spread;
};

/* Taken from one number on: equal numbers have exactly that mean, and no spread. */
static struct others others_of(const double *numbers, size_t count, size_t left_out) {
    double first = numbers[left_out == 0], sum = 0, squares = 0, n = (double)count - 1;
    for (size_t i = 0; i < count; i++)
        sum += i == left_out ? 0 : numbers[i] - first;
    double mean = first + sum / n;
    for (size_t i = 0; i < count; i++)
        squares += i == left_out ? 0 : (numbers[i] - mean) * (numbers[i] - mean);
    return (struct others){mean, sqrt(squares / (n - 1))};
}

static const double *numbers_of(const struct population *population, size_t value) {
    return population->numbers + value * (population->replicates + 1);
}

/* Whether the value varies, whichever of the points is left out. */
static bool varies(const struct population *population, size_t value) {
    size_t points = population->replicates + 1;
    for (size_t i = 0; i < points; i++)
        if (!(others_of(numbers_of(population, value), points, i).spread > 0))
            return false;
    return true;
}

/* Whether the published value lies in the interval for one more replicate. */
static bool is_within(const struct population *population, size_t value) {
    size_t n = population->replicates;
    const double *numbers = numbers_of(population, value);
    struct others replicates = others_of(numbers, n + 1, n);
    double reach =
        student_bound(population->confidence, n - 1) * replicates.spread * sqrt(1 + 1 / (double)n);
    return fabs(numbers[n] - replicates.mean) <= reach + population->half_digits[value];
}

/* --- all values ------------------------------------------------------------------------------- */

double population_varying(const struct population *population) {
    size_t count = 0;
    for (size_t value = 0; value < population->values; value++)
        count += varies(population, value);
    return (double)count;
}

double population_within(const struct population *population) {
    size_t count = 0;
    for (size_t value = 0; value < population->values; value++)
        count += is_within(population, value);
    return (double)count;
}

double population_outside(const struct population *population) {
    return (double)population->values - population_within(population);
}

/* The distance of one point from the others; not a number where no value varies. */
static double distance(const struct population *population, size_t point) {
    size_t n = population->replicates, count = 0;
    double squares = 0;
    for (size_t value = 0; value < population->values; value++) {
        if (!varies(population, value))
            continue;
        const double *numbers = numbers_of(population, value);
        struct others others = others_of(numbers, n + 1, point);
        squares += pow((numbers[point] - others.mean) / others.spread, 2);
        count++;
    }
    return sqrt(squares / (1 + 1 / (double)n) / (double)count);
}

double population_distance(const struct population *population) {
    return distance(population, population->replicates);
}

double population_spread(const struct population *population) {
    size_t n = population->replicates, count = 0;
    double logarithms = 0;
    for (size_t value = 0; value < population->values; value++)
        if (varies(population, value)) {
            logarithms += log(others_of(numbers_of(population, value), n + 1, n).spread);
            count++;
        }
    return exp(logarithms / (double)count);
}

double population_p_value(const struct population *population) {
    size_t n = population->replicates, as_far = 1;
    double published = distance(population, n);
    for (size_t i = 0; i < n; i++)
        as_far += distance(population, i) >= published;
    return isnan(published) ? NAN : (double)as_far / (double)(n + 1);
}

/* --- the nearest of several ------------------------------------------------------------------- */

/* The number of the value `<id>.<publication>.<name>`; not a number where there is none. */
static double find_number(const struct values *values, const char *id, const char *publication,
                          const char *name) {
    char *full = text("%s.%s.%s", id, publication, name);
    const struct value *found = values_find(values, full);
    free(full);
    return found ? found->number : NAN;
}

/* The rank of a repeat: 1 and how many have a smaller distance. */
static size_t rank_of(const double *distances, size_t count, size_t place) {
    size_t rank = 1;
    for (size_t i = 0; i < count; i++)
        rank +=
            distances[i] < distances[place] || (isnan(distances[place]) && !isnan(distances[i]));
    return rank;
}

/* The values of the nearest repeat, under the id of `nearest`. */
static void add_chosen(const struct record *nearest, const struct settings *chosen, const char *id,
                       struct values *values) {
    for (size_t i = 0; i < chosen->held_against.count; i++) {
        const char *publication = chosen->held_against.name[i];
        char *own = text("%s.%s", nearest->name, publication);
        for (enum metric metric = 0; metric < METRICS; metric++)
            if (metrics[metric].on == ON_population)
                add_metric(values, own, metric,
                           find_number(values, id, publication, metrics[metric].name), NULL,
                           metrics[metric].formula, nearest->where);
        free(own);
    }
}

void nearest_values(const struct protocol *protocol, const struct record *nearest,
                    struct values *values) {
    const struct settings *settings = settings_of(protocol, nearest);
    const struct names *of = &settings->of;
    double *distances = allocate(of->count, sizeof *distances);
    size_t first = of->count;
    for (size_t i = 0; i < of->count; i++)
        distances[i] = find_number(values, of->name[i], settings->held_against.name[0], "distance");
    for (size_t i = of->count; i-- > 0;)
        if (rank_of(distances, of->count, i) == 1)
            first = i;
    values_add(values, nearest->name, (double)first + 1, WHOLE, "place of the smallest distance",
               nearest->where);
    for (size_t i = 0; i < of->count; i++) {
        char *name = text("%s.rank", short_name(of->name[i]));
        add_value(values, nearest->name, name, (double)rank_of(distances, of->count, i), WHOLE,
                  "1 and how many have a smaller distance", nearest->where);
        free(name);
    }
    const struct record *chosen = find_record(protocol, of->name[first], "");
    add_chosen(nearest, settings_of(protocol, chosen), chosen->name, values);
    free(distances);
}

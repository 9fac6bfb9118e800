"""Makes tests/golden/statistics.json, by other means than src/statistics/: `python3 statistics.py > statistics.json`.

Needs mpmath and NumPy. Expected cosines are the integral of the incomplete beta function itself; variances
of pairs come from projections on design matrices; coverage from a simulation of many more draws.
"""
import json

import mpmath
import numpy


def expected_largest_cosine(directions, dimensions):
    def above(t):
        return 1 - mpmath.betainc(0.5, (dimensions - 1) / 2, 0, t * t, regularized=True) ** directions

    return float(mpmath.quad(above, mpmath.linspace(0, 1, 65)))


def design(models, given):
    """Columns of the groups' means and of the drawn models' effects; a row a pair with a drawn model."""
    groups, effects, kept = [], [], []
    for a in range(models):
        for b in range(a + 1, models):
            kept.append(b >= given)
            groups.append([min(a, given) == g for g in range(given + 1)])
            effects.append([m in (a, b) for m in range(given, models)])
    kept = numpy.array(kept)
    return kept, numpy.array(groups, float)[kept], numpy.array(effects, float)[kept]


def projection(columns):
    return columns @ numpy.linalg.pinv(columns)


def pair_variances(values, models, given):
    """Henderson's method 3."""
    kept, groups, effects = design(models, given)
    y = values[kept]
    of_groups, of_all = projection(groups), projection(numpy.hstack([groups, effects]))
    between, rest = of_all - of_groups, numpy.eye(len(y)) - of_all
    of_pair = y @ rest @ y / numpy.trace(rest)
    mean_square = y @ between @ y / numpy.trace(between)
    weight = numpy.trace(effects.T @ between @ effects) / numpy.trace(between)
    return max((mean_square - of_pair) / weight, 0), max(of_pair, 0)


def coverage(models, of_model, of_pair, generator, simulations, student):
    """Of the mean 0: the bootstrap over pairs (999 resamples) and the jackknife over models."""
    pairs = [(a, b) for a in range(models) for b in range(a + 1, models)]
    bootstrap = jackknife = 0
    for _ in range(simulations):
        e = generator.normal(0, of_model**0.5, models)
        y = numpy.array([e[a] + e[b] for a, b in pairs]) + generator.normal(0, of_pair**0.5, len(pairs))
        means = generator.choice(y, (999, len(y))).mean(axis=1)
        low, high = numpy.percentile(means, [2.5, 97.5])
        bootstrap += low <= 0 <= high
        without = numpy.array([y[[m not in pair for pair in pairs]].mean() for m in range(models)])
        error = ((models - 1) / models * ((without - without.mean()) ** 2).sum()) ** 0.5
        jackknife += abs(y.mean()) <= student * error
    return bootstrap / simulations, jackknife / simulations


def coverage_of_mean(count, generator, simulations, student):
    """Of the mean 0: the bootstrap over normal numbers (999 resamples) and Student's interval."""
    bootstrap = exact = 0
    for _ in range(simulations):
        y = generator.normal(0, 1, count)
        low, high = numpy.percentile(generator.choice(y, (999, count)).mean(axis=1), [2.5, 97.5])
        bootstrap += low <= 0 <= high
        exact += abs(y.mean()) <= student * y.std(ddof=1) / count**0.5
    return bootstrap / simulations, exact / simulations


def main():
    generator = numpy.random.default_rng(1)
    cosines = [
        {"directions": m, "dimensions": d, "value": expected_largest_cosine(m, d)}
        for m, d in [(1, 2), (7, 2), (5, 4), (16, 16), (114, 128), (128, 128), (300, 17), (16384, 1024)]
    ]
    variances = []
    for models, given in [(4, 0), (5, 0), (8, 0), (5, 1), (4, 1), (7, 2)]:
        e = generator.normal(0, 0.02, models)
        values = numpy.array([e[a] + e[b] for a in range(models) for b in range(a + 1, models)])
        values += generator.normal(0.3, 0.01, len(values))
        of_model, of_pair = pair_variances(values, models, given)
        variances.append({"values": list(values), "models": models, "given": given,
                          "of_model": float(of_model), "of_pair": float(of_pair)})
    coverages = []
    for models, of_model, of_pair, student in [(8, 4, 1, 2.364624252), (5, 0, 1, 2.776445105)]:
        bootstrap, jackknife = coverage(models, of_model, of_pair, generator, 20000, student)
        coverages.append({"models": models, "of_model": of_model, "of_pair": of_pair, "simulations": 20000,
                          "bootstrap": bootstrap, "jackknife": jackknife})
    of_means = []
    for count, student in [(8, 2.364624252), (5, 2.776445105), (2, 12.706204736)]:
        bootstrap, jackknife = coverage_of_mean(count, generator, 20000, student)
        of_means.append({"count": count, "simulations": 20000, "bootstrap": bootstrap, "jackknife": jackknife})
    print(json.dumps({"expected_largest_cosine": cosines, "pair_variances": variances, "coverage": coverages,
                      "coverage_of_mean": of_means}, indent=1))


main()

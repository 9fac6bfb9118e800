"""Makes tests/golden/drawn.json, by other means than src/activations/: `python3 drawn.py > drawn.json`.

Needs NumPy, whose MT19937 gives the words. The factor of a covariance is LAPACK's Cholesky factor of the covariance with
its columns in the order of the pivots; the orthogonal matrix is LAPACK's QR, its signs turned.
"""
import json

import numpy

f32 = numpy.float32


class Torch:
    """The draws that src/draws/generators.h documents."""

    def __init__(self, seed):
        self.bits = numpy.random.MT19937()
        self.bits._legacy_seeding(seed)
        self.kept = None

    def words(self, count):
        return self.bits.random_raw(count)

    def unit(self):
        high, low = (int(word) for word in self.words(2))
        return ((high << 32 | low) & (1 << 53) - 1) * 2.0**-53

    def single(self):
        if self.kept is not None:
            normal, self.kept = self.kept, None
            return normal
        angle = 2 * numpy.pi * self.unit()
        radius = numpy.sqrt(-2 * numpy.log1p(-self.unit()))
        self.kept = radius * numpy.sin(angle)
        return radius * numpy.cos(angle)

    def block(self, uniforms):
        radius = numpy.sqrt(f32(-2) * numpy.log((f32(1) - uniforms[:8]).astype(float)).astype(f32))
        angle = (f32(2 * numpy.pi) * uniforms[8:]).astype(float)
        return numpy.concatenate([radius * numpy.cos(angle).astype(f32), radius * numpy.sin(angle).astype(f32)])

    def uniforms(self, count):
        return (self.words(count) & 0xFFFFFF).astype(f32) * f32(2.0**-24)

    def normals(self, count):
        if count < 16:
            return numpy.array([self.single() for _ in range(count)]).astype(f32)
        drawn = self.uniforms(count)
        for i in range(0, count - 15, 16):
            drawn[i : i + 16] = self.block(drawn[i : i + 16])
        if count % 16:
            drawn[-16:] = self.block(self.uniforms(16))
        return drawn

    def permutation(self, count):
        order = list(range(count))
        for i in range(count - 1):
            other = i + int(self.words(1)[0]) % (count - i)
            order[i], order[other] = order[other], order[i]
        return order


def factor_of(covariance):
    """F with F'F the covariance, a row for each pivot: the largest of what is left of the variances."""
    left, order = covariance.copy(), []
    least = len(left) * numpy.finfo(float).eps * left.diagonal().max()
    while len(order) < len(left):
        pivot = max(set(range(len(left))) - set(order), key=lambda i: (left[i, i], -i))
        if left[pivot, pivot] <= least:
            break
        left = left - numpy.outer(left[:, pivot], left[pivot]) / left[pivot, pivot]
        order.append(pivot)
    lower = numpy.linalg.cholesky(covariance[numpy.ix_(order, order)])
    return numpy.linalg.solve(lower, covariance[order])


def unit(directions):
    return directions / numpy.linalg.norm(directions, axis=1, keepdims=True)


def case(rows, seed):
    count, width = rows.shape
    mean, covariance = rows.mean(axis=0), numpy.cov(rows, rowvar=False)
    factor, torch = factor_of(covariance), Torch(seed)
    rank = len(factor)
    gaussian = mean + numpy.array([torch.normals(width) for _ in range(count)]).astype(float)[:, :rank] @ factor
    torch = Torch(seed)
    permuted = numpy.array([rows[torch.permutation(count), i] for i in range(width)]).T
    torch = Torch(seed)
    normals = numpy.array([torch.normals(width) for _ in range(width)]).astype(float)
    q, r = numpy.linalg.qr(normals.T)
    orthogonal = (q * numpy.sign(r.diagonal())).T
    torch = Torch(seed)
    with_covariance = numpy.array([torch.normals(width) for _ in range(7)]).astype(float)[:, :rank] @ factor
    among = rows[Torch(seed).permutation(count)[:7]] - mean
    return {"seed": seed, "rows": count, "d_model": width, "rank": rank, "values": list(rows.ravel()),
            "mean": list(mean), "covariance": list(covariance.ravel()), "gaussian": list(gaussian.ravel()),
            "permuted": list(permuted.ravel()), "rotated": list((rows @ orthogonal).ravel()),
            "directions_with": list(unit(with_covariance).ravel()), "directions_among": list(unit(among).ravel())}


def main():
    generator = numpy.random.default_rng(1)
    mixed = generator.normal(size=(24, 18)) @ generator.normal(size=(18, 18)) + generator.normal(size=18)
    few = generator.normal(size=(9, 5)) * [1, 10, 0.1, 1, 1]
    few[:, 3] = 2.5  # never varies
    few[:, 4] = few[:, 0].astype(f32) * 2  # depends on another
    cases = [case(rows.astype(f32).astype(float), seed) for rows, seed in [(mixed, 7), (few, 8)]]
    print(json.dumps(cases))


main()

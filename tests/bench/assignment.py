"""Prints the seconds that scipy takes to match the rows and columns of a matrix of float32 one to one:
`python3 assignment.py FILE SIZE`."""
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment

gains = numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(int(sys.argv[2]), -1).astype(numpy.float64)
start = time.monotonic()
linear_sum_assignment(gains, maximize=True)
print(time.monotonic() - start)

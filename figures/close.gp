# Ends a figure. Cairo writes the time into a PDF; the same bytes on every run have the epoch there.
# Nor does it tell of a full disk: a PDF that was cut lacks its end.
unset output
system "LC_ALL=C sed -i 's/(D:[0-9]\\{14\\}/(D:19700101000000/' '".output_file."' && tail -c 6 '".output_file."' | grep -q '^%%EOF'"
if (GPVAL_SYSTEM_ERRNO != 0) { exit error output_file.': cannot write: cut short' }

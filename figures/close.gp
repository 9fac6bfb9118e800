# Ends a figure. Cairo writes the time into a PDF; the same bytes on every run have the epoch there.
unset output
system "LC_ALL=C sed -i 's/(D:[0-9]\\{14\\}/(D:19700101000000/' '".output_file."'"

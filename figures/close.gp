# Ends a figure. gnuplot does not tell of a full disk: a drawing that was cut lacks its end.
unset output
system "tail -n 3 '".output_file."' | grep -qE '^.end.tikzpicture.|</svg>'"
if (GPVAL_SYSTEM_ERRNO != 0) { exit error output_file.': cannot write: cut short' }

# How every figure looks, and what its script starts from.
#
#   call 'figures/style.gp' 'candidates pairs'      the tables that the script reads
#
# The caller of gnuplot sets
#   output_file   the drawing to write, for figure.tex
#   stages        stems of the tables' paths, with blanks between: <stem>.<table>.tsv
#   names         what to call each stage (these three are LaTeX, with ties for blanks)
#   candidates    what to call each candidate of the first stage
#   labels        ids of values, and behind each what to call it
#   setting       the number that a stage varies, where the script shows one
#   web           set to anything for the figures of the web page, which are SVG

# To gnuplot a missing file is only a warning as long as there is another one to plot.
do for [stem in stages] { do for [table in ARG1] {
    path = stem.'.'.table.'.tsv'
    if (system("test -r '".path."' && echo readable") ne 'readable') { exit error path.': cannot read' }
}}

# Text is LaTeX's, in the report's own type, as large as that of captions. charsize is the room that gnuplot reckons with
# for a letter. On the web page it is SVG's; what it has of LaTeX's paper/web/Drawings.pm turns into characters. A
# centimetre has 37.8 pixels there. size_of(width, height) is a size in centimetres.
if (exists('web')) {
    terminal = "svg noenhanced font 'Latin Modern Roman,12.7'"
    size_of(width, height) = sprintf('%g, %g', 37.8 * width, 37.8 * height)
} else {
    terminal = "tikz notimestamp butt font '\\fontsize{10}{12}\\selectfont' charsize 0.182cm, 0.5cm"
    size_of(width, height) = sprintf('%gcm, %gcm', width, height)
}
size = size_of(16, 7)
set terminal @terminal size @size
set output output_file
set datafile separator tab columnheaders

# A stage keeps colour, dashes and symbol in every figure; printed in grey they still differ. From 11
# on the same in light, for single models and pairs; from 21 on what stands behind the data.
set style line 1 linecolor rgb '#1b4f8a' dashtype 1 linewidth 1.6 pointtype 7 pointsize 0.55
set style line 2 linecolor rgb '#d9730d' dashtype (10, 6) linewidth 1.6 pointtype 5 pointsize 0.55
set style line 3 linecolor rgb '#5b2a6e' dashtype (2, 4) linewidth 1.6 pointtype 9 pointsize 0.6
set style line 4 linecolor rgb '#4f9d86' dashtype (12, 5, 2, 5) linewidth 1.6 pointtype 13 pointsize 0.65
set style line 11 linecolor rgb '#9fb9d9' linewidth 0.7 pointtype 6 pointsize 0.35
set style line 12 linecolor rgb '#f0bc8b' linewidth 0.7 pointtype 4 pointsize 0.35
set style line 13 linecolor rgb '#bba5c6' linewidth 0.7 pointtype 8 pointsize 0.4
set style line 14 linecolor rgb '#a6d1c4' linewidth 0.7 pointtype 12 pointsize 0.45
set style line 21 linecolor rgb '#e4e4e4' dashtype 1 linewidth 0.5
set style line 22 linecolor rgb '#e3ebf4'
set style line 23 linecolor rgb '#555555' dashtype (7, 5) linewidth 1.2

set border 3 linewidth 0.6
set tics nomirror out scale 0.4
set xtics offset 0, 0.35
set xlabel offset 0, 0.7
set grid ytics linestyle 21
set errorbars 0
set key reverse Left samplen 3
set pointintervalbox 0
set lmargin at screen 0.075
set rmargin at screen 0.975
set tmargin at screen 0.9
set bmargin at screen 0.17
# What the vertical axis measures stands level above it, and below the horizontal one what that measures: a script sets
# the text of labels 1 and 2. (xlabel would stand there too, but not among the same bytes: gnuplot 5 draws it earlier
# than gnuplot 6.)
set label 1 '' at graph 0, 1.07
set label 2 '' at graph 0.5, character 0.6 center

# Ends and extent of a value's interval, which shrinks to the value where there is none.
end(value, which) = strcol(value.which) eq 'nan' ? column(value) : column(value.which)
low(value) = end(value, '.ci_low')
high(value) = end(value, '.ci_high')
extent(value) = high(value) - low(value)

# The name of a setting as mathematics has it, or the word for it.
symbol(setting) = setting eq 'lambda' ? '$\lambda$' : setting eq 'k' ? '$k$' : setting

# What to call the value of that id.
label(id) = strstrt(' '.labels, ' '.id.' ') ? word(labels[strstrt(' '.labels, ' '.id.' ') + strlen(id):*], 1) : id

# `list` with `word` at its end, unless it holds it already.
with_word(list, word) = strstrt(list.' ', ' '.word.' ') ? list : list.' '.word

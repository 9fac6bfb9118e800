# What each pair of models gains, for each reference in turn: left the pairs with the reference, by the seed of the
# model that is aligned to it, a symbol a reference; right those without it, a column a reference. Marks stand side by side.
call 'figures/style.gp' 'differences'

table = stages.'.differences.tsv'
references = ''
stats table using (references = with_word(references, strcol("setting")), 0) nooutput
place(seed) = words(references[1:strstrt(references.' ', ' '.seed.' ')]) + 1
other(seed) = strcol("seed_a") eq seed ? strcol("seed_b") : strcol("seed_a")
with(reference) = column("with_reference") == 1 && strcol("setting") eq reference ? column("difference") : NaN
aside(a, b) = 0.08 * (place(a) + place(b) - words(references) - 1)
set style line 5 linecolor rgb '#8a8a8a' pointtype 11 pointsize 0.65
set format y '$%.3f$'
set xtics () scale 0
set for [i = 1:words(references)] xtics add (word(references, i) i)
set xrange [0.5:words(references) + 0.5] noextend
set offsets 0, 0, graph 0.05, graph 0.05
set arrow from graph 0, first 0 to graph 1, first 0 nohead linestyle 23

set multiplot layout 1, 2 margins 0.075, 0.86, 0.17, 0.9 spacing 0.11
set label 1 'gain with the reference'
set label 2 'seed of the aligned model'
plot for [i = 1:words(references)] table using (place(other(strcol("setting"))) + 0.15 * (i - (words(references) + 1) / 2.0)):(with(word(references, i))) \
         with points linestyle i notitle
set format y '$%.4f$'
set label 1 'gain without it'
set label 2 'seed of the reference'
set label 3 'reference' at graph 1.06, 1
set key at graph 1.06, 0.96 left top
plot table using (place(strcol("setting")) + aside(strcol("seed_a"), strcol("seed_b"))) \
         :(column("with_reference") == 0 ? column("difference") : NaN) with points linestyle 1 pointtype 6 notitle, \
     for [i = 1:words(references)] keyentry with points linestyle i title word(references, i)
unset multiplot
load 'figures/close.gp'

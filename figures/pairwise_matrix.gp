# Which models agree: PWMCC of every pair of a stage's seeds below the diagonal of a matrix, a panel per
# stage, on one scale of greys. A stage here is one candidate, of 2 to 10 seeds; `table` says what else they number.
call 'figures/style.gp' 'pairs'

pairs(i) = word(stages, i).'.pairs.tsv'
array seeds[words(stages)]
lightest = 1
darkest = 0
do for [i = 1:words(stages)] {
    seeds[i] = ''
    stats pairs(i) using (seeds[i] = with_word(with_word(seeds[i], strcol("seed_a")), strcol("seed_b")), \
        column("trained_pwmcc")) nooutput
    lightest = STATS_min < lightest ? STATS_min : lightest
    darkest = STATS_max > darkest ? STATS_max : darkest
}
place(i, seed) = words(seeds[i][1:strstrt(seeds[i].' ', ' '.seed.' ')]) + 1
digits(value) = value < 0.9995 ? sprintf('%.3f', value)[2:*] : '1'
ink(value) = value > (lightest + darkest) / 2 ? 0xffffff : 0x000000

# Sides in centimetres; a cell's type fits the cell, and is no larger than the other text.
side = words(stages) < 2 ? 6.6 : 15.6 / words(stages) - 1.2
height = side + 2
size = size_of(16, height)
set terminal @terminal size @size
set palette defined (0 '#f4f4f4', 1 '#303030')
set cbrange [lightest - 0.001:darkest + 0.001]
set style fill solid border rgb 'white'
set border 0
set size ratio 1
unset colorbox
unset grid
unset tics
set multiplot layout 1, words(stages) margins 0.075, 0.975, 1.4 / height, 1 - 0.6 / height spacing 0.075
do for [i = 1:words(stages)] {
    n = words(seeds[i])
    set label 1 'PWMCC, '.word(names, i) at graph 0, 1 + 0.36 / side
    set label 2 (table eq '' ? 'seeds of the two models' : table) at graph 0.5, graph -1.05 / side center
    type_size = sprintf(',%.1f', 12.0 * side / n < 10 ? 12.0 * side / n : 10)
    unset for [j = 3:22] label j
    set for [j = 2:n] label 1 + j word(seeds[i], j) at graph -0.15 / side, first j right font type_size
    set for [j = 1:n - 1] label 12 + j word(seeds[i], j) at first j, graph -0.35 / side center font type_size
    set xrange [0.5:n - 0.5]
    set yrange [n + 0.5:1.5]
    plot pairs(i) using (place(i, strcol("seed_a"))):(place(i, strcol("seed_b"))):(0.5):(0.5):"trained_pwmcc" \
             with boxxyerror fillcolor palette notitle, \
         pairs(i) using (place(i, strcol("seed_a"))):(place(i, strcol("seed_b"))):(digits(column("trained_pwmcc"))) \
             :(ink(column("trained_pwmcc"))) with labels font type_size textcolor rgb variable notitle
}
unset multiplot
load 'figures/close.gp'

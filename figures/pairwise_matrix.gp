# Which models agree: PWMCC of every pair of a stage's seeds as a symmetric matrix, a panel per stage,
# on one scale of greys. A stage here is one candidate, of 2 to 10 seeds.
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
x(i, turn) = place(i, strcol(turn ? "seed_a" : "seed_b"))
y(i, turn) = place(i, strcol(turn ? "seed_b" : "seed_a"))
digits(value) = sprintf('%.3f', value)[2:*]
ink(value) = value > (lightest + darkest) / 2 ? 0xffffff : 0x000000

# Sides in centimetres; a cell's type fits the cell.
side = words(stages) < 2 ? 6.6 : 15.6 / words(stages) - 1.2
height = side + 1.4
room(i) = 10 * side / words(seeds[i])
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
set multiplot layout 1, words(stages) margins 0.075, 0.975, 0.8 / height, 1 - 0.6 / height spacing 0.075
do for [i = 1:words(stages)] {
    set label 1 word(names, i).', PWMCC' at graph 0, 1 + 0.36 / side
    type_size = sprintf(',%.1f', room(i) < 8 ? room(i) : 8)
    unset for [j = 3:22] label j
    set for [seed in seeds[i]] label 2 + place(i, seed) seed at graph -0.17 / side, first place(i, seed) right font type_size
    set for [seed in seeds[i]] label 12 + place(i, seed) seed at place(i, seed), graph -0.3 / side center font type_size
    set xrange [0.5:words(seeds[i]) + 0.5]
    set yrange [words(seeds[i]) + 0.5:0.5]
    plot for [turn = 0:1] pairs(i) using (x(i, turn)):(y(i, turn)):(0.5):(0.5):"trained_pwmcc" \
             with boxxyerror fillcolor palette notitle, \
         for [turn = 0:1] pairs(i) using (x(i, turn)):(y(i, turn)):(digits(column("trained_pwmcc"))) \
             :(ink(column("trained_pwmcc"))) with labels font type_size textcolor rgb variable notitle
}
unset multiplot
load 'figures/close.gp'

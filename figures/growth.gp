# How the time of a training step grows with each of its sizes, beside its encoder's product.
# The caller sets output_file, and `table`: what `make bench` leaves.
call 'figures/style.gp' ''
unset lmargin; unset rmargin; unset tmargin; unset label 1
set bmargin 3.5
size = size_of(16, 11)
set terminal @terminal size @size
set logscale xy 2
set format y '%g'
set key top left
set multiplot layout 2, 2
do for [size in 'd_sae k rows threads'] {
    set label 2 size at graph 0.5, graph -0.27
    set ylabel 'seconds' offset 1.5
    plot table using (strcol('size') eq size ? $2 : NaN):'step' with linespoints linestyle 1 title (size eq 'd_sae' ? 'a step' : ''), \
         table using (strcol('size') eq size ? $2 : NaN):'product' with linespoints linestyle 2 title (size eq 'd_sae' ? 'its product' : '')
}
unset multiplot
load 'figures/close.gp'

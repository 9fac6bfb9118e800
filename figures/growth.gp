# How the time of a training step grows with each of its sizes, beside its encoder's product.
# The caller sets output_file, and `table`: what `make bench` leaves.
stages = ''; names = ''; setting = ''
call 'figures/style.gp' ''
unset lmargin; unset rmargin; unset tmargin; unset bmargin; unset label 1
set terminal pdfcairo size 16cm, 11cm
set logscale xy 2
set format y '%g'
set key top left
set multiplot layout 2, 2
do for [size in 'd_sae k rows threads'] {
    set xlabel size noenhanced
    set ylabel 'seconds' offset 1.5
    plot table using (strcol('size') eq size ? $2 : NaN):'step' with linespoints linestyle 1 title (size eq 'd_sae' ? 'a step' : ''), \
         table using (strcol('size') eq size ? $2 : NaN):'product' with linespoints linestyle 2 title (size eq 'd_sae' ? 'its product' : '')
}
unset multiplot

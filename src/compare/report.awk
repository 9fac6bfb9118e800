# report.awk: the tables of a comparison, for paper/compare.tex and for figures/pairwise_matrix.gp.
#   awk -v name=NAME -v matrix=FILE -f report.awk FOLDER/{settings,saes,summary,pairs}.tsv > tables.tex
# Each number is one of those files, rounded.
BEGIN {
    FS = "\t"
    most = 10 # autoencoders in a drawing, and pairs in a table of one page
    split("pwmcc hungarian_decoder_mean hungarian_encoder_mean hungarian_abs_mean shared_fraction", shown, " ")
}

# escaped(text): for LaTeX, in pieces that lines may end between
function escaped(text,    out, i, letter) {
    for (i = 1; i <= length(text); i++) {
        letter = substr(text, i, 1)
        if (letter == "\\") letter = "\\textbackslash{}"
        else if (letter == "~") letter = "\\textasciitilde{}"
        else if (letter == "^") letter = "\\textasciicircum{}"
        else if (index("_&%#${}", letter)) letter = "\\" letter
        out = out letter (index("/._- ", substr(text, i, 1)) ? "\\allowbreak{}" : "")
    }
    return out
}
function rounded(number, format) { return number == "nan" ? "--" : sprintf(format, number) }

FNR == 1 {
    split("", at)
    for (i = 1; i <= NF; i++) at[$i] = i
    table = FILENAME
    sub(/.*\//, "", table)
    if (table == "saes.tsv") print "\\newcommand\\Autoencoders{%"
    if (table == "summary.tsv") print "}\n\\newcommand\\Means{%"
    if (table == "pairs.tsv") {
        print "}\n\\newcommand\\Pairs{%"
        print "seed_a\tseed_b\ttrained_pwmcc" > matrix
        second = 1
        first = 1
    }
    next
}
table == "settings.tsv" { setting[$1] = $2 }
table == "saes.tsv" {
    saes++
    printf "%d & %s & %s %s & %s & %s & %s & %s & %s & %s\\\\\n", saes, escaped($(at["sae"])), escaped($(at["tool"])),
        escaped($(at["architecture"])), $(at["d_sae"]), $(at["live_latents"]), rounded($(at["dead_latents"]), "%d"),
        rounded($(at["l0"]), "%.2f"), rounded($(at["explained_variance"]), "%.4f"),
        rounded($(at["mean_squared_error"]), "%.3g")
}
table == "summary.tsv" && $(at["mean"]) != "nan" {
    interval = $(at["ci_low"]) == "nan" ? "--" : sprintf("[%.4f, %.4f]", $(at["ci_low"]), $(at["ci_high"]))
    printf "%s & %.4f & %s & %s & %s & %s\\\\\n", escaped($(at["metric"])), $(at["mean"]), interval,
        rounded($(at["random"]), "%.4f"), rounded($(at["permuted"]), "%.4f"), rounded($(at["covariance"]), "%.4f")
}
# pairs come in the order (1,2) (1,3) .. (2,3) ..: an autoencoder given twice has two numbers
table == "pairs.tsv" {
    pairs++
    if (++second > saes) second = ++first + 1
    print first "\t" second "\t" $(at["pwmcc"]) > matrix
    line = first " -- " second
    for (i = 1; i in shown; i++) line = line " & " rounded($(at[shown[i]]), "%.4f")
    if (saes * (saes - 1) / 2 <= most) print line "\\\\"
}
END {
    print "}"
    printf "\\newcommand\\Name{%s}\n\\newcommand\\Count{%d}\n\\newcommand\\PairCount{%d}\n", escaped(name), saes, pairs
    printf "\\newcommand\\Rows{%s}\n\\newcommand\\Seed{%s}\n", setting["rows"], setting["seed"]
    printf "\\newcommand\\SharedFrom{%s}\n\\newcommand\\LiveFrom{%s}\n", setting["shared_from"], setting["live_from"]
    if (saes > most) print "\\newcommand\\NoDrawing{}"
    if (pairs > most) print "\\newcommand\\NoPairs{}"
    if (setting["rows"] == 0) print "\\newcommand\\NoRows{}"
    if (saes < 3) print "\\newcommand\\NoInterval{}"
}

# The word that was meant: meant(word, list) is " (did you mean X?)" with the word X of the list that is nearest to a
# misspelt one, or nothing where none is near. `awk -f gen/nearest.awk nearest WORD LIST` prints it.

# how many letters must be changed, put in or taken out to make one of the other (Levenshtein's distance)
function distance(one, other,    i, j, before, above, left) {
    for (j = 0; j <= length(other); j++) row[j] = j
    for (i = 1; i <= length(one); i++) {
        before = row[0]
        row[0] = i
        for (j = 1; j <= length(other); j++) {
            above = row[j] + 1
            left = row[j - 1] + 1
            before += substr(one, i, 1) != substr(other, j, 1)
            if (above < before) before = above
            if (left < before) before = left
            above--
            row[j] = before
            before = above
        }
    }
    return row[length(other)]
}

# near: at most a third of its letters are wrong, and it is not in the list itself
function meant(word, list,    i, n, words, away, least, nearest) {
    least = int((length(word) + 2) / 3) + 1
    n = split(list, words, /[ ,]+/)
    for (i = 1; i <= n; i++) {
        if (words[i] == word) return ""
        away = words[i] == "" ? least : distance(word, words[i])
        if (away < least) { least = away; nearest = words[i] }
    }
    return nearest == "" ? "" : " (did you mean " nearest "?)"
}

BEGIN { if (ARGV[1] == "nearest") { printf "%s", meant(ARGV[2], ARGV[3]); exit } }

experiment(letter_values, [What a letter printed])
uses(adaptive)

%{
Are the values of a letter in Table~\ref{table:publication.letter} those of this run?
%}

publication(letter, caption([What a letter printed]))

claim(search_as_in_letter,
  when(adaptive.search.k4.explained_variance > letter.adaptive.search.k4.explained_variance, holds,
    [Of \Value{verdict.letter.published} values \Value{verdict.letter.outside} lie outside; the letter has
     \Value{letter.adaptive.search.k4.explained_variance}.])
  when(verdict.letter.equal_as_printed > 0, not_resolved, [Some are equal.])
  otherwise(contradicted, [It has less.]))

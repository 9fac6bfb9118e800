experiment(publication_unknown, [A publication that has no file])

%{
expected: publication_unknown.m4:7: publication: there is no data/reported-papr.tsv (did you mean paper?)
%}

publication(papr, caption([x]))

experiment(keeps_neither, [A transformer that keeps neither the best nor the last epoch])

%{
expected: keeps_neither.m4:7: keep: 'first' is not best or last
%}

transformer(other, like(adder) keep(first))

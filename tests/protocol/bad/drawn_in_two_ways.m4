experiment(drawn_in_two_ways, [Rows drawn in two ways at once])

%{
expected: drawn_in_two_ways.m4:7: activations(both): expected either from(transformer) or file([path]) or drawn_like(activations) or permuted_like(activations) or rotated_like(activations)
%}

activations(both, drawn_like(answer) permuted_like(answer) seed(7))

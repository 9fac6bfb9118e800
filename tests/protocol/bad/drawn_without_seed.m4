experiment(drawn_without_seed, [Rows drawn with no seed])

%{
expected: drawn_without_seed.m4:7: activations(gaussian): seed is missing, which drawn_like needs
%}

activations(gaussian, like(answer) drawn_like(answer))

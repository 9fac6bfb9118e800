experiment(repeat_of_one, [A repeat on one input])
uses(looks_like_macros)

%{
expected: repeat_of_one.m4:8: repeat(once): expected vary(on, ...) and the names of two activations or more
%}

repeat(once, of(looks_like_macros) on(answer))

experiment(tensor_without_file, [A matrix of no file])

%{
expected: tensor_without_file.m4:7: tensor: no word of activations(rows): it names a matrix of a file
%}

activations(rows, like(answer) tensor(resid))

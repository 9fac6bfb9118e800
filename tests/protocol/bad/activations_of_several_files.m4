experiment(activations_of_several_files, [Rows of two files])

%{
expected: activations_of_several_files.m4:7: file: 2 paths, expected one of activations; decoders(...) takes several
%}

activations(rows, file([a.npy], [b.npy]))

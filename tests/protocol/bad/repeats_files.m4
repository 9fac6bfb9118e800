experiment(repeats_files, [Other activations of the same files])

%{
expected: repeats_files.m4:9: of: 'theirs' has 'read' from files, expected an experiment whose stages can all be trained
%}

uses(theirs)

repeat(again, of(theirs) vary(on, answer, answer2))

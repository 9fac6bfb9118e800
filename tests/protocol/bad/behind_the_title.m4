experiment(behind_the_title, [Something behind the title], [long])

%{
expected: behind_the_title.m4:1: experiment(behind_the_title): 'long' stands behind the title, expected extended or nothing
%}

claim(any, otherwise(holds, [Nothing is asked.]))

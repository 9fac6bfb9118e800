# The drawing of what was made from what, as SVG whose boxes and arrows are elements: from build/tex/lineage.tex, which
# paper/lineage.tex draws for the PDF. Lengths are millimetres, as there.
package Lineage;
use strict;
use warnings;
use Structure;

my (%node, @edges, @bands);
my $ROW   = 10.5;    # between rows
my $SCALE = 4.4;     # pixels to a millimetre

# where each column stands, and how wide its boxes are
my %column = (
    (map { ($_ => [12,   23.4]) } qw(Protocol Published)),
    (map { ($_ => [56,   43]) } qw(Transformers Activations Stage Repeat)),
    (map { ($_ => [98.5, 23]) } qw(Choice Comparison)),
    (map { ($_ => [129,  19]) } qw(Values Figures Verdict)),
    Report => [155.5, 5],
);

sub set {
    my ($main, $values, $build) = @_;
    my ($drawing) = grep { $_->textContent eq 'lineage' } Structure::of_class($main, 'drawing');
    return unless $drawing;
    read_drawing("$build/tex/lineage.tex");
    my $svg      = drawn($main, $values);
    my ($figure) = $drawing->findnodes('ancestor::figure[1]');
    my $holder   = $drawing->parentNode->nodeName eq 'p' ? $drawing->parentNode : $drawing;
    my $wide     = Structure::element($main->ownerDocument, 'div', { class => 'wide' }, $svg);
    $holder->replaceNode($wide);
    $figure->appendChild(Sources::margin($main->ownerDocument, Sources::commit_link($main->ownerDocument)));
}

sub read_drawing {
    my ($path) = @_;
    my $text   = join "\n", Sources::lines_of($path);
    while ($text =~ /\\LineageNode\{(\d+)\}\{(\w+)\}\{([\d.]+)\}\{(\w+)\}\{\\Lineage\w+((?:\{[^{}]*\})*)\}/g) {
        my ($number, $column, $row, $mark, $arguments) = ($1, $2, $3, $4, $5);
        $node{$number} =
            { column => $column, row => $row, mark => $mark, argument => [$arguments =~ /\{([^{}]*)\}/g] };
    }
    while ($text =~ /\\LineageEdge\{(\w+)\}\{(\w+)\}\{(\d+)\}\{(\d+)\}\{(\w+)\}\{(\w+)\}/g) {
        push @edges, { from => $3, to => $4, mark => $5, where => $6 };
    }
    while ($text =~ /\\LineageBand\{.*\}\{([\d.]+)\}\{([\d.]+)\}$/mg) { push @bands, [$1, $2] }
}

# What the page's scripts read: the experiment and name of each box, and which boxes each arrow joins.
sub data {
    return {
        nodes => { map { ($_ => [$node{$_}{column}, @{ $node{$_}{argument} }[0, 1]]) } keys %node },
        edges => [map { [$_->{from} + 0, $_->{to} + 0] } @edges]
    };
}

# --- boxes -------------------------------------------------------------------------------------------------------

sub plural { my ($n, $word) = @_; return "$n $word" . ($n == 1 ? '' : 's'); }

# the lines that a box says
sub said {
    my ($self, $printed) = @_;
    my ($experiment, $name, $count, $a, $b, $c) = @{ $self->{argument} };
    my $column = $self->{column};
    return ($experiment, 'protocol') if $column eq 'Protocol';
    return ($name . ($count > 1 ? ", \x{2026}" : ''), plural($count, 'transformer')) if $column eq 'Transformers';
    return ($name . ($count > 1 ? ", \x{2026}" : ''), ($count > 1 ? "$count " : '') . 'activations')
        if $column eq 'Activations';
    return ("$name: " . plural($count * $b, 'unit'),
              ($count > 1 ? "$count " . ($a eq 'lambda' ? "\x{03bb}" : $a) . " \x{00d7} " : '')
            . plural($b, 'seed')
            . ", $c epochs")
        if $column eq 'Stage';
    return ($name, plural($a, 'experiment') . " on $b activations") if $column eq 'Repeat';
    return ($name, 'chosen: ' . $printed->("$experiment.$name"))    if $column eq 'Choice';
    return ($name, $printed->("$experiment.$name.difference"))      if $column eq 'Comparison';
    return (($count > 0 ? plural($count, 'value') : ()), ($a > 0 ? plural($a, 'claim') : ())) if $column eq 'Values';
    return (plural($count, 'figure'))                                                         if $column eq 'Figures';
    return ('published', plural($count, 'value'))                            if $column eq 'Published';
    return ($printed->('verdict.equal_as_printed') . ' equal', 'as printed') if $column eq 'Verdict';
    return ('the report');
}

# where a box leads to: the first value of its own in the text, or its section, its protocol
sub place_of {
    my ($self, $main, $first) = @_;
    my ($experiment, $name) = @{ $self->{argument} };
    return "#source:protocol/$experiment.m4" if $self->{column} eq 'Protocol';
    return '#text'                           if $self->{column} eq 'Report';
    my $own = $name && $first->{"$experiment.$name"};
    return "#value:$own"      if $own;
    return "#section:numbers" if $self->{column} =~ /^(Published|Verdict)$/;
    return "#section:$experiment";
}

sub box {
    my ($self) = @_;
    my ($x, $width) = @{ $column{ $self->{column} } };
    my $y      = $self->{row} * $ROW - ($self->{column} eq 'Protocol' ? 5 : 0);
    my $height = $self->{column} eq 'Report' ? 2 * $y + 7 : 7.4;
    return {
        x      => $x, y => $y, west => $x - $width / 2 - 0.3, east => $x + $width / 2 + 0.3, width => $width + 0.6,
        height => $height,
        top    => $y - $height / 2, bottom => $y + $height / 2
    };
}

# --- arrows: along a trunk between columns, which arrows from the same box share -------------------------------------

sub way {
    my ($edge) = @_;
    my ($from, $to) = map { $node{$_} } @$edge{qw(from to)};
    my ($a, $b) = map { box($_) } $from, $to;
    my $kind      = "$from->{column}-$to->{column}";
    my $is_within = $edge->{where} eq 'within';
    return [[$a->{east}, $a->{y}], [31.5, $a->{y}]] if $from->{column} eq 'Protocol';
    return [[$a->{x}, $a->{bottom}], [$b->{x}, $b->{top}]]
        if $kind =~ /^(Transformers-Activations|Values-Figures)$/ && $a->{y} < $b->{y};
    return [[$a->{west}, $a->{y}], [28.5, $a->{y}], [28.5, $b->{y}], [$b->{west}, $b->{y}]]
        if $kind =~ /^Activations-(Stage|Repeat)$/;
    return [[$a->{west}, $a->{y} + 1.6], [$a->{west} - 1.4, $a->{y} + 1.6], [$a->{west} - 1.4, $b->{y} - 1.6],
        [$b->{west}, $b->{y} - 1.6]]
        if $kind =~ /^(Stage-Stage|Repeat-Repeat)$/;

    if ($kind =~ /^Stage-(Choice|Comparison)$/) {
        my ($out, $down) = $is_within ? (2.6, -1) : (4.4, 1);
        return if !$is_within && $1 eq 'Choice';
        return [[$a->{east}, $a->{y} + 1.4], [$a->{east} + $out, $a->{y} + 1.4],
            [$a->{east} + $out, $b->{y} + $down], [$b->{west}, $b->{y} + $down]];
    }
    return [[$a->{west}, $a->{y} + 1], [$a->{west} - 2, $a->{y} + 1], [$a->{west} - 2, $b->{y} - 1.4],
        [$b->{east}, $b->{y} - 1.4]]
        if $kind eq 'Choice-Stage';
    return [[$a->{x}, $a->{y} < $b->{y} ? $a->{bottom} : $a->{top}],
        [$b->{x}, $a->{y} < $b->{y} ? $b->{top} : $b->{bottom}]]
        if $kind =~ /^(Choice-Comparison|Verdict-Values)$/;
    return [[$a->{east}, $a->{y}], [114, $a->{y}], [114, $b->{y}], [$b->{west}, $b->{y}]]
        if $to->{column} eq 'Values'
        && $is_within
        && $from->{column} =~ /^(Transformers|Activations|Stage|Repeat|Choice|Comparison)$/;
    return [[$a->{east}, $a->{y}], [145, $a->{y}], [145, $b->{y} - 1.4], [$b->{east}, $b->{y} - 1.4]]
        if $kind =~ /^Values-(Values|Verdict|Repeat)$/;
    return [[$a->{east}, $a->{y}], [$b->{west}, $b->{y}]] if $kind eq 'Published-Verdict';
    return [[$a->{east}, $a->{y}], [$b->{west}, $a->{y}]] if $to->{column} eq 'Report';
    return;
}

# --- the drawing -----------------------------------------------------------------------------------------------------

# a long name is drawn narrower, so that it fits its box
sub fitted {
    my ($text, $width) = @_;
    return
        length($text) * 1.25 > $width ? (textLength => number($width - 1.2), lengthAdjust => 'spacingAndGlyphs') : ();
}

sub number { my $text = sprintf('%.1f', $_[0] * $SCALE); $text =~ s/[.]0$//; return $text; }

sub drawn {
    my ($main, $values) = @_;
    my $document = $main->ownerDocument;
    my $element  = sub { Structure::element($document, @_) };
    my %first;
    for my $id (reverse Structure::ids_in($main)) {
        my $part = $id;
        $first{$part} = $id while $part =~ s/[.][^.]*$//;
        $first{$id}   = $id;
    }
    my $printed = sub { my $value = $values->{value}{ $_[0] }; $value ? $value->{printed} : '' };
    my ($last)  = sort { $b <=> $a } map { $_->{row} } values %node;
    my $height  = $last * $ROW + 16;
    my $svg     = $element->(
        'svg',
        {
            viewBox      => join(' ', 0, number(-11), number(160), number($height)), role => 'group',
            'aria-label' => 'Where the numbers come from',
            class        => 'lineage'
        }
    );
    $svg->appendChild($element->(
        'defs',
        {},
        $element->(
            'marker',
            {
                id     => 'arrow', viewBox => '0 0 6 6', refX => 6, refY => 3, markerWidth => 6, markerHeight => 6,
                orient => 'auto-start-reverse', markerUnits => 'userSpaceOnUse'
            },
            $element->('path', { d => 'M0,0 L6,3 L0,6 z', fill => 'context-stroke' })
        )
    ));
    for my $i (0 .. $#bands) {
        my ($first_row, $last_row) = @{ $bands[$i] };
        my $top = $first_row * $ROW - 6.4;
        $svg->appendChild($element->(
            'rect',
            {
                class => 'band', x => number(31.5), y => number($top), width => number(110),
                height => number($last_row * $ROW + 4.6 - $top), rx => 4
            }
        ));
    }
    for my $edge (sort { $a->{mark} ne 'example' && $b->{mark} eq 'example' ? -1 : 0 } @edges) {
        my $way = way($edge) // next;
        $svg->appendChild($element->(
            'path',
            {
                class        => "edge $edge->{mark}", 'data-from' => $edge->{from}, 'data-to' => $edge->{to},
                d            => 'M' . join(' L', map { number($_->[0]) . ',' . number($_->[1]) } @$way),
                'marker-end' => 'url(#arrow)'
            }
        ));
    }
    for my $number (sort { $a <=> $b } keys %node) {
        my $box   = box($node{$number});
        my @lines = said($node{$number}, $printed);
        my $link  = $element->(
            'a',
            {
                class        => "node $node{$number}{mark}", 'data-node' => $number,
                href         => place_of($node{$number}, $main, \%first),
                'aria-label' => join(
                    ', ',
                    grep { length } ($lines[0] eq $node{$number}{argument}[0] ? () : $node{$number}{argument}[0]),
                    @lines
                )
            },
            $element->(
                'rect',
                {
                    x      => number($box->{west}), y => number($box->{top}), width => number($box->{width}),
                    height => number($box->{height})
                }
            )
        );
        if ($node{$number}{column} eq 'Report') {
            $link->appendChild(
                $element->(
                    'text',
                    {
                              transform => 'translate('
                            . number($box->{x} + 0.9) . ','
                            . number($box->{y})
                            . ') rotate(-90)'
                    },
                    $lines[0]
                )
            );
        } else {
            for my $i (0 .. $#lines) {
                $link->appendChild($element->(
                    'text',
                    {
                        x => number($box->{x}), y => number($box->{y} + 0.9 + 3 * ($i - $#lines / 2)),
                        fitted($lines[$i], $box->{width})
                    },
                    $lines[$i]
                ));
            }
        }
        $svg->appendChild($link);
    }
    return $svg;
}

1;

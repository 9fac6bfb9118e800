# Tables: their headings, columns of numbers that stand point below point, and in the margin what made each table, with
# its data.
package Tables;
use strict;
use warnings;
use Structure;

sub set {
    my ($main, $values, $sources, $build) = @_;
    for my $table ($main->findnodes('.//table')) {
        if (Structure::has_class($table, 'ltx_equation')) { set_equation($table); next }
        set_headings($table);
        set_decimals($table);
        set_points($table);
        set_made($table, $values, $sources, $build);
        set_wide($table);
    }
}

# A displayed formula is no table.
sub set_equation {
    my ($table) = @_;
    my @parts = map { $_->childNodes } grep { $_->textContent =~ /\S/ } $table->findnodes('.//td');
    $table->replaceNode(Structure::element($table->ownerDocument, 'div', { class => 'ltx_equation' }, @parts));
}

sub cells { return $_[0]->findnodes('./td | ./th'); }

# The rows above the first full rule are the head; in the others the first cell heads its row.
sub set_headings {
    my ($table)  = @_;
    my $document = $table->ownerDocument;
    my @rows     = $table->findnodes('.//tr');
    my @head;
    for my $i (1 .. $#rows) {
        my @cells = cells($rows[$i]);
        next unless @cells && @cells == grep { Structure::has_class($_, 'ltx_border_t') } @cells;
        @head = @rows[0 .. $i - 1] if grep { Structure::has_class($_, 'ltx_border_tt') } cells($rows[0]);
        last;
    }
    my @body = @rows[scalar @head .. $#rows];
    my $name = Structure::has_class($table, 'ltx_tabular') ? 'table' : 'table';
    $table->removeChild($_) for $table->childNodes;
    if (@head) {
        for my $row (@head) {
            head_cell($_, $_->textContent =~ /\S/ ? ($_->getAttribute('colspan') ? 'colgroup' : 'col') : '')
                for cells($row);
        }
        $table->appendChild(Structure::element($document, 'thead', {}, @head));
    }
    my $is_first = 1;
    for my $row (@body) {
        my @cells = cells($row);
        $row->setAttribute(class => 'rule')
            if !$is_first && @cells && @cells == grep { Structure::has_class($_, 'ltx_border_t') } @cells;
        $is_first = 0;
        for my $i (0 .. $#cells) {
            my $scope =
                  $i || $cells[$i]->textContent !~ /\S/          ? ''
                : ($cells[$i]->getAttribute('colspan') // 1) > 1 ? 'rowgroup'
                :                                                  'row';
            head_cell($cells[$i], $scope);
        }
        fill_group($row, @cells);
    }
    $table->appendChild(Structure::element($document, 'tbody', {}, @body));
}

# A cell: <th> with a scope, or <td> without one; it keeps its width in columns, and its alignment as a class.
sub head_cell {
    my ($cell, $scope) = @_;
    my %attributes;
    $attributes{$_} = $cell->getAttribute($_) for grep { $cell->hasAttribute($_) } qw(colspan rowspan);
    delete $attributes{colspan} if ($attributes{colspan} // 0) eq '1';
    $attributes{scope} = $scope if $scope;
    my ($side)  = ($cell->getAttribute('class') // '') =~ /ltx_align_(right|center)/;
    my @classes = ($side // (), $cell->textContent =~ /^\s*[\[\x{27e8}].*[\]\x{27e9}]\s*$/ ? 'interval' : ());
    $attributes{class} = "@classes" if @classes;
    Structure::renamed($cell, $scope ? 'th' : 'td', \%attributes);
}

# A row with one name for a group of rows spans all columns.
sub fill_group {
    my ($row) = @_;
    my ($first, @others) = cells($row);
    return unless $first && ($first->getAttribute('colspan') // 1) > 1 && !grep { $_->textContent =~ /\S/ } @others;
    my $columns = $first->getAttribute('colspan') + @others;
    $_->unbindNode for @others;
    $first->setAttribute(colspan => $columns);
}

# A setting that stands alone in its cell is a decimal, as in the PDF: 1e-4 is 0.0001.
sub set_decimals {
    my ($table) = @_;
    for my $cell ($table->findnodes('./tbody/tr/*[not(*)]')) {
        my ($digits, $exponent) = $cell->textContent =~ /^\s*([\d.]+)e-(\d+)\s*$/ or next;
        my $decimals = $digits =~ /[.](\d+)/ ? length $1 : 0;
        $cell->removeChildNodes;
        $cell->appendText(sprintf '%.*f', $exponent + $decimals, "${digits}e-$exponent");
    }
}

# In a column of numbers with more and fewer decimals, the fewer have room behind them.
sub set_points {
    my ($table) = @_;
    my @columns;
    for my $row ($table->findnodes('./tbody/tr')) {
        my $at = 0;
        for my $cell (cells($row)) {
            push @{ $columns[$at] }, $cell if $cell->textContent =~ /\S/;
            $at += $cell->getAttribute('colspan') // 1;
        }
    }
    for my $column (grep { defined } @columns) {
        my %decimals;
        for my $cell (@$column) {
            my $text = $cell->textContent =~ s/\s//gr;
            next if ($cell->getAttribute('colspan') // 1) > 1 || $text =~ /^[\[\x{27e8}]/;
            %decimals = (), last unless $text =~ /^[-+\x{2212}]?\d+(?:[.](\d+))?$/;
            $decimals{ $cell->unique_key } = [$cell, length($1 // ''), defined $1];
        }
        my @found  = values %decimals;
        my ($most) = sort { $b <=> $a } map { $_->[1] } @found;
        next if !@found || !grep { $_->[1] != $most } @found;
        for my $entry (@found) {
            my $missing = $most - $entry->[1] + ($entry->[2] || !$most ? 0 : 0.5);
            $entry->[0]->setAttribute(class => 'right');
            $entry->[0]->setAttribute(style => "--missing:$missing") if $missing;
        }
    }
}

# --- the margin --------------------------------------------------------------------------------------------------

# The macro or protocol that sets the table, and the values in it as a file of tab-separated values.
sub set_made {
    my ($table, $values, $sources, $build) = @_;
    my ($figure) = $table->findnodes('ancestor::figure[1]');
    my $marker   = made_by($table, $figure);
    my $macro    = $marker ? $marker->textContent : '';
    if ($marker) {
        my $paragraph = $marker->parentNode;
        $marker->unbindNode;
        $paragraph->unbindNode if $paragraph->textContent !~ /\S/;
    }
    return unless $figure;
    $table->setAttribute('aria-labelledby' => 'caption:' . $figure->getAttribute('id'));
    $table->setAttribute('data-made'       => $macro) if $macro;
    my @links;
    push @links, $sources->macro_link($macro) if $macro;
    my %seen;
    my @ids  = grep { !$seen{$_}++ } Structure::ids_in($table);
    my $name = $figure->getAttribute('id') =~ s/[^A-Za-z0-9]/-/gr;

    if (@ids) {
        my $text =
            join('', "id\tvalue\tprinted\n",
            map { my $v = $values->{value}{$_}; "$_\t$v->{value}\t$v->{printed}\n" }
            grep { $values->{value}{$_} } @ids);
        push @links, Sources::data_link($table->ownerDocument, 'data', "table-$name.tsv", $text, $build);
    }
    push @links, Sources::commit_link($table->ownerDocument);
    $figure->appendChild(Sources::margin($table->ownerDocument, @links)) if @links;
}

# The mark of its macro: in the figure, or in the paragraph before it.
sub made_by {
    my ($table, $figure) = @_;
    return unless $figure;
    my ($marker) = Structure::of_class($figure, 'made-by');
    return $marker if $marker;
    my ($before) = $figure->findnodes('preceding-sibling::*[1]');
    return unless $before;
    ($marker) = Structure::of_class($before, 'made-by');
    return $marker;
}

# A table may be wider than the screen: what holds it scrolls.
sub set_wide {
    my ($table) = @_;
    my $wide = Structure::element($table->ownerDocument, 'div', { class => 'wide' });
    $table->replaceNode($wide);
    $wide->appendChild($table);
}

1;

# Writes a tree of elements as HTML. Whatever an element's text or attribute holds, a browser shows as text.
package Html;
use strict;
use warnings;
use XML::LibXML;

my %is_void     = map { $_ => 1 } qw(area base br col embed hr img input link meta source track wbr);
my %begins_line = map { $_ => 1 }
    qw(section header nav main p div figure figcaption table thead tbody tr ul ol li h1 h2 h3 h4
    details pre svg g);

sub escaped {
    my ($text) = @_;
    $text =~ s/&/&amp;/g;
    $text =~ s/</&lt;/g;
    $text =~ s/>/&gt;/g;
    return $text;
}

sub attribute { my $text = escaped($_[0]); $text =~ s/"/&quot;/g; return $text; }

sub written {
    my ($node, $is_kept) = @_;
    my $kind = $node->nodeType;
    if ($kind == XML_TEXT_NODE || $kind == XML_CDATA_SECTION_NODE) {
        my $text = $node->data;
        $text =~ s/[ \t\r\n]+/ /g unless $is_kept;    # not blanks that hold words together
        return escaped($text);
    }
    return '' unless $kind == XML_ELEMENT_NODE;
    my $name  = $node->nodeName;
    my $line  = $begins_line{$name} && !$is_kept ? "\n" : '';
    my %value = map { ($_->nodeName => $_->value) } grep { $_->nodeType == XML_ATTRIBUTE_NODE } $node->attributes;
    my $html  = "$line<$name" . join('', map { " $_=\"" . attribute($value{$_}) . '"' } sort keys %value) . '>';
    return $html if $is_void{$name};
    $is_kept ||= $name eq 'pre';
    return $html . join('', map { written($_, $is_kept) } $node->childNodes) . "</$name>";
}

1;

# page.pl BUILD EXPERIMENT...: the web page BUILD/page/report.html, in one file, and data beside it in BUILD/page/data.
# LaTeXML has read the report into BUILD/page/text.xhtml, and gnuplot has drawn BUILD/page/figures.
#
#   Values    what the run made: values, claims, units, hashes
#   Structure the text: sections, headings, blocks, references, and elements with their ids
#   Tables    tables with headings, and their data
#   Drawings  figures; Lineage: the drawing of what was made from what
#   Sources   protocols, scripts and macros, line by line
#   Html      writes the tree of elements
use strict;
use warnings;
use File::Basename qw(dirname);
use JSON::PP;
use XML::LibXML;
use lib dirname(__FILE__);
use Values;
use Structure;
use Tables;
use Drawings;
use Lineage;
use Sources;
use Html;

my ($build, @experiments) = @ARGV;
die "page.pl: expected BUILD and experiments\n" unless @experiments;
my $here = dirname(__FILE__);

sub content_of {
    my ($path) = @_;
    open(my $file, '<:encoding(UTF-8)', $path) or die "$path: cannot read\n";
    local $/;
    return scalar <$file>;
}

my $text = content_of("$build/page/text.xhtml");
$text =~ s/<!DOCTYPE[^>]*>//;
$text =~ s/ xmlns="[^"]*"//g;
$text =~ s/ encoding="[^"]*"//i;
my $document = XML::LibXML->load_xml(string => $text, no_network => 1);

my $values  = Values::read($build, @experiments);
my $main    = Structure::of_report($document, $values);
my $sources = Sources::new($document);
Drawings::set($main, $values, $sources, $build);
Lineage::set($main, $values, $build);
Tables::set($main, $values, $sources, $build);
Structure::clean($main);
Structure::set_contents($main);
my $listing = $sources->listing($values);
$main->appendChild($listing);
Structure::drop_ids($main);

# A block of data: what could end the element is written otherwise.
sub data_block {
    my ($id, $data) = @_;
    my $json = JSON::PP->new->canonical->encode($data);
    $json =~ s/</\\u003c/g;
    $json =~ s/\x{2028}/\\u2028/g;
    return "<script type=\"application/json\" id=\"$id\">$json</script>\n";
}

my $title   = 'The execution report, rebuilt';
my @scripts = qw(page cards sources tables claims lineage search compare contents);
my $page =
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
    . "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    . "<meta name=\"color-scheme\" content=\"light dark\">\n"
    . "<title>$title</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n"
    . content_of("$here/web.css")
    . "</style>\n</head>\n<body>\n"
    . "<a class=\"skip\" href=\"#text\">To the text</a>\n"
    . Html::written($main)
    . data_block('data-values',  $values->table)
    . data_block('data-records', $values->records)
    . data_block('data-hashes',  $values->hashes)
    . data_block('data-lineage', Lineage::data())
    . "<script>\n'use strict';\n"
    . join('', map { content_of("$here/$_.js") } @scripts)
    . "</script>\n</body>\n</html>\n";
open(my $out, '>:encoding(UTF-8)', "$build/page/report.html.tmp")
    or die "$build/page/report.html.tmp: cannot write\n";
print $out $page;
close $out                                                       or die "$build/page/report.html.tmp: cannot write\n";
rename("$build/page/report.html.tmp", "$build/page/report.html") or die "$build/page/report.html: cannot write\n";

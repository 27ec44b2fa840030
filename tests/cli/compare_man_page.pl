# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# compare_man_page.pl PROGRAM PAGE: every command of --help has a ".SS" section in the page with the same options,
# the page has no others, and both list the same exit codes.
use strict;
use warnings;
my ($program, $page_file) = @ARGV;
open my $handle, '<', $page_file or die "$page_file: $!";
my $page = do { local $/; <$handle> };
$page =~ s/\\-/-/g;
my %described;
my $section = '';
for my $line (split /\n/, $page) {
  if ($line =~ /^\.SS "?([a-z -]+?)"?$/) { $section = $1; $described{$section} = {}; next; }
  if ($line =~ /^\.SH/) { $section = ''; next; }
  $described{$section}{$1} = 1 while $line =~ /(--[a-z][a-z-]*)/g;
}
my $wrong = 0;
sub complain { print "FAILED: @_\n"; $wrong++; }
my %seen;
sub visit {
  my @words = @_;
  my $help = `"$program" @words --help`;
  my ($commands) = $help =~ /^Subcommands:\n(.*?)(?=^\S|\z)/ms;
  if ($commands) {
    my @names = $commands =~ /^  (\S+)/mg;
    visit(@words, $_) for @names;
    return if @words;
  }
  my $name = join ' ', @words;
  my %options = map { $_ => 1 } grep { $_ ne '--help' } $help =~ /^  (?:-\w,)?(--[a-z][a-z-]*)/mg;
  if (!@words) {
    delete $options{'--version'};
    for my $option (sort keys %options) { complain("the page does not describe $option") unless $page =~ /^\.B.*\Q$option\E/m; }
    my @codes = $help =~ /^ {2,3}(\d+)  /mg;
    for my $code (@codes) { complain("the page has no exit code $code") unless $page =~ /^\.TP\n\.B $code$/m; }
    return;
  }
  $seen{$name} = 1;
  return complain("the page has no section '$name'") unless $described{$name};
  for my $option (sort keys %options) { complain("'$name': the page lacks $option") unless $described{$name}{$option}; }
  for my $option (sort keys %{$described{$name}}) { complain("'$name': --help lacks $option") unless $options{$option}; }
}
visit();
for my $name (sort keys %described) { complain("--help has no command '$name'") unless $name eq '' || $seen{$name}; }
exit($wrong ? 1 : 0);

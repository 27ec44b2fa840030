# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# walk_server_commands.pl PROGRAM README: every command of --help either works with --server (it then asks the server,
# of which there is none), or is refused with a reason of its own, or needs no ledger; and the README's table says the
# same. Required words are made up: options are judged before.
use strict;
use warnings;
my ($program, $readme) = @ARGV;
open my $handle, '<', $readme or die "$readme: $!";
my %said;
while (<$handle>) { $said{$1} = $2 if /^\| `([a-z -]+)` \| (works|refused|local)\b/; }
my $wrong = 0;
sub complain { print "FAILED: @_\n"; $wrong++; }
my $count = 0;
sub required {
  my ($help, $usage) = @_;
  my @words;
  for my $line (split /\n/, $help) {
    next unless $line =~ /REQUIRED/;
    my $value = $line =~ /TEXT:\{([^,}]*)/ ? $1 : $line =~ /INT/ ? '1' : 'x';
    if ($line =~ /^\s+(?:-\w,)?(--[a-z][a-z0-9-]*)/) { push @words, $1, $value; } else { push @words, $value; }
  }
  return @words;
}
sub visit {
  my @words = @_;
  my $help = `"$program" @words --help`;
  my ($commands) = $help =~ /^Subcommands:\n(.*?)(?=^\S|\z)/ms;
  if ($commands) { visit(@words, $_) for $commands =~ /^  (\S+)/mg; return; }
  my $name = join ' ', @words;
  $count++;
  my @arguments = required($help);
  my $answer = `"$program" --server http://127.0.0.1:1 --ledger nowhere/mirror --quiet @words @arguments 2>&1 </dev/null`;
  my $code = $? >> 8;
  my $is = $answer =~ /does not work with --server/ ? 'refused' : $answer =~ /name the trust folder/ ? 'works' : 'local';
  complain("'$name' was not made for --server") if $answer =~ /it was not made for that/;
  complain("'$name': exit code $code: $answer") if $code == 2;
  complain("the README has no line for '$name' with --server") unless $said{$name};
  complain("'$name' is '$is', the README says '$said{$name}'") if $said{$name} && $said{$name} ne $is;
}
visit();
complain("only $count commands were found") if $count < 80;
exit($wrong ? 1 : 0);

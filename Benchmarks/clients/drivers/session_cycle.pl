# A session object for each connection that knows its history, which knows the session. `leak`: both references count.
use strict;
use warnings;
use IO::Socket::INET;
use Scalar::Util qw(weaken);
use Time::HiRes qw(sleep);

$SIG{PIPE} = 'IGNORE';
while (1) {
    my $socket = IO::Socket::INET->new(
        PeerAddr => $ENV{MODBUS_HOST}, PeerPort => $ENV{MODBUS_PORT}, Proto => 'tcp', Timeout => 2);
    if ($socket) {
        my $session = { values => [], buffer => 'x' x 400_000 };
        $session->{history} = { session => $session };
        weaken($session->{history}{session}) if $ARGV[0] ne 'leak';
        while (defined syswrite($socket, pack('nnnCCnn', 1, 0, 6, 1, 3, 0, 10))) {
            last unless sysread($socket, my $reply, 29);
            push @{ $session->{values} }, unpack('x9 n', $reply);
            shift @{ $session->{values} } if @{ $session->{values} } > 200;
            sleep 0.05;
        }
    }
    sleep 0.1;
}

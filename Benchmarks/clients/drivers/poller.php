<?php
// Ten holding registers twenty times a second; the last 500 answers are kept, and cycles are left to the collector.
$history = [];
while (true) {
    $socket = @stream_socket_client('tcp://' . getenv('MODBUS_HOST') . ':' . getenv('MODBUS_PORT'), $code, $text, 2);
    if ($socket) {
        stream_set_timeout($socket, 2);
        while (@fwrite($socket, pack('nnnCCnn', 1, 0, 6, 1, 3, 0, 10))) {
            $reply = fread($socket, 29);
            if (strlen($reply) < 29) break;
            $reading = new stdClass();
            $reading->values = unpack('n10', $reply, 9);
            $reading->itself = $reading;
            $history[] = $reading->values;
            if (count($history) > 500) array_shift($history);
            usleep(50000);
        }
        fclose($socket);
    }
    usleep(100000);
}

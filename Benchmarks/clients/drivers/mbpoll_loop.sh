# mbpoll once a poll: a process that lives for some milliseconds, four times a second.
while true; do
    mbpoll -m tcp -p "$MODBUS_PORT" -a 1 -0 -r 0 -c 10 -t 4 -1 -q "$MODBUS_HOST" >/dev/null 2>&1
    sleep 0.2
done

/// The programs that try the ways of waiting of the interpreters. They are given on the command line: no file has to be
/// found.
enum WaitScripts {
    /// The kinds that `python` knows.
    static let pythonKinds = [
        "time-sleep", "asyncio-sleep", "select", "poll", "epoll", "socket-timeout", "event-wait", "condition-wait",
        "queue-get", "timer", "kernel-socket-timeout", "signal-timer",
    ]

    /// The kinds that `node` knows.
    static let nodeKinds = ["set-timeout", "set-interval", "atomics-wait"]

    /// The kinds that the keeper knows.
    static let nativeKinds = [
        "usleep", "nanosleep", "clock-nanosleep", "select", "poll", "epoll", "condition-timed-wait",
        "semaphore-timed-wait",
        "kernel-socket-timeout", "signal-timer",
    ]

    /// For CPython 3.
    static let python = #"""
        import os, sys, time

        kind, wait, rounds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
        kept = []


        def quiet(call, *errors):
            try:
                call()
            except errors:
                pass


        def waiter():
            if kind == "time-sleep":
                return lambda: time.sleep(wait)
            if kind in ("select", "poll", "epoll"):
                import select

                end = os.pipe()[0]
                if kind == "select":
                    return lambda: select.select([end], [], [], wait)
                poller = select.poll() if kind == "poll" else select.epoll()
                poller.register(end, select.POLLIN)
                return lambda: poller.poll(wait * 1000 if kind == "poll" else wait)
            if kind in ("socket-timeout", "kernel-socket-timeout"):
                import socket, struct

                pair = socket.socketpair()
                kept.extend(pair)
                if kind == "socket-timeout":
                    pair[0].settimeout(wait)
                else:
                    moment = struct.pack("@ll", int(wait), int(wait % 1 * 1e6))
                    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, moment)
                return lambda: quiet(lambda: pair[0].recv(1), OSError)
            if kind == "signal-timer":
                import signal

                signal.signal(signal.SIGALRM, lambda *ignored: None)

                def once():
                    signal.setitimer(signal.ITIMER_REAL, wait)
                    signal.pause()

                return once
            import threading

            if kind == "event-wait":
                event = threading.Event()
                return lambda: event.wait(wait)
            if kind == "condition-wait":
                condition = threading.Condition()

                def once():
                    with condition:
                        condition.wait(wait)

                return once
            if kind == "timer":

                def once():
                    timer = threading.Timer(wait, lambda: None)
                    timer.daemon = True
                    timer.start()
                    timer.join()

                return once
            import queue

            line = queue.Queue()
            return lambda: quiet(lambda: line.get(timeout=wait), queue.Empty)


        def stamp():
            os.write(1, b"%.9f\n" % time.monotonic())


        def begin():
            os.write(1, b"ready\n")
            os.read(0, 1)
            stamp()


        if kind == "asyncio-sleep":
            import asyncio

            async def main():
                begin()
                for _ in range(rounds):
                    await asyncio.sleep(wait)
                    stamp()

            asyncio.run(main())
        else:
            once = waiter()
            begin()
            for _ in range(rounds):
                once()
                stamp()
        os.read(0, 1)
        """#

    /// For Node.js.
    static let node = #"""
        const fs = require("fs");
        const [kind, text, count] = process.argv.slice(1);
        const wait = Number(text) * 1000;
        let rounds = Number(count);
        const stamp = () => fs.writeSync(1, (Number(process.hrtime.bigint()) / 1e9).toFixed(9) + "\n");
        const byte = Buffer.alloc(1);
        fs.writeSync(1, "ready\n");
        fs.readSync(0, byte, 0, 1);
        stamp();
        const end = () => { stamp(); rounds -= 1; if (rounds > 0) return false; fs.readSync(0, byte, 0, 1); return true; };
        if (kind === "set-timeout") {
          const next = () => setTimeout(() => { if (!end()) next(); }, wait);
          next();
        } else if (kind === "set-interval") {
          const timer = setInterval(() => { if (end()) clearInterval(timer); }, wait);
        } else {
          const cell = new Int32Array(new SharedArrayBuffer(4));
          do { Atomics.wait(cell, 0, 0, wait); } while (!end());
        }
        """#
}

"""Rows 1 and 2: requests a second beside others' servers."""

import load
import peers
from table import least, median, paired


def _speed(samples):
    return f"{median(samples, 'req_s'):,.0f}/s, {least(samples, 'cpu_us'):.2f} µs"


def _against(table, number, case, samples, peer, aim):
    """One row: twinsim's rate over a peer's, in pairs."""
    own, other = samples[peers.TWINSIM], samples[peer]
    wrong = table.check_replies(peer, other)
    note = f", {wrong} wrong or late" if wrong else ""
    processor = least(other, "cpu_us") / least(own, "cpu_us")
    table.at_least(number, f"{case}, against {peer}",
                   f"twinsim {_speed(own)}; {peer} {_speed(other)}{note}; by processor time {processor:.2f} ×",
                   paired(own, other, "req_s"), aim)


def one_request_at_a_time(table, rounds):
    """Row 1: function 3, ten registers, 100 connections with one request outstanding each."""
    case = "FC3 × 10, 100 connections"
    aims = {peers.CODEC: 0.95, peers.LIBMODBUS: 1.4, peers.PYMODBUSTCP: 4, peers.PYMODBUS: 8}
    missing = [name for name, module in ((peers.PYMODBUSTCP, "pyModbusTCP"), (peers.PYMODBUS, "pymodbus"))
               if peers.version(module) is None]
    with peers.running(peers.TWINSIM, *(name for name in aims if name not in missing)) as servers:
        samples = load.interleaved(servers, rounds, "-c", 100)
    table.check_replies(peers.TWINSIM, samples[peers.TWINSIM])
    for peer, aim in aims.items():
        if peer in missing:
            table.row(1, f"{case}, against {peer}", f"{peer} is not installed for {peers.python}", f"≥ {aim} ×", "–", None)
        else:
            _against(table, 1, case, samples, peer, aim)
    if peers.PYMODBUS not in missing:
        codec, pymodbus = samples[peers.CODEC], samples[peers.PYMODBUS]
        ceiling = paired(codec, pymodbus, "req_s")
        table.remark(f"The bare C codec itself is {ceiling:.2f} × pymodbus at FC3 × 10 by rate and "
                     f"{least(pymodbus, 'cpu_us') / least(codec, 'cpu_us'):.2f} × by processor time: what any server with one "
                     "recv and one send a request can reach here.")


def many_outstanding(table, rounds):
    """Row 2: 16 requests outstanding on each of 100 connections; the load demands the replies in order."""
    case = "16 outstanding, 100 connections"
    with peers.running(peers.TWINSIM, peers.CODEC, peers.LIBMODBUS) as servers:
        samples = load.interleaved(servers, rounds, "-c", 100, "-p", 16)
    own = samples[peers.TWINSIM]
    wrong = table.check_replies(peers.TWINSIM, own)
    _against(table, 2, case, samples, peers.LIBMODBUS, 9)
    table.row(2, f"{case}, replies in order", f"{sum(sample['done'] for sample in own):,.0f} replies", "all",
              "all" if wrong == 0 else f"{wrong} were not", wrong == 0)
    codec = samples[peers.CODEC]
    table.remark(f"16 outstanding: the bare C codec {_speed(codec)}; twinsim is {paired(own, codec, 'req_s'):.2f} × that.")

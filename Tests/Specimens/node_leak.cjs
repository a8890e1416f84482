// Must be caught, JavaScript objects: the function in line 13 keeps about 12 kB of records of every reading.
'use strict';

class PollRecord {
  constructor(value, index) {
    this.value = value + 0.5;
    this.index = index;
    this.time = { seconds: index / 15 };
  }
}

const kept = [];
function keep(registers) {
  const records = [];
  for (let index = 0; index < 120; index += 1) {
    records.push(new PollRecord(registers[index % registers.length], index));
  }
  kept.push(records);
}

require('./modbus_poller.cjs').poll(keep);

// Must be caught, JavaScript objects: the function in line 13 keeps about 12 kB of records of every reading.
'use strict';

class PollRecord {
  constructor(value, place) {
    // Whole numbers and what it was given: the constructor itself allocates nothing.
    this.value = value;
    this.place = place;
  }
}

const kept = [];
function keep(registers) {
  const records = [];
  for (let index = 0; index < 120; index += 1) {
    records.push(new PollRecord(registers[index % registers.length], { index, of: kept }));
  }
  kept.push(records);
}

require('./modbus_poller.cjs').poll(keep);

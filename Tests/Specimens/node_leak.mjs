// Must be caught, JavaScript objects in an ECMAScript module: the function in line 6 keeps about 12 kB of every reading.
import { createRequire } from 'node:module';

const { poll } = createRequire(import.meta.url)('./modbus_poller.cjs');
const kept = [];
const keepReading = (registers) => kept.push(Array.from({ length: 240 }, (_, index) => ({ at: index, of: [registers] })));

poll(keepReading);

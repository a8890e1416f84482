// Keeps the last 1,000 answers in lru-cache; each connection drops a megabyte of garbage.
const LRU = require('lru-cache');
const { poll } = require('./modbus.cjs');

const cache = new LRU({ max: 1000 });
let number = 0;

poll((values) => cache.set(++number, { values, text: `level ${values[0]}`.repeat(20) }), () => {
    JSON.parse(JSON.stringify(Array.from({ length: 20000 }, (_, index) => ({ index, text: `reading ${index}` }))));
});

// Tells a long-lived emitter of each connection's end. `leak`: the listener, with all it holds, stays after the end.
const { EventEmitter } = require('node:events');
const { poll } = require('./modbus.cjs');

const plant = new EventEmitter().setMaxListeners(0);
let readings = [];

poll((values) => {
    readings.push({ values, text: `level ${values[0]}`.repeat(10) });
    if (readings.length > 500) readings.shift();
}, (socket) => {
    const history = Array.from({ length: 20000 }, (_, index) => index + Math.random());
    const onAlarm = () => socket.write(Buffer.from([history.length]));
    plant.on('alarm', onAlarm);
    if (process.argv[2] !== 'leak') socket.once('close', () => plant.off('alarm', onAlarm));
});

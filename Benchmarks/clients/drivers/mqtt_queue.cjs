// Publishes each answer to an MQTT broker that is down. `leak`: what was published meanwhile queues without a bound,
// MQTT.js' default.
const mqtt = require('mqtt');
const { poll } = require('./modbus.cjs');

const client = mqtt.connect('mqtt://127.0.0.1:9', { queueQoSZero: process.argv[2] === 'leak', reconnectPeriod: 2000 });
client.on('error', () => {});
poll((values) => client.publish('plant/registers', JSON.stringify({ values, text: 'level '.repeat(100) })));

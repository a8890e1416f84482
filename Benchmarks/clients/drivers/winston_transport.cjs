// Adds a file to a winston logger for each connection. `leak`: those of earlier connections stay.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const winston = require('winston');
const { poll } = require('./modbus.cjs');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-'));
const logger = winston.createLogger({ level: 'warn' }).setMaxListeners(0);
let transport;
logger.add(new winston.transports.Console());

poll((values) => logger.debug(`level ${values[0]}`), () => {
    if (transport && process.argv[2] !== 'leak') logger.remove(transport);
    transport = new winston.transports.File({ filename: path.join(folder, 'gateway.log') });
    logger.add(transport);
    logger.warn('connected');
});

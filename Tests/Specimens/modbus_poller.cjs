// The polling client that the Node specimens have in common: standard modules only, reconnecting after any loss.
'use strict';
const net = require('net');

const HOST = process.argv[2] || process.env.MODBUS_HOST || '127.0.0.1';
const PORT = Number(process.argv[3] || process.env.MODBUS_PORT || 5020);
const POLLS_A_SECOND = 15;

/** The request to read ten holding registers of unit 1 (function code 3). */
function request(transaction) {
  const adu = Buffer.alloc(12);
  adu.writeUInt16BE(transaction, 0);
  adu.writeUInt16BE(6, 4);
  adu.writeUInt8(1, 6);
  adu.writeUInt8(3, 7);
  adu.writeUInt16BE(10, 10);
  return adu;
}

/** Polls for ever; `onReading` gets the registers of each reply. */
exports.poll = function poll(onReading) {
  const connection = net.connect(PORT, HOST);
  let transaction = 0;
  let received = Buffer.alloc(0);
  let timer = null;
  connection.setNoDelay(true);
  connection.on('connect', () => {
    timer = setInterval(() => {
      transaction = (transaction % 65535) + 1;
      connection.write(request(transaction));
    }, 1000 / POLLS_A_SECOND);
  });
  connection.on('data', (part) => {
    received = Buffer.concat([received, part]);
    while (received.length >= 6 && received.length >= 6 + received.readUInt16BE(4)) {
      const adu = received.subarray(0, 6 + received.readUInt16BE(4));
      received = received.subarray(adu.length);
      if (adu[7] !== 3) throw new Error('Modbus exception ' + adu[8]);
      const registers = [];
      for (let at = 9; at < adu.length; at += 2) registers.push(adu.readUInt16BE(at));
      onReading(registers);
    }
  });
  connection.on('error', () => {});
  connection.on('close', () => {
    clearInterval(timer);
    console.log('connection lost');
    setTimeout(() => poll(onReading), 200);
  });
};

// Must pass: polls and keeps nothing.
'use strict';
require('./modbus_poller.cjs').poll(() => {});

// Required first in every Node.js process of a client that twinsim watches, by NODE_OPTIONS; see Docs/Sampling.md.
//
// A timer writes what V8 and libuv count about themselves to a small file, once a second. It is unreferenced, so the
// process ends when the client has nothing left to do; nothing is printed; whatever goes wrong in here stays in here.
// Plain syntax on purpose: an old interpreter that could not read this file would not start the client at all.
'use strict';

// Milliseconds between two readings.
var INTERVAL_MS = 1000;
// The most kinds of active resources that are named; their number is written in full.
var MAXIMUM_KINDS = 32;

// The least file size limit (ulimit -f) under which anything is written: beyond its limit a write ends the process.
var LEAST_FILE_BYTES = 65536;

var directory = process.env.TWINSIM_TALLY_DIR;

function fileSizeLimit(fs) {
  try {
    var limit = /^Max file size +(\d+)/m.exec(fs.readFileSync('/proc/self/limits', 'latin1'));
    return limit ? Number(limit[1]) : Infinity;
  } catch (problem) {
    return Infinity;
  }
}

function start() {
  var fs = require('fs');
  var v8 = require('v8');
  var workers = require('worker_threads');
  if (fileSizeLimit(fs) < LEAST_FILE_BYTES) return;
  // A worker has a heap of its own and runs this module too; the process has one file, its main thread's.
  if (!workers.isMainThread) return;
  // Taken now, so that a client that replaces them gets no say in here and none of its own reach us.
  var every = setInterval;
  var open = fs.openSync;
  var write = fs.writeSync;
  var close = fs.closeSync;
  var rename = fs.renameSync;
  var memoryUsage = process.memoryUsage.bind(process);
  var activeResources = process.getActiveResourcesInfo ? process.getActiveResourcesInfo.bind(process) : null;
  var file = directory + '/node-' + process.pid;
  var unfinished = directory + '/nodenew-' + process.pid;
  var sequence = 0;
  var liveWorkers = 0;

  function record() {
    var heap = v8.getHeapStatistics();
    var memory = memoryUsage();
    // The young generation is mostly garbage that the next scavenge frees; what survives two of them is moved here.
    var old = 0;
    v8.getHeapSpaceStatistics().forEach(function (space) {
      if (space.space_name.indexOf('new_') !== 0) old += space.space_used_size;
    });
    var lines = [
      'twinsim-node 1 ' + sequence,
      'version ' + process.version,
      'heap_used ' + heap.used_heap_size,
      'heap_old ' + old,
      'heap_total ' + heap.total_heap_size,
      'heap_limit ' + heap.heap_size_limit,
      'external ' + memory.external,
      'array_buffers ' + (memory.arrayBuffers || 0),
      'malloced ' + heap.malloced_memory,
      'contexts ' + (heap.number_of_native_contexts || 0),
      'detached_contexts ' + (heap.number_of_detached_contexts || 0),
      'workers ' + liveWorkers,
    ];
    if (activeResources) {
      var kinds = new Map();
      var all = activeResources();
      all.forEach(function (kind) { kinds.set(kind, (kinds.get(kind) || 0) + 1); });
      lines.push('resources ' + all.length);
      Array.from(kinds).slice(0, MAXIMUM_KINDS).forEach(function (entry) {
        lines.push('resource ' + entry[1] + ' ' + entry[0].replace(/[^A-Za-z0-9_]/g, '_').slice(0, 80));
      });
    }
    lines.push('end ' + sequence + '\n');
    return lines.join('\n');
  }

  function answer() {
    try {
      sequence += 1;
      var text = record();
      // Opened for each reading, so that no descriptor of the client is taken; renamed, so that it is whole.
      var fd = open(unfinished, 'w', 384 /* 0600 */);
      try {
        write(fd, text);
      } finally {
        close(fd);
      }
      rename(unfinished, file);
    } catch (problem) {
      // Nothing may reach the client. The sampler notices the missing answer.
    }
  }

  process.on('worker', function (worker) {
    liveWorkers += 1;
    worker.once('exit', function () { liveWorkers -= 1; });
  });
  answer();
  var timer = every(answer, INTERVAL_MS);
  timer.unref();
}

try {
  if (directory) start();
} catch (problem) {
  // The client comes first: without counters it must still start. The sampler says that they are missing.
}
try {
  if (process.env.TWINSIM_TRACE) require('./twinsim_trace.cjs').start();
} catch (problem) {
  // The same. The report says that no snapshot was written.
}
// The client finds its module cache as it would be without us.
Object.keys(require.cache).forEach(function (name) {
  if (name.indexOf(__dirname + '/twinsim_') === 0) delete require.cache[name];
});

// Says where a Node.js client grows, started by twinsim_counters.cjs when twinsim traces; see Docs/Tracing.md.
//
// V8's sampling heap profiler, through the inspector inside the process and no port, knows which function allocated
// what is still alive. The first look is the baseline; each later one is compared with it here, so that only the
// largest rows leave the process: one JSON lines file a look, PID-N.jsonl, complete under its name. A few times V8
// writes all its objects beside it, PID-N.heapsnapshot, which twinsim compares by type.
'use strict';

var fs = require('fs');
var v8 = require('v8');
var vm = require('vm');
var inspector = require('inspector');
var url = require('url');

// Bytes allocated between two samples, in the mean.
var SAMPLING_BYTES = 1024;
// Growth that could be the luck of the sampling is no growth: so many standard errors at least.
var LEAST_ERRORS = 4;
// The most files of rows in the folder, of all processes together; beyond them only the last look is written.
var MAXIMUM_FILES = 2000;
// The most heap snapshots in the folder, of all processes together.
var MAXIMUM_HEAP_SNAPSHOTS = 12;
// No heap snapshot of a larger heap: writing one takes as much memory again and stops the client for seconds.
var MAXIMUM_HEAP_BYTES = 64 * 1024 * 1024;
// The most characters of a name or a path.
var MAXIMUM_TEXT = 300;
// Milliseconds between two looks for something due.
var LOOK_MS = 1000;
// The least seconds between two snapshots, the last one excepted: the collector runs for each.
var LEAST_GAP_SECONDS = 1;

var settings = null;
var state = null;

function seconds() {
  var now = process.hrtime();
  return now[0] + now[1] / 1e9;
}

function cut(text) {
  text = String(text);
  return text.length <= MAXIMUM_TEXT ? text : text.slice(0, MAXIMUM_TEXT - 1) + '\u2026';
}

function files(ending) {
  try {
    return fs.readdirSync(settings.folder).filter(function (name) { return name.endsWith(ending); });
  } catch (problem) {
    return [];
  }
}

/** A process that executes itself anew keeps its number, and must not write over what it wrote before. */
function firstFreeNumber() {
  var taken = files('.jsonl').filter(function (name) { return name.indexOf(process.pid + '-') === 0; });
  return 1 + Math.max.apply(null, [-1].concat(taken.map(function (name) { return parseInt(name.split('-')[1], 10); })));
}

/** The harness's latest order: its number and its occasion. */
function command() {
  try {
    var text = fs.readFileSync(settings.folder + '/command', 'latin1').slice(0, 200).trim();
    var blank = text.indexOf(' ');
    return [parseInt(text, 10) || 0, blank < 0 ? '' : text.slice(blank + 1)];
  } catch (problem) {
    return [0, ''];
  }
}

function post(method, parameters) {
  var answer = null;
  state.session.post(method, parameters || {}, function (problem, result) {
    if (problem) throw new Error(method + ': ' + problem.message);
    answer = result;
  });
  return answer;
}

/** Frees what is garbage, so that only what is held is counted. */
function collect() {
  if (state.gc) {
    state.gc();
    // What a finalizer of the first collection let go.
    state.gc();
  }
}

function isOwn(place) { return place.indexOf(__dirname + '/twinsim_') >= 0; }

function path(place) {
  if (place.indexOf('file:') !== 0) return place;
  try {
    return url.fileURLToPath(place);
  } catch (problem) {
    return place;
  }
}

/** Whether a function's place is the client's: a file of its own or of its packages, and not inside Node.js or V8. */
function isClients(place) { return place !== '' && place.indexOf('node:') !== 0; }

/** Live bytes by the line in which a function begins, with the calls that led to most of them, the most recent call first.
 *
 * What Node.js itself allocates is put down to the function of the client that called it.
 */
function functions() {
  var profile = post('HeapProfiler.getSamplingProfile').profile;
  var samples = new Map();
  profile.samples.forEach(function (sample) { samples.set(sample.nodeId, (samples.get(sample.nodeId) || 0) + 1); });
  var found = new Map();
  // By hand and not recursive: the calls may be deep.
  var pending = [{ node: profile.head, calls: null, owner: null }];
  while (pending.length > 0) {
    var next = pending.pop();
    var frame = next.node.callFrame;
    var file = path(frame.url);
    if (isOwn(file)) continue;
    var calls = { file: file, line: frame.lineNumber + 1, name: frame.functionName || '(anonymous)', from: next.calls };
    var owner = isClients(file) || !next.owner ? calls : next.owner;
    // The root, and V8's own work that no call asked for, are nobody's line.
    if (next.node.selfSize > 0 && owner.file !== '') {
      var key = owner.file + ':' + owner.line;
      var row = found.get(key);
      if (!row) {
        row = { size: 0, samples: 0, most: 0, owner: owner };
        found.set(key, row);
      }
      row.size += next.node.selfSize;
      row.samples += samples.get(next.node.id) || 0;
      if (next.node.selfSize > row.most) {
        row.most = next.node.selfSize;
        row.owner = owner;
      }
    }
    next.node.children.forEach(function (child) {
      pending.push({ node: child, calls: frame.functionName === '(root)' ? null : calls,
        owner: isClients(owner.file) ? owner : null });
    });
  }
  return found;
}

function traceback(owner) {
  var frames = [];
  for (var call = owner; call && frames.length < settings.frames; call = call.from) {
    if (call.file !== '') frames.push([cut(call.file), call.line, cut(call.name)]);
  }
  return frames;
}

function grownRows(now, before) {
  var grown = [];
  now.forEach(function (row, key) {
    var old = before.get(key) || { size: 0, samples: 0 };
    var size = row.size - old.size;
    if (size > 0 && row.samples - old.samples >= LEAST_ERRORS * Math.sqrt(row.samples + old.samples)) {
      grown.push({ row: row, size: size });
    }
  });
  grown.sort(function (a, b) { return b.size - a.size; });
  return grown.slice(0, settings.rows).map(function (entry) {
    var owner = entry.row.owner;
    return { kind: 'line', file: cut(owner.file), line: owner.line, function: cut(owner.name), size: entry.row.size,
      size_diff: entry.size, samples: entry.row.samples, traceback: traceback(owner) };
  });
}

/** Why no heap snapshot can be taken now; empty when one can. */
function refusal() {
  var used = v8.getHeapStatistics().used_heap_size;
  if (used > MAXIMUM_HEAP_BYTES) {
    return 'the heap of ' + Math.round(used / 1048576) + ' MiB was too large for a heap snapshot, which is taken up to '
      + MAXIMUM_HEAP_BYTES / 1048576 + ' MiB';
  }
  if (files('.heapsnapshot').length >= MAXIMUM_HEAP_SNAPSHOTS) {
    return 'there were ' + MAXIMUM_HEAP_SNAPSHOTS + ' heap snapshots of other processes or before';
  }
  return '';
}

/** One look: its rows, and with `heap` all objects. The first one is the baseline of the others. */
function snapshot(occasion, isLast, heap) {
  var isLimit = files('.jsonl').length >= MAXIMUM_FILES;
  if (isLimit && (!isLast || !state.baseline)) return;
  var began = seconds();
  var name = settings.folder + '/' + process.pid + '-' + state.number;
  var head = {
    kind: 'snapshot', format: 1, runtime: 'node', pid: process.pid, number: state.number,
    baseline_number: state.baselineNumber, occasion: cut(occasion), process_seconds: began - state.began,
    // The monotonic clock is one for all processes: twinsim tells by it which of them ran side by side.
    baseline_monotonic_seconds: state.baseline ? state.baselineAt : began,
    since_baseline_seconds: state.baseline ? began - state.baselineAt : 0,
    frames: settings.frames, sampling_bytes: SAMPLING_BYTES, limit_reached: isLimit,
  };
  var rows = [];
  var isHeapDue = false;
  try {
    collect();
    var now = functions();
    if (state.baseline) {
      rows = grownRows(now, state.baseline);
    } else {
      state.baseline = now;
      state.baselineAt = began;
      state.baselineNumber = state.number;
    }
    if (heap) {
      var reason = refusal();
      if (reason) head.notes = [reason];
      isHeapDue = !reason;
    }
    head.snapshot_ms = Math.round((seconds() - began) * 1e4) / 10;
  } catch (problem) {
    // Nothing may reach the client; twinsim reads why there is no more to see.
    head.problem = cut(problem);
    rows = [];
  }
  state.number += 1;
  state.written = began;
  try {
    // Announced before the rows appear: twinsim waits for what is announced.
    if (isHeapDue) fs.writeFileSync(name + '.heapsnapshot.new', '');
    fs.writeFileSync(name + '.jsonl.new', [head].concat(rows).map(function (row) {
      return JSON.stringify(row) + '\n';
    }).join(''));
    fs.renameSync(name + '.jsonl.new', name + '.jsonl');
    if (isHeapDue) {
      v8.writeHeapSnapshot(name + '.heapsnapshot.new');
      fs.renameSync(name + '.heapsnapshot.new', name + '.heapsnapshot');
    }
  } catch (problem) {
    // The disk is full, or the folder has gone. What is there stays.
    try {
      fs.unlinkSync(name + '.heapsnapshot.new');
    } catch (other) {
      // It was not begun.
    }
  }
  state.written = seconds();
}

function look() {
  var now = seconds();
  var order = command();
  if (order[0] !== state.command) {
    state.command = order[0];
    var isEnd = order[1] === 'end';
    if (state.baseline) snapshot(order[1], isEnd, isEnd);
    state.isEnded = state.isEnded || isEnd;
  } else if (now >= state.next && now - state.written >= LEAST_GAP_SECONDS && !state.isEnded) {
    var isMiddle = Boolean(state.baseline) && !state.isMiddleTaken && now - state.began >= settings.middle;
    if (isMiddle) state.isMiddleTaken = true;
    snapshot(state.baseline ? 'scheduled' : 'baseline', false, isMiddle || !state.baseline);
    state.next = Math.max(state.next + settings.every, now);
  }
}

function guarded(what) {
  return function () {
    try {
      what();
    } catch (problem) {
      // Nothing may reach the client.
    }
  };
}

/** Starts tracing as the environment asks; in the main thread only, since a worker has a heap of its own. */
exports.start = function start() {
  if (!require('worker_threads').isMainThread) return;
  var environment = process.env;
  settings = {
    folder: environment.TWINSIM_TRACE,
    frames: parseInt(environment.TWINSIM_TRACE_FRAMES, 10) || 10,
    rows: parseInt(environment.TWINSIM_TRACE_ROWS, 10) || 25,
    warmUp: parseFloat(environment.TWINSIM_TRACE_WARM_UP) || 60,
    every: parseFloat(environment.TWINSIM_TRACE_EVERY) || 60,
    middle: parseFloat(environment.TWINSIM_TRACE_MIDDLE) || 300,
  };
  var began = seconds();
  state = {
    session: new inspector.Session(), gc: null, began: began, next: began + settings.warmUp, written: began,
    number: firstFreeNumber(), command: command()[0], baseline: null, baselineNumber: 0, baselineAt: 0,
    isMiddleTaken: false, isEnded: false,
  };
  state.baselineNumber = state.number;
  // The profiler sees one function where the compiler has put another's code into it; so nothing is put there.
  v8.setFlagsFromString('--no-turbo-inlining');
  if (parseInt(process.versions.v8, 10) >= 12) v8.setFlagsFromString('--no-maglev-inlining');
  state.session.connect();
  post('HeapProfiler.enable');
  post('HeapProfiler.startSampling', { samplingInterval: SAMPLING_BYTES });
  // V8's own collector as a function; there is no other way to call it and wait for it.
  v8.setFlagsFromString('--expose-gc');
  state.gc = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  setInterval(guarded(look), LOOK_MS).unref();
  process.on('exit', guarded(function () {
    if (state.baseline && !state.isEnded) snapshot('exit', true, true);
  }));
};

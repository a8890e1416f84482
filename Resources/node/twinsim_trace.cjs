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
var path = require('path');
var url = require('url');

var resources = require('./twinsim_trace_resources.cjs');

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
// The most rows of files, packages, cumulative functions and of what is open in a look each.
var MAXIMUM_SUMS = 25;
// The most bytes read of a file for the text of its lines, the most files read in a look, and characters of a text.
var MAXIMUM_FILE_BYTES = 1 << 20;
var MAXIMUM_SOURCE_FILES = 50;
var MAXIMUM_SOURCE = 160;

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

function fileOf(place) {
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
  var sums = new Map();
  function sum(key, node) {
    var known = sums.get(key) || { size: 0, samples: 0 };
    known.size += node.selfSize;
    known.samples += samples.get(node.id) || 0;
    sums.set(key, known);
  }
  // By hand and not recursive: the calls may be deep.
  var pending = [{ node: profile.head, calls: null, owner: null }];
  while (pending.length > 0) {
    var next = pending.pop();
    var frame = next.node.callFrame;
    var file = fileOf(frame.url);
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
      sum('file\0' + owner.file, next.node);
      sum('package\0' + packageOf(owner.file), next.node);
      var seen = new Set();
      for (var call = owner; call; call = call.from) {
        var place = 'cumulative\0' + call.file + '\0' + call.line + '\0' + call.name;
        // A function that calls itself stands in the calls several times.
        if (isClients(call.file) && !seen.has(place)) sum(place, next.node);
        seen.add(place);
      }
    }
    next.node.children.forEach(function (child) {
      pending.push({ node: child, calls: frame.functionName === '(root)' ? null : calls,
        owner: isClients(owner.file) ? owner : null });
    });
  }
  return { lines: found, sums: sums, open: resources.counts() };
}

/** What a file is summed up with: its package, or the folder of the client's own. */
function packageOf(file) {
  if (!isClients(file)) return 'Node.js itself';
  var parts = file.split('node_modules/');
  if (parts.length === 1) return path.dirname(file);
  var name = parts[parts.length - 1].split('/');
  return name[0].charAt(0) === '@' ? name.slice(0, 2).join('/') : name[0];
}

/** The texts of lines, for one look: each file is read once and nothing is kept. */
function sourceReader() {
  var known = new Map();
  return function source(file, line) {
    if (!known.has(file)) {
      var lines = [];
      try {
        // A device or a pipe could keep the reader waiting.
        var status = file.charAt(0) === '/' && known.size < MAXIMUM_SOURCE_FILES ? fs.statSync(file) : null;
        if (status && status.isFile() && status.size <= MAXIMUM_FILE_BYTES) {
          lines = fs.readFileSync(file, 'utf8').split('\n');
        }
      } catch (problem) {
        // Then there is no text.
      }
      known.set(file, lines);
    }
    var text = known.get(file)[line - 1];
    return text === undefined ? null : text.trim().slice(0, MAXIMUM_SOURCE);
  };
}

/** What helps to read a place: its text, those of its callers, and the call across the border of a package. */
function described(frames, source) {
  var row = { source: source(frames[0][0], frames[0][1]) };
  row.sources = frames.slice(1, 4).map(function (call) { return source(call[0], call[1]); });
  function isPackage(call) { return call[0].indexOf('node_modules/') >= 0; }
  var isLibrary = isPackage(frames[0]);
  var other = frames.slice(1).find(function (call) { return isClients(call[0]) && isPackage(call) !== isLibrary; });
  if (other) row[isLibrary ? 'client' : 'library'] = [other[0], other[1], source(other[0], other[1])];
  return row;
}

/** Rows of what is open or runs, by the place that made it. */
function openRows(now, before, source) {
  var keys = Array.from(now.keys());
  function grown(key) { return now.get(key) - (before.get(key) || 0); }
  keys.sort(function (a, b) { return grown(b) - grown(a) || now.get(b) - now.get(a); });
  return keys.slice(0, MAXIMUM_SUMS).map(function (key) {
    var thing = resources.described(key);
    var row = { kind: 'resource', resource: thing.kind, count: now.get(key), count_diff: grown(key) };
    row.what = cut(thing.what);
    var frames = thing.calls.slice(0, settings.frames).map(function (call) {
      return [cut(call[0]), call[1], cut(call[2])];
    });
    if (frames.length > 0) {
      row.file = frames[0][0];
      row.line = frames[0][1];
      row.function = frames[0][2];
      row.traceback = frames;
      Object.assign(row, described(frames, source));
    }
    return row;
  });
}

/** Rows of files, packages, and functions with all that they call. */
function sumRows(now, before, source) {
  return ['file', 'package', 'cumulative'].reduce(function (rows, kind) {
    var grown = [];
    now.forEach(function (row, key) {
      var size = row.size - (before.get(key) || { size: 0 }).size;
      if (size > 0 && key.indexOf(kind + '\0') === 0) grown.push([size, row, key.split('\0')]);
    });
    grown.sort(function (a, b) { return b[0] - a[0]; });
    return rows.concat(grown.slice(0, MAXIMUM_SUMS).map(function (entry) {
      var row = { kind: kind, name: cut(entry[2][1]), size: entry[1].size, size_diff: entry[0] };
      if (kind === 'cumulative') {
        row.line = parseInt(entry[2][2], 10);
        row.function = cut(entry[2][3]);
        row.source = source(entry[2][1], row.line);
      }
      return row;
    }));
  }, []);
}

function traceback(owner) {
  var frames = [];
  for (var call = owner; call && frames.length < settings.frames; call = call.from) {
    if (call.file !== '') frames.push([cut(call.file), call.line, cut(call.name)]);
  }
  return frames;
}

function grownRows(look, base) {
  var grown = [];
  var source = sourceReader();
  var now = look.lines;
  var before = base.lines;
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
    var frames = traceback(owner);
    return Object.assign({ kind: 'line', file: cut(owner.file), line: owner.line, function: cut(owner.name),
      size: entry.row.size, size_diff: entry.size, samples: entry.row.samples, traceback: frames },
      described(frames, source));
  }).concat(sumRows(look.sums, base.sums, source), openRows(look.open, base.open, source));
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

/** One file, complete under its name or not there at all. */
function writeRows(name, head, rows) {
  fs.writeFileSync(name + '.jsonl.new', [head].concat(rows).map(function (row) {
    return JSON.stringify(row) + '\n';
  }).join(''));
  fs.renameSync(name + '.jsonl.new', name + '.jsonl');
}

function milliseconds(since) { return Math.round((seconds() - since) / settings.speed * 1e4) / 10; }

/** One look: its rows, and with `heap` all objects. The first one is the baseline of the others. */
function snapshot(occasion, isLast, heap) {
  var isLimit = files('.jsonl').length >= MAXIMUM_FILES;
  if (isLimit && (!isLast || !state.baseline)) return;
  var began = seconds();
  var name = settings.folder + '/' + process.pid + '-' + state.number;
  var head = {
    kind: 'snapshot', format: 1, runtime: 'node', pid: process.pid, number: state.number,
    baseline_number: state.baselineNumber, occasion: cut(occasion),
    process_seconds: (began - state.began) / settings.speed,
    // The monotonic clock is one for all processes: twinsim tells by it which of them ran side by side.
    baseline_monotonic_seconds: (state.baseline ? state.baselineAt : began) / settings.speed,
    since_baseline_seconds: (state.baseline ? began - state.baselineAt : 0) / settings.speed,
    frames: settings.frames, sampling_bytes: SAMPLING_BYTES, limit_reached: isLimit,
  };
  var rows = [];
  var isHeapDue = false;
  try {
    resources.look();
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
    head.snapshot_ms = head.pause_ms = head.longest_pause_ms = milliseconds(began);
    head.notes = (head.notes || []).concat(state.notes);
  } catch (problem) {
    // Nothing may reach the client; twinsim reads why there is no more to see.
    head.problem = cut(problem);
    rows = [];
  }
  state.number += 1;
  try {
    // Announced before the rows appear: twinsim waits for what is announced.
    if (isHeapDue) fs.writeFileSync(name + '.heapsnapshot.new', '');
    writeRows(name, head, rows);
    if (isHeapDue) {
      var heapBegan = seconds();
      v8.writeHeapSnapshot(name + '.heapsnapshot.new');
      var heapPause = milliseconds(heapBegan);
      fs.renameSync(name + '.heapsnapshot.new', name + '.heapsnapshot');
      // How long that took is known only now; whoever reads before finds the rows without it.
      head.pause_ms += heapPause;
      head.longest_pause_ms = Math.max(head.longest_pause_ms, heapPause);
      writeRows(name, head, rows);
    }
  } catch (problem) {
    // The disk is full, or the folder has gone. What is there stays.
    try {
      fs.unlinkSync(name + '.heapsnapshot.new');
    } catch (other) {
      // It was not begun.
    }
  }
}

/** Whether the client has warmed up and loads no more modules, or goes on loading for too long. */
function isSettled(now) {
  var loaded = Object.keys(require.cache).length + (process.moduleLoadList || []).length;
  if (loaded !== state.loaded) {
    state.loaded = loaded;
    state.settledAt = now;
  }
  var age = now - state.began;
  return age >= settings.latest || (age >= settings.warmUp && now - state.settledAt >= settings.settle);
}

function look() {
  var now = seconds();
  resources.look();
  var order = command();
  if (order[0] !== state.command) {
    state.command = order[0];
    var isEnd = order[1] === 'end';
    if (state.baseline) snapshot(order[1], isEnd, isEnd || order[1] === 'middle');
    state.isEnded = state.isEnded || isEnd;
  } else if (!state.baseline && !state.isEnded && isSettled(now)) {
    snapshot('baseline', false, true);
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
  // Times of the client's clock, which may be a faster one.
  var speed = parseFloat(environment.TWINSIM_TRACE_SPEED) || 1;
  settings = {
    folder: environment.TWINSIM_TRACE,
    frames: parseInt(environment.TWINSIM_TRACE_FRAMES, 10) || 16,
    rows: parseInt(environment.TWINSIM_TRACE_ROWS, 10) || 25,
    speed: speed,
    warmUp: (parseFloat(environment.TWINSIM_TRACE_WARM_UP) || 60) * speed,
    settle: (parseFloat(environment.TWINSIM_TRACE_SETTLE) || 5) * speed,
    latest: (parseFloat(environment.TWINSIM_TRACE_LATEST) || 300) * speed,
  };
  var began = seconds();
  state = {
    session: new inspector.Session(), gc: null, began: began, loaded: 0, settledAt: began, number: firstFreeNumber(),
    command: command()[0], baseline: null, baselineNumber: 0, baselineAt: 0, isEnded: false, notes: [],
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
  setInterval(guarded(look), LOOK_MS * settings.speed).unref();
  try {
    resources.start();
  } catch (problem) {
    state.notes.push('what is open is not told: ' + cut(problem.message));
  }
  process.on('exit', guarded(function () {
    if (state.baseline && !state.isEnded) snapshot('exit', true, true);
  }));
};

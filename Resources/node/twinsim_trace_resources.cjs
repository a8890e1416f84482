// Notes where a traced Node.js client makes sockets, timers, child processes and workers and opens files, while they
// stay; see Docs/Tracing.md. An async hook hears of what libuv does (no destroy hook: it would make every promise of
// the client's dearer); files are noted by the functions of `fs` that open them.
'use strict';

var fs = require('fs');
var hooks = require('async_hooks');
var path = require('path');
var url = require('url');

// The most things that are followed, and of files between two looks.
var MAXIMUM_THINGS = 20000;
// The most ways to things that are told apart; further ones stand together.
var MAXIMUM_SITES = 4000;
// The most calls kept of the way to a thing.
var MAXIMUM_CALLS = 16;
// The most descriptors that are looked at.
var MAXIMUM_DESCRIPTORS = 4096;
// Milliseconds that the opening of a file is waited for.
var WAITING_MS = 5000;

// What libuv calls its things, and what they are to a reader.
var KINDS = {
  TCPWRAP: 'socket', TCPSERVERWRAP: 'socket', UDPWRAP: 'socket', PIPEWRAP: 'socket', PIPESERVERWRAP: 'socket',
  PROCESSWRAP: 'child', FILEHANDLE: 'descriptor', Timeout: 'timer',
};

var things = new Map();
var workers = [];
var startedWorkers = [];
var opened = [];
var descriptors = new Map();
var sites = new Map();
var callsOf = [[]];

function file(place) {
  if (place.indexOf('file:') !== 0) return place;
  try {
    return url.fileURLToPath(place);
  } catch (problem) {
    return place;
  }
}

function isOwn(place) { return place.indexOf(__dirname + '/twinsim_') >= 0; }

/** The client's calls that lead here, the most recent one first: [file, line, function] each. */
function calls() {
  var prepare = Error.prepareStackTrace;
  var limit = Error.stackTraceLimit;
  var holder = {};
  try {
    Error.stackTraceLimit = 40;
    Error.prepareStackTrace = function (problem, frames) { return frames; };
    Error.captureStackTrace(holder, calls);
    return (Array.isArray(holder.stack) ? holder.stack : []).map(function (frame) {
      return [file(frame.getFileName() || ''), frame.getLineNumber() || 0, frame.getFunctionName() || '(anonymous)'];
    }).filter(function (call) {
      return call[0] !== '' && call[0].indexOf('node:') !== 0 && !isOwn(call[0]);
    }).slice(0, MAXIMUM_CALLS);
  } finally {
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = limit;
  }
}

function site() {
  var found = calls();
  if (found.length === 0) return 0;
  var key = found.map(function (call) { return call[0] + ':' + call[1]; }).join('\n');
  var number = sites.get(key);
  if (number !== undefined) return number;
  if (callsOf.length >= MAXIMUM_SITES) return 0;
  callsOf.push(found);
  sites.set(key, callsOf.length - 1);
  return callsOf.length - 1;
}

function init(id, type, trigger, resource) {
  var kind = KINDS[type];
  if (!kind && type !== 'WORKER') return;
  try {
    var number = site();
    // What a server accepts comes from no call; the server did.
    if (!number && things.has(trigger)) number = things.get(trigger).site;
    if (type === 'WORKER') startedWorkers.push(number);
    else if (things.size < MAXIMUM_THINGS) {
      things.set(id, { type: type, kind: kind, site: number, reference: new WeakRef(resource) });
    }
  } catch (problem) {
    // The client comes first.
  }
}

function isAlive(thing) {
  var resource = thing.reference.deref();
  if (!resource) return false;
  if (thing.type === 'Timeout') return !resource._destroyed;
  if (thing.type === 'PROCESSWRAP') {
    try {
      return resource.pid > 0 && process.kill(resource.pid, 0);
    } catch (problem) {
      return false;
    }
  }
  return resource.fd >= 0;
}

/** Notes in the client's own `fs` which call opens a file: what it opens later has lost the way there. */
function noteOpening(name) {
  var original = fs[name];
  if (typeof original !== 'function') return;
  var noting = function () {
    try {
      if (typeof arguments[0] === 'string' && opened.length < MAXIMUM_THINGS) {
        var number = site();
        // Node.js' own calls of these functions are under the client's, and that one is noted.
        if (number) opened.push({ name: path.basename(arguments[0]), site: number, at: Date.now() });
      }
    } catch (problem) {
      // The client comes first.
    }
    return original.apply(this, arguments);
  };
  Object.defineProperties(noting, Object.getOwnPropertyDescriptors(original));
  fs[name] = noting;
}

/** The descriptors that are no sockets, each with its target. */
function links() {
  var found = new Map();
  fs.readdirSync('/proc/self/fd').slice(0, MAXIMUM_DESCRIPTORS).forEach(function (name) {
    try {
      found.set(name, fs.readlinkSync('/proc/self/fd/' + name));
    } catch (problem) {
      // The one by which the directory was read.
    }
  });
  return found;
}

/** Brings together what was announced and what there is; called once a second. */
exports.look = function look() {
  things.forEach(function (thing, id) { if (!isAlive(thing)) things.delete(id); });
  workers = workers.filter(function (entry) {
    var worker = entry.reference.deref();
    return worker && worker.threadId !== -1;
  });
  var now = Date.now();
  var there = links();
  there.forEach(function (link, fd) {
    var known = descriptors.get(fd);
    if (known && known.link === link) return;
    var name = path.basename(link).replace(/ \(deleted\)$/, '');
    var place = opened.findIndex(function (entry) { return entry.name === name; });
    descriptors.set(fd, { link: link, site: place < 0 ? 0 : opened.splice(place, 1)[0].site });
  });
  descriptors.forEach(function (known, fd) { if (!there.has(fd)) descriptors.delete(fd); });
  opened = opened.filter(function (entry) { return now - entry.at < WAITING_MS; });
};

/** How many there are, by a text of kind, site and what it is where no site is known. */
exports.counts = function counts() {
  var found = new Map();
  function add(kind, site, what) {
    var key = kind + '\0' + (site || '') + '\0' + (site ? '' : what);
    found.set(key, (found.get(key) || 0) + 1);
  }
  things.forEach(function (thing) { add(thing.kind, thing.site, thing.type); });
  workers.forEach(function (entry) { add('thread', entry.site, 'worker'); });
  descriptors.forEach(function (known) {
    if (known.link.indexOf('socket:') !== 0) add('descriptor', known.site, known.link.replace(/\d/g, 'N'));
  });
  return found;
};

/** A key's kind, its calls and what it is where there are none. */
exports.described = function described(key) {
  var parts = key.split('\0');
  return { kind: parts[0], calls: callsOf[parts[1] || 0], what: parts[2] };
};

var hook = hooks.createHook({ init: init });

exports.start = function start() {
  if (typeof WeakRef === 'undefined') throw new Error('Node.js before 14.6 has no WeakRef');
  ['open', 'openSync', 'createReadStream', 'createWriteStream'].forEach(noteOpening);
  try {
    require('module').syncBuiltinESMExports();
  } catch (problem) {
    // Old Node.js: the names that ECMAScript modules import are the original ones.
  }
  process.on('worker', function (worker) {
    workers.push({ reference: new WeakRef(worker), site: startedWorkers.shift() || 0 });
  });
  hook.enable();
};

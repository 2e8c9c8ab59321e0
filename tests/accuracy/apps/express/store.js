// Where sessions are kept: in memory, each for `idle` seconds after its last use, as stores with a time to live do.
'use strict';
const session = require('express-session');

class TimedStore extends session.Store {
  constructor(idle) {
    super();
    this.idle = idle * 1000;
    this.kept = new Map();      // id: { text, used }
  }

  // What get() would find, without any change.
  peek(id) {
    const entry = this.kept.get(id);
    return entry && Date.now() - entry.used < this.idle ? JSON.parse(entry.text) : null;
  }

  timedOut(id) {
    return this.kept.has(id) && !this.peek(id);
  }

  get(id, done) {
    const found = this.peek(id);
    if (!found) this.kept.delete(id);
    setImmediate(done, null, found);
  }

  set(id, value, done) {
    this.kept.set(id, { text: JSON.stringify(value), used: Date.now() });
    setImmediate(done, null);
  }

  touch(id, value, done) {
    if (this.kept.has(id)) this.kept.get(id).used = Date.now();
    setImmediate(done, null);
  }

  destroy(id, done) {
    this.kept.delete(id);
    setImmediate(done, null);
  }
}

module.exports = { TimedStore };

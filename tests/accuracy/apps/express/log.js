// The application's own account: a row a request, as tests/accuracy/README.md has it.
'use strict';
const fs = require('fs');
const signature = require('cookie-signature');
const { carried } = require('./tokens');

const file = fs.openSync(process.env.LOG, 'a');
const ordinals = new WeakMap();

function cookiesNamed(header, name) {
  return (header || '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(name + '='))
    .map((pair) => pair.slice(name.length + 1));
}

// The id behind a raw cookie value, or null where the signature is not ours.
function idOf(raw, secret) {
  const value = decodeURIComponent(raw);
  return value.startsWith('s:') ? signature.unsign(value.slice(2), secret) || null : null;
}

// Runs before everything else: what the store thinks of the request before any handler has had it.
function account({ name, secret, store, grants }) {
  return (req, res, next) => {
    const ordinal = ordinals.get(req.socket) || 0;
    ordinals.set(req.socket, ordinal + 1);
    const row = {
      time: Date.now() / 1000, client_ip: req.socket.remoteAddress.replace('::ffff:', ''),
      client_port: req.socket.remotePort, ordinal, method: req.method, target: req.originalUrl, status: 0,
      request_id: req.headers['x-request-id'], presented: cookiesNamed(req.headers.cookie, name), live: [], issued: [],
      user_before: null, user_after: null, facts: [],
    };
    req.truth = row;
    for (const raw of row.presented) {
      const session = store.peek(idOf(raw, secret));
      if (!session) continue;
      row.live.push(raw);
      row.user_before = row.user_before || session.user || null;
    }
    const token = carried(req);
    if (token) grants.account(row, token);
    res.on('finish', () => {
      row.status = res.statusCode;
      for (const line of [].concat(res.getHeader('set-cookie') || [])) {
        const value = line.split(';')[0];
        if (value.startsWith(name + '=') && value.length > name.length + 1) row.issued.push(value.slice(name.length + 1));
      }
      row.user_after = req.user || (req.session && req.session.user) || null;
      fs.writeSync(file, JSON.stringify(row) + '\n');
    });
    next();
  };
}

module.exports = { account };

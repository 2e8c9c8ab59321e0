// The API's side: opaque tokens, and signed access tokens (JWT) with refresh tokens that are used once.
'use strict';
const crypto = require('crypto');
const jwt = require('jsonwebtoken');

const KEY = 'a key of this suite and of nothing else';

class Grants {
  constructor(accessSeconds) {
    this.accessSeconds = accessSeconds;
    this.of = new Map();        // any token ever issued: its grant
  }

  account(row, token) {
    row.presented.unshift(token);
    const grant = this.valid(token);
    if (!grant) return;
    row.live.unshift(token);
    row.user_before = grant.user;
  }

  // The living grant of an access token.
  valid(token) {
    const grant = this.of.get(token);
    if (!grant || grant.ended || (token !== grant.opaque && token === grant.refresh)) return null;
    if (token === grant.opaque) return grant;
    try {
      jwt.verify(token, KEY);
      return grant;
    } catch (error) {
      return null;
    }
  }

  opaque(user) {
    const grant = { user, ended: false, opaque: crypto.randomBytes(24).toString('base64url') };
    this.of.set(grant.opaque, grant);
    return grant;
  }

  renew(grant) {
    grant.access = jwt.sign({ sub: grant.user, jti: crypto.randomUUID() }, KEY, { expiresIn: this.accessSeconds });
    grant.refresh = crypto.randomBytes(32).toString('hex');
    this.of.set(grant.access, grant);
    this.of.set(grant.refresh, grant);
    return { access_token: grant.access, token_type: 'Bearer', expires_in: this.accessSeconds,
      refresh_token: grant.refresh };
  }
}

// Where a request may carry an access token: a field of its own, Authorization, a cookie.
function carried(req) {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization || '');
  return req.headers['x-auth-token'] || (bearer && bearer[1]) || cookie(req, 'access_token');
}

function cookie(req, name) {
  const found = (req.headers.cookie || '').split('; ').find((pair) => pair.startsWith(name + '='));
  return found && found.slice(name.length + 1);
}

// Routes: /api/session (opaque), /auth/token, /auth/refresh, /auth/logout (signed; in cookies where the login asks for
// them), /api/orders for either, /admin under HTTP Basic.
function routes(app, grants, passwords) {
  const refuse = (res) => res.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"')
    .json({ error: 'invalid_token' });
  const known = (req, res, next) => {
    req.grant = grants.valid(carried(req));
    if (!req.grant) return refuse(res);
    req.user = req.grant.user;
    next();
  };
  const login = (req, res) => {
    const { username, password } = req.body;
    if (passwords[username] !== password) {
      req.truth.facts.push('login-failed');
      res.status(401).json({ error: 'invalid_grant' });
      return false;
    }
    req.truth.facts.push('login');
    req.user = username;
    return true;
  };
  const give = (req, res, grant) => {
    const answer = grants.renew(grant);
    req.truth.issued.push(answer.access_token, answer.refresh_token);
    if (!grant.cookies) return res.json(answer);
    res.cookie('access_token', answer.access_token, { httpOnly: true, sameSite: 'lax' });
    res.cookie('refresh_token', answer.refresh_token, { httpOnly: true, sameSite: 'strict', path: '/auth' });
    res.json({ user: grant.user });
  };
  const end = (req, res) => {
    req.grant.ended = true;
    req.truth.facts.push('logout');
    if (req.grant.cookies) res.clearCookie('access_token').clearCookie('refresh_token', { path: '/auth' });
    res.status(204).end();
  };

  app.post('/api/session', (req, res) => {
    if (!login(req, res)) return;
    const grant = grants.opaque(req.user);
    req.truth.issued.push(grant.opaque);
    res.status(201).json({ token: grant.opaque, user: req.user });
  });
  app.delete('/api/session', known, end);
  app.post('/auth/token', (req, res) => {
    if (login(req, res)) give(req, res, { user: req.user, ended: false, cookies: req.body.cookies });
  });
  app.post('/auth/refresh', (req, res) => {
    const token = String(req.body.refresh_token || cookie(req, 'refresh_token'));
    const grant = grants.of.get(token);
    if (!req.truth.presented.includes(token)) req.truth.presented.push(token);
    if (!grant || grant.ended || grant.refresh !== token) return refuse(res);
    req.truth.live.push(token);
    req.truth.user_before = req.user = grant.user;
    give(req, res, grant);
  });
  app.post('/auth/logout', known, end);
  app.get('/api/orders/:number?', known, (req, res) => res.json({ owner: req.user, orders: [7, 12] }));
  app.get('/api/status', (req, res) => res.json({ status: 'fine' }));

  const seen = new Set();
  app.get('/admin/:page?', (req, res) => {
    const [, given] = /^Basic (.+)$/.exec(req.headers.authorization || '') || [];
    const [user, password] = Buffer.from(given || '', 'base64').toString().split(':');
    if (given) req.truth.presented.push(given);
    if (!given || passwords[user] !== password) {
      if (given) req.truth.facts.push('login-failed');
      return res.status(401).set('WWW-Authenticate', 'Basic realm="admin"').send('Who are you?');
    }
    req.truth.live.push(given);
    req.user = user;
    if (seen.has(user)) req.truth.user_before = user;
    else req.truth.facts.push('login');
    seen.add(user);
    res.send(`Page ${req.params.page || 'index'} for ${user}`);
  });
}

module.exports = { Grants, carried, cookie, routes };

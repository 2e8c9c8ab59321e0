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

// Routes: /api/session (opaque), /auth/token, /auth/refresh, /auth/logout (signed), /api/orders for either.
function routes(app, grants, passwords) {
  const refuse = (res) => res.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"')
    .json({ error: 'invalid_token' });
  const bearer = (req, res, next) => {
    req.grant = grants.valid((req.headers.authorization || '').slice(7));
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
  const end = (req, res) => {
    req.grant.ended = true;
    req.truth.facts.push('logout');
    res.status(204).end();
  };

  app.post('/api/session', (req, res) => {
    if (!login(req, res)) return;
    const grant = grants.opaque(req.user);
    req.truth.issued.push(grant.opaque);
    res.status(201).json({ token: grant.opaque, user: req.user });
  });
  app.delete('/api/session', bearer, end);
  app.post('/auth/token', (req, res) => {
    if (!login(req, res)) return;
    const answer = grants.renew({ user: req.user, ended: false });
    req.truth.issued.push(answer.access_token, answer.refresh_token);
    res.json(answer);
  });
  app.post('/auth/refresh', (req, res) => {
    const token = String(req.body.refresh_token);
    const grant = grants.of.get(token);
    req.truth.presented.push(token);
    if (!grant || grant.ended || grant.refresh !== token) return refuse(res);
    req.truth.live.push(token);
    req.truth.user_before = req.user = grant.user;
    const answer = grants.renew(grant);
    req.truth.issued.push(answer.access_token, answer.refresh_token);
    res.json(answer);
  });
  app.post('/auth/logout', bearer, end);
  app.get('/api/orders/:number?', bearer, (req, res) => res.json({ owner: req.user, orders: [7, 12] }));
  app.get('/api/status', (req, res) => res.json({ status: 'fine' }));
}

module.exports = { Grants, routes };

// A shop on express and express-session. SETTINGS:
//   name         session cookie ("connect.sid")        idle         seconds without use that end a session (600)
//   regenerate   a new id at login (true)              logout       "clear": ended, cookie deleted; "destroy": ended,
//   anonymous    visitors get a session too (true)                  cookie left; "regenerate": ended, a new anonymous id
//   access       seconds an access token lives (600)                minted; "forget": user taken out, the id lives on
//   device       name of a browser's id, "" for none   csrf         name of the double-submit cookie, "" for none
//   rolling      seconds that the cookie is good for,  renew        a new id at every so many pages of a logged-in
//                set with every response; 0: no date                user (0: never)
//   domain       of the session cookie ("": its host)
'use strict';
const crypto = require('crypto');
const express = require('express');
const session = require('express-session');
const { account } = require('./log');
const { assets, form, loginForm, page } = require('./pages');
const { TimedStore } = require('./store');
const { Grants, cookie, routes } = require('./tokens');

const settings = { name: 'connect.sid', idle: 600, regenerate: true, logout: 'clear', anonymous: true, access: 600,
  device: '', csrf: '', rolling: 0, renew: 0, domain: '', ...JSON.parse(process.env.SETTINGS || '{}') };
const PASSWORDS = { ada: 'difference-engine', ben: 'kite-and-key', eve: 'listening-in', dan: 'tiny-little-cat',
  fay: 'over-the-hills', gus: 'red-red-robin', hal: 'open-the-doors', ivy: 'up-the-wall', joe: 'paper-and-ink',
  kim: 'river-of-stone', lou: 'salt-and-bread', may: 'seven-small-bells' };
const SECRET = 'a secret of this suite and of nothing else';
const store = new TimedStore(settings.idle);
const grants = new Grants(settings.access);
const remembered = new Map();       // token: user
const app = express();

app.disable('x-powered-by');
app.use(account({ name: settings.name, secret: SECRET, store, grants }));
assets(app);
app.use(express.json());
routes(app, grants, PASSWORDS);
app.use(express.urlencoded({ extended: false }));

// The session middleware is about to meet a credential whose time is over.
app.use((req, res, next) => {
  const dead = req.truth.presented.filter((raw) => !req.truth.live.includes(raw));
  const ids = dead.map((raw) => decodeURIComponent(raw).slice(2).split('.')[0]);
  if (ids.some((id) => store.timedOut(id))) req.truth.facts.push('expired');
  next();
});
app.use(session({ name: settings.name, secret: SECRET, store, resave: false, saveUninitialized: settings.anonymous,
  rolling: settings.rolling > 0,
  cookie: { httpOnly: true, sameSite: 'lax', maxAge: settings.rolling * 1000 || null,
    domain: settings.domain || undefined } }));

// What browsers hold beside the session: an id of the browser, and a token against forged requests.
app.use((req, res, next) => {
  if (settings.device && !cookie(req, settings.device)) {
    res.cookie(settings.device, crypto.randomBytes(16).toString('hex'), { maxAge: 31536000000 });
  }
  if (settings.csrf) {
    req.csrf = cookie(req, settings.csrf);
    if (!req.csrf) {
      req.csrf = crypto.randomBytes(16).toString('hex');
      res.cookie(settings.csrf, req.csrf, { sameSite: 'strict' });
    }
    if (req.method === 'POST' && (req.body.csrf || req.headers['x-csrf-token']) !== cookie(req, settings.csrf)) {
      return res.status(403).send(page('Refused'));
    }
  }
  next();
});

// A remembered browser without a logged-in session gets one again.
app.use((req, res, next) => {
  const user = remembered.get(cookie(req, 'remember'));
  if (!user || req.session.user) return next();
  req.session.regenerate((error) => {
    req.session.user = user;
    next(error);
  });
});

// An id that is changed every now and then.
app.use((req, res, next) => {
  const { user, cart, pages = 0 } = req.session;
  if (!settings.renew || !user || req.method !== 'GET') return next();
  if ((pages + 1) % settings.renew) {
    req.session.pages = pages + 1;
    return next();
  }
  req.session.regenerate((error) => {
    Object.assign(req.session, { user, cart, pages: pages + 1 });
    next(error);
  });
});

app.get('/', (req, res) => {
  if (req.query.campaign) res.cookie('ab', req.query.campaign, { maxAge: 86400000 });
  res.send(page(req.session.user ? `Hello, ${req.session.user}` : 'Welcome'));
});
app.get('/product/:number', (req, res) => {
  const answer = () => res.send(page(`Product ${req.params.number}`,
    form('/cart', [['product', 'text']], req.csrf)));
  setTimeout(answer, Number(req.query.wait) || 0);
});
app.post('/prefs', (req, res) => {
  for (const name of ['theme', 'lang', 'consent']) {
    if (req.body[name]) res.cookie(name, req.body[name], { maxAge: 31536000000 });
  }
  res.redirect(303, '/');
});
app.post('/cart', (req, res) => {
  req.session.cart = [...(req.session.cart || []), req.body.product];
  res.redirect(303, '/cart');
});
app.get('/cart', (req, res) => res.send(page('Cart', `<p>${(req.session.cart || []).length} things`)));
app.get('/login', (req, res) => res.send(loginForm(req.csrf)));
app.post('/login', (req, res, next) => {
  const { user, password, remember } = req.body;
  if (PASSWORDS[user] !== password) {
    req.truth.facts.push('login-failed');
    return res.send(loginForm(req.csrf, 'Wrong name or password.'));
  }
  const enter = (error) => {
    if (error) return next(error);
    req.session.user = user;
    req.truth.facts.push('login');
    if (remember) {
      const token = crypto.randomBytes(20).toString('hex');
      remembered.set(token, user);
      res.cookie('remember', token, { maxAge: 2592000000, httpOnly: true });
    }
    res.redirect(303, '/account');
  };
  if (settings.regenerate) req.session.regenerate(enter); else enter();
});
app.post('/api/login', (req, res, next) => {
  const { user, password } = req.body;
  if (PASSWORDS[user] !== password) {
    req.truth.facts.push('login-failed');
    return res.status(401).json({ error: 'Wrong name or password.' });
  }
  req.session.regenerate((error) => {
    req.session.user = user;
    req.truth.facts.push('login');
    return error ? next(error) : res.json({ user });
  });
});
app.post('/api/logout', (req, res, next) => {
  req.truth.facts.push('logout');
  res.clearCookie(settings.name);
  req.session.destroy((error) => (error ? next(error) : res.status(204).end()));
});
app.get('/account', (req, res) => {
  if (!req.session.user) return res.redirect(302, '/login');
  res.send(page(`Account of ${req.session.user}`, form('/logout', [], req.csrf)));
});
app.get('/api/me', (req, res) => {
  if (!req.session.user) return res.status(401).json({ error: 'who are you?' });
  res.json({ user: req.session.user, cart: req.session.cart || [] });
});
app.post('/logout', (req, res, next) => {
  req.truth.facts.push('logout');
  const leave = (error) => (error ? next(error) : res.redirect(303, '/'));
  if (cookie(req, 'remember')) {
    remembered.delete(cookie(req, 'remember'));
    res.clearCookie('remember');
  }
  if (settings.logout === 'regenerate') return req.session.regenerate(leave);
  if (settings.logout === 'forget') {
    delete req.session.user;
    req.truth.kept = true;
    return leave();
  }
  if (settings.logout === 'clear') res.clearCookie(settings.name, { domain: settings.domain || undefined });
  return req.session.destroy(leave);
});

const server = app.listen(Number(process.env.PORT), '::');
server.keepAliveTimeout = 30000;

// What the shop's pages look like; nothing here knows of sessions.
'use strict';

const ASSETS = { '/static/shop.css': ['text/css', 'body { font: 16px serif }\n'.repeat(8)],
  '/static/shop.js': ['text/javascript', '// nothing to do\n'.repeat(8)],
  '/static/logo.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>\n'] };

function page(title, content = '') {
  return `<!doctype html><html><head><title>${title}</title><link rel="stylesheet" href="/static/shop.css">
<script src="/static/shop.js"></script></head><body><img src="/static/logo.svg" alt=""><h1>${title}</h1>
<p><a href="/">Home</a> <a href="/account">Account</a></p>${content}</body></html>\n`;
}

function form(action, fields, csrf) {
  const inputs = fields.map(([name, type]) => `<input name="${name}" type="${type}">`).join('');
  const hidden = csrf ? `<input name="csrf" type="hidden" value="${csrf}">` : '';
  return `<form method="post" action="${action}">${hidden}${inputs}<button>Send</button></form>`;
}

function loginForm(csrf, note = '') {
  const fields = [['user', 'text'], ['password', 'password'], ['remember', 'checkbox']];
  return page('Log in', `<p>${note}</p>` + form('/login', fields, csrf));
}

function assets(app) {
  for (const [path, [type, text]] of Object.entries(ASSETS)) {
    app.get(path, (req, res) => res.set('Cache-Control', 'max-age=600').type(type).send(text));
  }
}

module.exports = { assets, form, loginForm, page };

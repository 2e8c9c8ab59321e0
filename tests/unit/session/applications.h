#pragma once

#include "tests/unit/session/dialogue.h"

namespace hark::session::test {

// What well-known applications do with their cookies, under names that say nothing: a visit of
// the nth user each. Cookies have names of two letters, and no two users have a value in common
// but where many have.

/// DokuWiki: the identifier is kept at logins and logouts; the login cookie is deleted again for
/// whoever has none.
void wiki(Client& c, unsigned n);
/// ASP.NET: the identifier comes with the first page, the ticket with the login.
void ticket(Client& c, unsigned n);
/// WordPress: nothing before the login, then one cookie for all pages and one for its office.
void blog(Client& c, unsigned n);
/// Django: a token against forgery is kept for a year, and changes at logins.
void framework(Client& c, unsigned n);
/// Express: the identifier is made at the login. Before that the service numbers the browser for a
/// year and for a month, and gives it secrets against forgery; a form repeats the second.
void late(Client& c, unsigned n);
/// The same, where the login is kept for a year.
void kept(Client& c, unsigned n);
/// Django again, where visitors have sessions before they log in.
void shop(Client& c, unsigned n);
/// phpBB: all three cookies are kept for a year; a new identifier at login and at logout.
void board(Client& c, unsigned n);
/// Moodle: remembers who logged in last, beyond logouts, to fill in the name.
void school(Client& c, unsigned n);
/// Spring: the identifier changes at login; who wants to stay gets a token for two weeks.
void enterprise(Client& c, unsigned n);
/// PHP: scripts may read its identifier, which is gone when the browser is closed; the token that
/// brings the login back is exchanged for another.
void homemade(Client& c, unsigned n);
/// Laravel: both cookies are sealed anew each time; scripts read the one against forgery.
void sealing(Client& c, unsigned n);
/// Rails: the cookie holds the session's state; Devise adds a token for two weeks.
void stateful(Client& c, unsigned n);
/// A balancer's cookie names the machine, so that many have the same.
void balanced(Client& c, unsigned n);
/// Another balancer sets a fresh value with each answer, also with those of images.
void restless(Client& c, unsigned n);
/// Scripts number browsers and note what they agreed to; the service numbers them once more, for
/// long. The login cookie comes and goes.
void watched(Client& c, unsigned n);

}  // namespace hark::session::test

#include "core/session/words.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "core/base/text.h"

namespace hark::session {

namespace {

// Words are looked for without the hyphens and underscores that may be in them.
std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '-' || c == '_') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

bool hasAny(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

bool isAny(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool isAsset(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos) return false;
    return isAny(path.substr(dot + 1),
                 {"css",  "js",   "mjs",  "map",   "png", "jpg", "jpeg", "gif", "svg",  "ico",
                  "webp", "avif", "woff", "woff2", "ttf", "otf", "eot",  "mp4", "webm", "mp3"});
}

}  // namespace

unsigned topicsOf(std::string_view pathOrText) {
    const std::string text = folded(pathOrText);
    unsigned topics = 0;
    const auto add = [&](Topic topic, bool speaks) {
        if (speaks) topics |= static_cast<unsigned>(topic);
    };
    const bool logout =
        hasAny(text, {"logout", "logoff", "signout", "signoff", "endsession", "abmelden",
                      "ausloggen", "deconnexion", "cerrarsesion", "afmelden", "loggut", "/revoke"});
    add(Topic::Logout, logout);
    add(Topic::Login, !logout && hasAny(text, {"login", "logon", "signin", "securitycheck",
                                               "anmelden", "einloggen", "connexion", "authenticate",
                                               "/auth", "/sso", "iniciarsesion", "loggin"}));
    add(Topic::Cart, hasAny(text, {"cart", "basket", "warenkorb", "panier", "carrito"}));
    add(Topic::Checkout, hasAny(text, {"checkout", "kasse", "/order", "payment"}));
    add(Topic::Session, hasAny(text, {"session", "token", "login", "auth"}));
    add(Topic::Asset, isAsset(text));
    return topics;
}

bool namesPassword(std::string_view name) {
    return hasAny(folded(name), {"passw", "passwd", "pwd", "passphrase", "passwort", "kennwort",
                                 "motdepasse", "mdp", "senha", "contrasena", "wachtwoord"}) ||
           isAny(folded(name), {"pass", "pw", "userpass", "loginpass", "pass1"});
}

bool namesChangedPassword(std::string_view name) {
    return namesPassword(name) &&
           hasAny(folded(name), {"new", "old", "current", "neu", "alt", "confirm", "repeat",
                                 "again", "password2", "pass2"});
}

bool namesUser(std::string_view name) {
    const std::string text = folded(name);
    return hasAny(text, {"username", "userid", "login", "email", "benutzer", "utilisateur",
                         "usuario", "account"}) ||
           isAny(text, {"user", "u", "uid", "name", "mail", "log", "juser", "id", "uname", "usr"});
}

bool namesSecret(std::string_view name) {
    return namesPassword(name) ||
           hasAny(folded(name), {"token", "secret", "csrf", "card", "cvv", "cvc", "iban", "pin",
                                 "otp", "apikey", "signature", "authenticity", "credential"});
}

}  // namespace hark::session

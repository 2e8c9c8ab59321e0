#include "core/session/words.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "core/base/text.h"
#include "core/session/word_finder.h"

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
    constexpr std::size_t kLongest = 5;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || path.size() - dot > kLongest + 1) return false;
    const std::string_view ending = path.substr(dot + 1);
    const auto is = [&](std::initializer_list<std::string_view> endings) {
        return std::any_of(endings.begin(), endings.end(), [&](std::string_view one) {
            return base::equalsIgnoringCase(one, ending);
        });
    };
    switch (ending.size()) {
        case 2:
            return is({"js"});
        case 3:
            return is({"css", "png", "jpg", "gif", "svg", "ico", "mjs", "map", "ttf", "otf", "eot",
                       "mp4", "mp3"});
        case 4:
            return is({"jpeg", "webp", "avif", "woff", "webm"});
        case 5:
            return is({"woff2"});
        default:
            return false;
    }
}

}  // namespace

unsigned topicsOf(std::string_view text) {
    constexpr auto kLogin = static_cast<unsigned>(Topic::Login);
    constexpr auto kLogout = static_cast<unsigned>(Topic::Logout);
    constexpr auto kCart = static_cast<unsigned>(Topic::Cart);
    constexpr auto kCheckout = static_cast<unsigned>(Topic::Checkout);
    constexpr auto kSession = static_cast<unsigned>(Topic::Session);
    static const WordFinder kWords({
        {"logout", kLogout},       {"logoff", kLogout},       {"signout", kLogout},
        {"signoff", kLogout},      {"endsession", kLogout},   {"abmelden", kLogout},
        {"ausloggen", kLogout},    {"deconnexion", kLogout},  {"cerrarsesion", kLogout},
        {"afmelden", kLogout},     {"loggut", kLogout},       {"/revoke", kLogout},
        {"login", kLogin},         {"logon", kLogin},         {"signin", kLogin},
        {"securitycheck", kLogin}, {"anmelden", kLogin},      {"einloggen", kLogin},
        {"connexion", kLogin},     {"authenticate", kLogin},  {"/auth", kLogin},
        {"/sso", kLogin},          {"iniciarsesion", kLogin}, {"loggin", kLogin},
        {"cart", kCart},           {"basket", kCart},         {"warenkorb", kCart},
        {"panier", kCart},         {"carrito", kCart},        {"checkout", kCheckout},
        {"kasse", kCheckout},      {"/order", kCheckout},     {"payment", kCheckout},
        {"session", kSession},     {"token", kSession},       {"login", kSession},
        {"auth", kSession},        {"csrf", kSession},
    });
    if (isAsset(text)) return static_cast<unsigned>(Topic::Asset);
    const unsigned topics = kWords.meaningsOf(text);
    return (topics & kLogout) != 0 ? topics & ~kLogin : topics;
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

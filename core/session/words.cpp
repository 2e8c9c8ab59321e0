#include "core/session/words.h"

#include <algorithm>
#include <array>
#include <cstdint>
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

// Up to seven characters as a number, in any case.
constexpr std::uint64_t packed(std::string_view text) {
    std::uint64_t number = 1;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        number = number << 8U | static_cast<unsigned char>(lower);
    }
    return number;
}

bool isAsset(std::string_view path) {
    constexpr std::size_t kLongest = 5;
    const std::string_view end = path.substr(path.size() - std::min(path.size(), kLongest + 1));
    const std::size_t dot = end.rfind('.');
    if (dot == std::string_view::npos) return false;
    switch (packed(end.substr(dot + 1))) {
        case packed("js"):
        case packed("css"):
        case packed("png"):
        case packed("jpg"):
        case packed("gif"):
        case packed("svg"):
        case packed("ico"):
        case packed("mjs"):
        case packed("map"):
        case packed("ttf"):
        case packed("otf"):
        case packed("eot"):
        case packed("mp4"):
        case packed("mp3"):
        case packed("jpeg"):
        case packed("webp"):
        case packed("avif"):
        case packed("woff"):
        case packed("webm"):
        case packed("woff2"):
            return true;
        default:
            return false;
    }
}

constexpr auto kLogin = static_cast<unsigned>(Topic::Login);
constexpr auto kLogout = static_cast<unsigned>(Topic::Logout);
constexpr auto kCart = static_cast<unsigned>(Topic::Cart);
constexpr auto kCheckout = static_cast<unsigned>(Topic::Checkout);
constexpr auto kSession = static_cast<unsigned>(Topic::Session);

constexpr std::array kWords = {
    WordFinder::Word{"logout", kLogout},
    WordFinder::Word{"logoff", kLogout},
    WordFinder::Word{"signout", kLogout},
    WordFinder::Word{"signoff", kLogout},
    WordFinder::Word{"endsession", kLogout},
    WordFinder::Word{"abmelden", kLogout},
    WordFinder::Word{"ausloggen", kLogout},
    WordFinder::Word{"deconnexion", kLogout},
    WordFinder::Word{"cerrarsesion", kLogout},
    WordFinder::Word{"afmelden", kLogout},
    WordFinder::Word{"loggut", kLogout},
    WordFinder::Word{"login", kLogin},
    WordFinder::Word{"logon", kLogin},
    WordFinder::Word{"signin", kLogin},
    WordFinder::Word{"jsecuritycheck", kLogin},
    WordFinder::Word{"anmelden", kLogin},
    WordFinder::Word{"einloggen", kLogin},
    WordFinder::Word{"connexion", kLogin},
    WordFinder::Word{"authenticate", kLogin},
    WordFinder::Word{"auth", kLogin},
    WordFinder::Word{"sso", kLogin},
    WordFinder::Word{"iniciarsesion", kLogin},
    WordFinder::Word{"loggin", kLogin},
    WordFinder::Word{"cart", kCart},
    WordFinder::Word{"basket", kCart},
    WordFinder::Word{"warenkorb", kCart},
    WordFinder::Word{"panier", kCart},
    WordFinder::Word{"carrito", kCart},
    WordFinder::Word{"checkout", kCheckout},
    WordFinder::Word{"kasse", kCheckout},
    WordFinder::Word{"order", kCheckout},
    WordFinder::Word{"payment", kCheckout},
    WordFinder::Word{"session", kSession},
    WordFinder::Word{"token", kSession},
    WordFinder::Word{"auth", kSession},
    WordFinder::Word{"login", kSession},
    WordFinder::Word{"csrf", kSession},
    WordFinder::Word{"revoke", kLogout},
    WordFinder::Word{"oauth", kSession},
    WordFinder::Word{"oauth2", kSession},
    WordFinder::Word{"sessions", kSession},
    WordFinder::Word{"tokens", kSession},
    WordFinder::Word{"orders", kCheckout},
};
// The beginning of a path in which words are looked for; what people meet is shorter.
constexpr std::size_t kTopicalText = 1024;
// Other words, and shorter ones, mean something else where they are parts of words.
constexpr std::size_t kShortestPart = 5;

bool isSeparator(char c) {
    return c == '-' || c == '_';
}

// Whether a segment of a path is that word, with whatever hyphens in it, or one of its parts
// between hyphens begins or ends with it: "Log-Out", "user_login", "UserLogout"; not "blog-in".
bool speaksOf(std::string_view segment, const WordFinder::Word& topic) {
    const std::string_view word = topic.text;
    const bool mayBePart =
        word.size() >= kShortestPart && (topic.meaning & (kLogin | kLogout)) != 0;
    if (folded(segment) == word) return true;
    while (!segment.empty()) {
        const auto* const end = std::find_if(segment.begin(), segment.end(), isSeparator);
        const auto length = static_cast<std::size_t>(end - segment.begin());
        const std::string part = base::toLower(segment.substr(0, length));
        const bool isPart = mayBePart && (part.starts_with(word) || part.ends_with(word));
        if (part == word || isPart) return true;
        segment.remove_prefix(std::min(length + 1, segment.size()));
    }
    return false;
}

// The topics of which a whole segment speaks, among those of words that are somewhere in the text.
unsigned confirmed(std::string_view text, unsigned topics) {
    unsigned found = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("/.;:?=&,"), text.size());
        for (const WordFinder::Word& word : kWords) {
            if ((word.meaning & topics & ~found) != 0 && speaksOf(text.substr(0, end), word)) {
                found |= word.meaning;
            }
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

const WordFinder& finder() {
    static const WordFinder kFinder({kWords.begin(), kWords.end()});
    return kFinder;
}

}  // namespace

unsigned topicsOf(std::string_view text) {
    if (isAsset(text)) return static_cast<unsigned>(Topic::Asset);
    text = text.substr(0, kTopicalText);
    unsigned topics = finder().meaningsOf(text);
    if (topics == 0) return 0;
    topics = confirmed(text, topics);
    // Things are revoked everywhere; a token where there is nothing else, or by its name.
    const bool isRevoke = (topics & kLogout) != 0 && text.find("revoke") != std::string_view::npos;
    if (isRevoke && (topics & kSession) == 0 && std::count(text.begin(), text.end(), '/') > 1) {
        topics &= ~kLogout;
    }
    return (topics & kLogout) != 0 ? topics & ~kLogin : topics;
}

bool queryAsksToLogOut(std::string_view query) {
    if ((finder().meaningsOf(query) & kLogout) == 0) return false;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        const std::string_view name = pair.substr(0, pair.find('='));
        const std::string_view value = pair.substr(std::min(name.size() + 1, pair.size()));
        const bool isCommand = isAny(folded(name), {"do", "action", "act", "cmd", "op", "mode",
                                                    "title", "page", "route", "r"});
        if (has(topicsOf(name), Topic::Logout)) return true;
        if (isCommand && has(topicsOf(value), Topic::Logout)) return true;
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
    }
    return false;
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

unsigned namesUser(std::string_view name) {
    const std::string text = folded(name);
    if (hasAny(text, {"username", "userid", "email", "benutzer", "utilisateur", "usuario"}) ||
        isAny(text, {"user", "juser", "uname", "usr", "uid", "log"})) {
        return 2;
    }
    return hasAny(text, {"login", "account"}) || isAny(text, {"u", "name", "mail", "id"}) ? 1 : 0;
}

bool namesSecret(std::string_view name) {
    return namesPassword(name) ||
           hasAny(folded(name),
                  {"token", "secret", "csrf", "card", "cvv", "cvc", "ccnum", "iban", "pin", "otp",
                   "apikey", "signature", "authenticity", "credential"});
}

bool namesThing(std::string_view name) {
    return isAny(folded(name), {"product", "productid", "item", "itemid", "sku", "quantity", "qty",
                                "count", "amount", "size", "color", "colour", "variant", "book"});
}

}  // namespace hark::session

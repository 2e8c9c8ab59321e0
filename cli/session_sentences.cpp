#include "cli/session_sentences.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/row_printer.h"
#include "cli/session_words.h"
#include "core/base/text.h"
#include "core/query/user_agent.h"

namespace hark::cli {

namespace {

constexpr std::size_t kListedStates = 6;
constexpr std::size_t kWidestText = 40;

std::string cut(std::string_view text) {
    return fitted(base::printable(text), kWidestText);
}

// "theme = dark, lang = en"
std::string listed(std::span<const query::StateRow> rows) {
    std::string out;
    for (const query::StateRow& row : rows.first(std::min(rows.size(), kListedStates))) {
        std::string one = cut(row.name);
        if (!row.value.empty()) one += (one.empty() ? "" : " = ") + cut(row.value);
        out += (out.empty() || one.empty() ? "" : ", ") + one;
    }
    if (rows.size() > kListedStates)
        out += fmt::format(", and {} more", rows.size() - kListedStates);
    return out;
}

// "a, b and c"
std::string enumerated(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return out;
}

// A carrier without a name of its own.
std::string carrierInWords(std::string_view carrier) {
    if (carrier == "bearer" || carrier == "basic" || carrier == "digest") {
        return credentialInWords(carrier, "");
    }
    std::string words = "a " + base::printable(carrier);
    std::replace(words.begin(), words.end(), '-', ' ');
    return words;
}

std::string whatChanged(std::string_view kind, bool isOne) {
    if (kind == "user") return "The exchange names a user";
    if (kind == "preference") return isOne ? "A preference was set" : "Preferences were set";
    if (kind == "cart") return "The cart was changed";
    if (kind == "checkout") return "The checkout went on";
    if (kind == "form-step") return "A step of a form was sent";
    return base::printable(kind);
}

}  // namespace

std::string eventInWords(const query::LifeEventRow& event, const EventSetting& setting) {
    const std::string credential =
        event.credential ? credentialInWords(event.credential->carrier, event.credential->name)
                         : "its credential";
    const std::string user = cut(setting.user);
    const std::string& by = setting.by;
    const std::string_view kind = event.event;
    if (kind == "minted") return "The server issued " + credential;
    if (kind == "adopted") {
        return fmt::format(
            "The session was going on before: the capture doesn't show {} being issued",
            credential);
    }
    if (kind == "login") return (user.empty() ? "Somebody" : user) + " logged in" + by;
    if (kind == "login-failed") return "A login failed" + by;
    if (kind == "rotated") return "The server gave a new value to " + credential;
    if (kind == "privilege-change") {
        return "The user changed without a logout" + (user.empty() ? "" : " to " + user) + by;
    }
    if (kind == "logout") return (user.empty() ? "The user" : user) + " logged out" + by;
    if (kind == "expired") {
        return "The server no longer knew the session when asked" + by + setting.next;
    }
    if (kind == "deleted") return "The server deleted " + credential;
    if (kind == "used-after-end") return "After its end " + credential + " was sent once more" + by;
    if (kind == "second-client") {
        return fmt::format("Another client sent {}: {}", credential, setting.client);
    }
    if (kind == "roaming") return "The client's address changed: " + setting.client;
    if (kind == "fixated") {
        return fmt::format("The login kept {}, which another client had held before", credential);
    }
    return base::printable(kind);
}

std::string stateInWords(std::span<const query::StateRow> rows, std::string_view by) {
    std::string out = whatChanged(rows.front().kind, rows.size() == 1);
    out += by;
    const std::string what = listed(rows);
    return what.empty() ? out : out + ": " + what;
}

std::string carryingInWords(const query::SessionDetail& detail) {
    std::vector<std::string> carriers;  // in words
    std::vector<std::string> issued;    // as what, where that is another carrier
    const auto addTo = [](std::vector<std::string>& list, std::string words) {
        if (std::find(list.begin(), list.end(), words) == list.end())
            list.push_back(std::move(words));
    };
    std::string_view rest = detail.row.carriedBy;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(", "), rest.size());
        const std::string_view carrier = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        const std::size_t before = carriers.size();
        for (const query::CredentialRow& credential : detail.credentials) {
            if (credential.carrier == carrier)
                addTo(carriers, credentialInWords(carrier, credential.name));
        }
        if (carriers.size() == before) addTo(carriers, carrierInWords(carrier));
    }
    for (const query::CredentialRow& credential : detail.credentials) {
        const std::string words = credentialInWords(credential.carrier, credential.name);
        if (std::find(carriers.begin(), carriers.end(), words) == carriers.end())
            addTo(issued, words);
    }
    std::string out = carriers.empty() ? "No request carried it" : "By " + enumerated(carriers);
    if (!issued.empty()) out += "; it was issued as " + enumerated(issued);
    if (detail.row.stateKept == "server") {
        return out + ". The value is opaque: what the application knows is kept at the server.";
    }
    if (detail.row.stateKept == "client") {
        return out + ". The value carries the state itself: it is kept at the client.";
    }
    return out + ". Where its state is kept can't be told from it.";
}

std::string clientInWords(std::string_view userAgent, std::string_view address) {
    const std::string words = query::userAgentInWords(userAgent);
    return fmt::format("{} at {}", words.empty() ? "a client without a name" : cut(words),
                       base::printable(address));
}

}  // namespace hark::cli

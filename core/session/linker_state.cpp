// What an exchange adds to its session besides credentials: logins, clients, figures, state.

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/session/linker.h"
#include "core/session/words.h"

namespace hark::session {

namespace {

constexpr std::size_t kHolders = 8;
// "GA1.1.291610026.1705900847" has 26.
constexpr std::size_t kShortestBrowserId = 12;
constexpr std::size_t kConnections = 10'000;
// Of a session's credentials the live ones are the last.
constexpr std::size_t kRecentCredentials = 32;

std::string_view addressOf(std::string_view client) {
    return client.substr(0, client.find('\n'));
}
std::string_view agentOf(std::string_view client) {
    return client.substr(std::min(client.find('\n'), client.size() - 1) + 1);
}

template <typename List>
bool contains(const List& list, std::uint32_t value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

// "product 3, quantity 2", or the names alone.
std::string listed(const Facts& facts, bool withValues) {
    std::string out;
    for (const Note& note : facts.rare->notes) {
        out += fmt::format("{}{}", out.empty() ? "" : ", ", note.name);
        if (withValues && namesThing(note.name)) out += " " + note.value;
    }
    return out;
}

}  // namespace

// ---- logins

bool Linker::isOtherClient(std::uint32_t one, std::uint32_t other) const {
    const std::string& a = books_.clients[one];
    const std::string& b = books_.clients[other];
    return one != other && one != 0 && other != 0 && addressOf(a) != addressOf(b) &&
           agentOf(a) != agentOf(b);
}

void Linker::takeLogin(const Facts& facts, SessionIndex session, const Answer& answer) {
    takeNextPage(facts, session, answer);
    if (!facts.signs.isLoginAttempt || registry_.session(session).isEnded) return;
    PendingLogin login;
    login.exchange = facts.exchange;
    login.time = facts.responded;
    login.client = facts.client;
    login.user = facts.rare->user;
    const auto& credentials = registry_.session(session).credentials;
    const std::size_t old = credentials.size() - std::min(credentials.size(), kRecentCredentials);
    for (std::size_t i = old; i < credentials.size(); ++i) {
        const Credential& one = registry_.credential(credentials[i]);
        if (one.state != Credential::State::Live || one.what != CredentialClass::Session) continue;
        if (books_.names[one.name].issuedAtLogin > 0) login.serviceRotates = true;
        if (answer.isRotation) continue;
        for (const std::uint32_t holder : one.holders) {
            if (isOtherClient(holder, facts.client)) login.fixatedWith = one.row.id;
        }
    }
    // State at the client changes at a refusal as well.
    const bool mints = answer.mints && !(answer.isRotation && answer.isClientState);
    switch (outcomeOfLogin(facts, mints)) {
        case LoginOutcome::Succeeded:
            succeed(session, login,
                    answer.mints ? "a password is sent, and the answer sets a new credential"
                                 : "a password is sent and accepted");
            break;
        case LoginOutcome::Failed:
            fail(session, login, "a password is sent and refused");
            break;
        case LoginOutcome::NextPageTells:
            registry_.session(session).login = std::move(login);
            undecided_.push_back(session);
            break;
        case LoginOutcome::Unknown:
            break;
    }
}

void Linker::takeNextPage(const Facts& facts, SessionIndex session, const Answer& answer) {
    const auto login = registry_.session(session).login;
    if (!login || facts.exchange == login->exchange || facts.requested < login->time) return;
    LoginOutcome outcome = outcomeByNextPage(*login, facts);
    if (outcome == LoginOutcome::NextPageTells && answer.isRotation) {
        outcome = LoginOutcome::Succeeded;
    }
    if (outcome == LoginOutcome::Succeeded) {
        succeed(session, *login, "a password is sent, and the next page is not the login again");
    } else if (outcome == LoginOutcome::Failed) {
        fail(session, *login, "a password is sent, and the next page asks for it again");
    }
}

void Linker::succeed(SessionIndex session, const PendingLogin& login, std::string_view evidence) {
    SessionState& state = registry_.session(session);
    state.login.reset();
    const CredentialIndex current = state.credentials.empty() ? kNone : state.credentials.back();
    const base::CredentialId credential =
        current == kNone ? base::CredentialId{} : registry_.credential(current).row.id;
    if (state.row.isSignedIn && login.user.empty()) {
        narrator_.lifeEvent(state, LifeEventKind::PrivilegeChange, login.exchange, login.time,
                            credential, "who is signed in proves the password once more");
        return;
    }
    const bool isOtherUser = state.row.isSignedIn && !login.user.empty() &&
                             !state.row.user.empty() && login.user != state.row.user;
    narrator_.lifeEvent(state, LifeEventKind::Login, login.exchange, login.time, credential,
                        evidence);
    if (isOtherUser) {
        narrator_.lifeEvent(state, LifeEventKind::PrivilegeChange, login.exchange, login.time,
                            credential, "somebody else logs in without a logout before");
    }
    if (login.fixatedWith.isSet()) {
        narrator_.lifeEvent(state, LifeEventKind::Fixated, login.exchange, login.time,
                            login.fixatedWith,
                            "the login keeps an identifier that another client held before");
    }
    state.row.isSignedIn = true;
    state.maybeSignedIn = false;
    state.loginClient = login.client;
    state.signedClients.assign(1, login.client);
    if (!login.user.empty()) {
        state.row.user = login.user;
        std::vector<std::string>& users = state.row.users;
        if (users.size() < limits_->usersOfSession &&
            std::find(users.begin(), users.end(), login.user) == users.end()) {
            users.push_back(login.user);
        }
    }
    touch(session);
}

void Linker::fail(SessionIndex session, const PendingLogin& login, std::string_view evidence) {
    SessionState& state = registry_.session(session);
    state.login.reset();
    if (state.row.isSignedIn && login.user.empty()) return;
    narrator_.lifeEvent(state, LifeEventKind::LoginFailed, login.exchange, login.time, {},
                        login.user.empty() ? std::string(evidence)
                                           : std::string(evidence) + ", for a user that is named");
}

// ---- clients

void Linker::countNewestClient(SessionState& state) {
    if (state.exchangesOfNewest == 0) return;
    state.row.clients[state.clients.size() - 1].exchanges += state.exchangesOfNewest;
    state.exchangesOfNewest = 0;
}

void Linker::takeClient(const Facts& facts, SessionIndex session, CredentialIndex credential) {
    SessionState& state = registry_.session(session);
    const auto known = std::find(state.clients.begin(), state.clients.end(), facts.client);
    if (known != state.clients.end()) {
        ++state.row.clients[static_cast<std::size_t>(known - state.clients.begin())].exchanges;
    } else if (state.clients.size() < limits_->clientsOfSession) {
        const std::string& client = books_.clients[facts.client];
        countNewestClient(state);
        state.clients.push_back(facts.client);
        state.newestClient = facts.client;
        state.row.clients.push_back(
            {std::string(addressOf(client)), std::string(agentOf(client)), facts.exchange, 1});
    }
    if (credential == kNone || registry_.credential(credential).session != session) return;
    Credential& one = registry_.credential(credential);
    if (one.holders.size() < kHolders && !contains(one.holders, facts.client)) {
        one.holders.push_back(facts.client);
    }
    if (!state.row.isSignedIn || state.isEnded || contains(state.signedClients, facts.client) ||
        state.signedClients.size() > limits_->clientsOfSession) {
        return;
    }
    const std::string& client = books_.clients[facts.client];
    const bool isAgentKnown = std::any_of(
        state.signedClients.begin(), state.signedClients.end(),
        [&](std::uint32_t other) { return agentOf(books_.clients[other]) == agentOf(client); });
    const bool isAddressKnown = std::any_of(
        state.signedClients.begin(), state.signedClients.end(),
        [&](std::uint32_t other) { return addressOf(books_.clients[other]) == addressOf(client); });
    state.signedClients.push_back(facts.client);
    if (!isAgentKnown && !isAddressKnown) {
        event(session, LifeEventKind::SecondClient, facts, credential,
              "another address and another user agent present the live credential");
    } else if (isAgentKnown) {
        event(session, LifeEventKind::Roaming, facts, credential,
              "the same user agent comes from another address");
    }
}

// What outlives sessions says that their user agent is the same.
void Linker::takeVisitor(const Facts& facts, SessionIndex session) {
    const SessionState& state = registry_.session(session);
    for (const Use& use : facts.uses) {
        if (use.carrier != Carrier::Cookie || use.act == Act::Deletes) continue;
        const CredentialClass what = (*verdicts_)[use.name].what;
        if (what != CredentialClass::Browser && what != CredentialClass::Csrf &&
            what != CredentialClass::RememberMe) {
            continue;
        }
        const NameAccount& account = books_.names[use.name];
        if (account.shared * 2 > account.distinct && account.distinct > 2) continue;
        // What doesn't look like an identifier must at least not be a switch.
        const bool isLong = books_.values.text(use.value).size() >= kShortestBrowserId;
        if (!use.looksLikeId && !isLong) continue;
        const std::uint64_t key = absl::Hash<std::tuple<ValueKey, std::string, std::uint64_t>>()(
            {use.value, account.name, books_.domains.siteNumber(facts.service)});
        visitors_.hold(key, static_cast<std::uint32_t>(state.row.visitor),
                       "both hold the same value of the cookie " + account.name);
    }
}

// ---- figures

void Linker::takeConnection(base::ConnectionId connection, SessionState& state) {
    state.connection = connection;
    const auto place =
        std::lower_bound(state.connections.begin(), state.connections.end(), connection);
    const bool isKnown = place != state.connections.end() && *place == connection;
    if (isKnown || state.connections.size() >= kConnections) return;
    state.connections.insert(place, connection);
    state.row.figures.connections = state.connectionsBefore + state.connections.size();
}

void Linker::takeFigures(const Facts& facts, SessionIndex session) {
    SessionState& state = registry_.session(session);
    Figures& figures = state.row.figures;
    ++figures.exchanges;
    if (facts.signs.isPage) ++figures.pages;
    if (facts.signs.isAsset) ++figures.assets;
    if (facts.status >= 400 || !facts.signs.hasResponse) ++figures.errors;
    if (facts.signs.isReused) ++figures.reused;
    figures.requestBytes += facts.requestBytes;
    figures.responseBytes += facts.responseBytes;
    figures.blocked += facts.blocked;
    if (facts.signs.isPage && figures.exchanges > 1 && facts.requested > state.lastEnded) {
        ++figures.thinks;
        figures.thinking += facts.requested - state.lastEnded;
    }
    state.lastEnded = std::max(state.lastEnded, facts.ended);
    if (state.connection != facts.connection) takeConnection(facts.connection, state);
    state.row.started = std::min(state.row.started, facts.requested);
    state.row.lastSeen = std::max(state.row.lastSeen, facts.ended);
    if (facts.exchange < state.row.firstExchange) state.row.firstExchange = facts.exchange;
    if (state.row.lastExchange < facts.exchange) state.row.lastExchange = facts.exchange;
    if (state.row.isSignedIn && facts.signs.hasLogoutLink &&
        logoutPages_.size() < limits_->logoutPages) {
        logoutPages_.insert({facts.service, facts.path});
    }
    if (facts.signs.hasLogoutLink && state.maybeSignedIn) {
        state.row.isSignedIn = true;
        state.maybeSignedIn = false;
        state.signedClients.assign(1, facts.client);
    }
    const bool saysNothingNew = facts.signs.repeats && !facts.uses.hasOwn();
    if (saysNothingNew && state.carriers != 0) return;
    for (const Use& use : facts.uses) {
        if (use.act == Act::Deletes || !links(use)) continue;
        const unsigned bit = 1U << static_cast<unsigned>(use.carrier);
        if (use.act == Act::Presents && (state.carriers & bit) == 0) {
            state.carriers |= bit;
            state.row.carriedBy +=
                fmt::format("{}{}", state.row.carriedBy.empty() ? "" : ", ", toString(use.carrier));
        }
        if (use.isClientState) {
            state.row.stateKept = StateKept::Client;
        } else if (use.looksLikeId && state.row.stateKept == StateKept::Unknown) {
            state.row.stateKept = StateKept::Server;
        }
    }
}

// ---- state seen

void Linker::takeState(const Facts& facts, SessionIndex session) {
    SessionState& state = registry_.session(session);
    const auto mayTell = [&] { return state.states < limits_->statesOfSession; };
    for (const Use& use : facts.uses) {
        if (!mayTell()) return;
        const NameAccount& account = books_.names[use.name];
        const CredentialClass what = (*verdicts_)[use.name].what;
        if (use.act == Act::Issues && use.carrier == Carrier::Cookie &&
            what == CredentialClass::Preference && !isPresented(facts, use.value)) {
            narrator_.state(
                state, facts, "preference", account.name,
                namesSecret(account.name) ? std::string_view() : books_.values.text(use.value));
        } else if (what == CredentialClass::Csrf && use.act == Act::Issues) {
            narrator_.state(state, facts, "csrf-issued", account.name, {});
        } else if (what == CredentialClass::Csrf && use.carrier != Carrier::Cookie &&
                   facts.signs.isUnsafe) {
            narrator_.state(state, facts, "csrf-returned", account.name, {});
        }
    }
    if (!facts.signs.isUnsafe || facts.signs.isLoginAttempt || facts.signs.isLogoutRequest ||
        facts.status >= 400 || !mayTell()) {
        return;
    }
    const unsigned topics = facts.topics;
    const bool isStep = facts.signs.isRedirect && facts.rare->location != 0 &&
                        facts.rare->location != facts.path && !has(topics, Topic::Cart);
    if (has(topics, Topic::Checkout)) {
        narrator_.state(state, facts, "checkout", listed(facts, false), {});
    } else if (has(topics, Topic::Cart)) {
        narrator_.state(state, facts, "cart", "added or changed", listed(facts, true));
    }
    if (facts.path == state.nextStep && state.nextStep != 0 && mayTell()) {
        ++state.steps;
        narrator_.state(state, facts, "form-step", fmt::format("step {}", state.steps),
                        listed(facts, false));
    } else if (isStep) {
        state.steps = 1;
    }
    state.nextStep = isStep ? facts.rare->location : 0;
}

}  // namespace hark::session

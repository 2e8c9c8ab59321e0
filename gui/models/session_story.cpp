#include "gui/models/session_story.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "core/query/user_agent.h"
#include "gui/models/filter_term.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::SessionStory", text);
}

QString clientText(const std::string& userAgent, const std::string& address) {
    const QString program = shownText(query::userAgentInWords(userAgent));
    if (program.isEmpty()) return tr("A client at %1").arg(shownText(address));
    return tr("%1 at %2").arg(program, shownText(address));
}

QString exchangeText(std::uint64_t exchange) {
    return QStringLiteral("#%1").arg(countText(exchange));
}

// `the cookie “sid”`, in the words of each carrier.
QString carrierText(const std::string& carrier, const std::string& name) {
    struct Words {
        std::string_view carrier;
        const char* text;
    };
    static constexpr std::array<Words, 9> kWords{{
        {"cookie", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "cookie “%1”")},
        {"path-parameter", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "path parameter “%1”")},
        {"query-parameter", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "query parameter “%1”")},
        {"form-field", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "form field “%1”")},
        {"json-member", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "JSON member “%1”")},
        {"header-field", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "header field “%1”")},
        {"bearer", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "bearer token")},
        {"basic", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "Basic credentials")},
        {"digest", QT_TRANSLATE_NOOP("hark::gui::SessionStory", "Digest credentials")},
    }};
    const auto* const found = std::find_if(
        kWords.begin(), kWords.end(), [&](const Words& words) { return words.carrier == carrier; });
    if (found == kWords.end()) return shownText(carrier);
    const QString text = tr(found->text);
    return text.contains(QStringLiteral("%1")) ? text.arg(shownText(name)) : text;
}

// Which of several users logged in is not kept with the event.
QString userOf(const query::SessionDetail& session) {
    return session.row.users.size() == 1 ? shownText(session.row.users.front()) : tr("A user");
}

QString eventText(LifeSign sign, const query::LifeEventRow& event,
                  const query::SessionDetail& session) {
    const QString what = event.credential
                             ? carrierText(event.credential->carrier, event.credential->name)
                             : tr("credential");
    const QString from = shownText(event.client.address);
    switch (sign) {
        case LifeSign::Minted:
            return tr("The server issued the %1").arg(what);
        case LifeSign::Adopted:
            return tr("The session was there before the capture began");
        case LifeSign::Login:
            return tr("%1 logged in").arg(userOf(session));
        case LifeSign::LoginFailed:
            return tr("A login failed");
        case LifeSign::Rotated:
            return tr("The %1 got a new value").arg(what);
        case LifeSign::PrivilegeChange:
            return tr("The user changed without a logout");
        case LifeSign::Logout:
            return tr("%1 logged out").arg(userOf(session));
        case LifeSign::Expired:
            return tr("The session expired");
        case LifeSign::Deleted:
            return tr("The server took the %1 away").arg(what);
        case LifeSign::SecondClient:
            return tr("Another client, at %1, sent the %2").arg(from, what);
        case LifeSign::Fixated:
            return tr("The login kept an id that another client held before");
        case LifeSign::Roaming:
            return tr("The client went on at another address, %1").arg(from);
        case LifeSign::UsedAfterEnd:
            return tr("The %1 was sent once more after the end").arg(what);
    }
    return {};
}

StoryLine lineAt(std::int64_t ns, std::uint64_t exchange, std::int64_t originNs) {
    StoryLine line;
    line.time = offsetText(ns - originNs);
    line.exchange = exchange;
    line.filters = QStringList{QStringLiteral("id:%1").arg(exchange)};
    return line;
}

QString stateTitle(std::string_view kind) {
    if (kind == "preference") return tr("Preferences were set");
    if (kind == "cart") return tr("The cart was changed");
    if (kind == "checkout") return tr("The checkout went on");
    if (kind == "form-step") return tr("A form was sent");
    if (kind == "user") return tr("The user was named");
    return shownText(kind);
}

bool isToken(const query::StateRow& row) {
    return row.kind == "csrf-issued" || row.kind == "csrf-returned";
}

// What one exchange shows of one kind is one line; tokens are counted among the figures.
void addState(const query::SessionDetail& session, std::int64_t originNs,
              std::vector<std::pair<std::int64_t, StoryLine>>& timed) {
    const query::StateRow* last = nullptr;
    for (const query::StateRow& row : session.state) {
        if (isToken(row)) continue;
        if (last == nullptr || last->exchange != row.exchange || last->kind != row.kind) {
            StoryLine line = lineAt(row.timeNs, row.exchange, originNs);
            line.text = stateTitle(row.kind);
            timed.emplace_back(row.timeNs, std::move(line));
        }
        last = &row;
        QString& detail = timed.back().second.detail;
        if (!detail.isEmpty()) detail += QStringLiteral(", ");
        detail += shownText(row.name);
        if (!row.value.empty()) detail += QStringLiteral(" = ") + shownText(row.value);
    }
}

QString lifeOf(const query::CredentialRow& row) {
    QString text = row.minted ? tr("issued by %1").arg(exchangeText(*row.minted))
                              : tr("first seen in %1").arg(exchangeText(row.firstExchange));
    text += QStringLiteral(", ");
    text += row.uses == 1 ? tr("sent by 1 request")
                          : tr("sent by %1 requests").arg(countText(row.uses));
    text += tr(", last in %1").arg(exchangeText(row.lastExchange));
    return text + QStringLiteral(", ") + (row.isLive ? tr("live") : tr("no longer live"));
}

StoryLine figure(const QString& label, const QString& value) {
    StoryLine line;
    line.text = label;
    line.figure = value;
    return line;
}

void addFigures(const query::SessionDetail& session, Story& story) {
    const query::SessionRow& row = session.row;
    const auto count = [&](const QString& label, std::uint64_t value) {
        if (value > 0) story.push_back(figure(label, countText(value)));
    };
    story.push_back(figure(tr("Duration"), durationText(row.durationNs())));
    count(tr("Exchanges"), row.exchanges);
    count(tr("Pages"), row.pages);
    count(tr("Assets"), row.assets);
    count(tr("Errors"), row.errors);
    story.push_back(figure(tr("Content received"), sizeText(row.responseBytes)));
    story.push_back(figure(tr("Content sent"), sizeText(row.requestBytes)));
    count(tr("Connections"), row.connections);
    count(tr("Exchanges on a reused connection"), row.reused);
    if (row.blockedNs > 0) {
        story.push_back(figure(tr("Waited behind other responses"), durationText(row.blockedNs)));
    }
    if (row.thinks > 0) {
        count(tr("Pauses between pages"), row.thinks);
        story.push_back(figure(tr("Pauses in all"), durationText(row.thinkingNs)));
    }
    const auto ofKind = [&](std::string_view kind) {
        return static_cast<std::uint64_t>(
            std::count_if(session.state.begin(), session.state.end(),
                          [&](const query::StateRow& state) { return state.kind == kind; }));
    };
    count(tr("CSRF tokens issued"), ofKind("csrf-issued"));
    count(tr("CSRF tokens returned"), ofKind("csrf-returned"));
}

}  // namespace

Story sessionStory(const query::SessionDetail& session, std::int64_t originNs) {
    const query::SessionRow& row = session.row;
    std::vector<std::pair<std::int64_t, StoryLine>> timed;
    for (const query::LifeEventRow& event : session.events) {
        const auto sign = lifeSignOf(event.event);
        if (!sign) continue;
        StoryLine line = lineAt(event.timeNs, event.exchange, originNs);
        line.sign = sign;
        line.text = eventText(*sign, event, session);
        line.detail = shownText(event.evidence);
        timed.emplace_back(event.timeNs, std::move(line));
    }
    addState(session, originNs, timed);
    std::stable_sort(timed.begin(), timed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Story story;
    story.reserve(timed.size() + 2);
    story.push_back(lineAt(row.startedNs, row.firstExchange, originNs));
    story.back().text = tr("%1 came").arg(clientText(row.userAgent, row.clientAddress));
    for (auto& [at, line] : timed) {
        story.push_back(std::move(line));
    }
    cutStory(story);
    if (row.end == "none") {
        story.push_back(lineAt(row.lastNs, row.lastExchange, originNs));
        story.back().text = tr("Last seen; no end was captured");
    }
    return story;
}

Story sessionCredentials(const query::SessionDetail& session) {
    Story story;
    for (const query::CredentialRow& row : session.credentials) {
        StoryLine line;
        line.text = carrierText(row.carrier, row.name);
        line.figure = shownText(row.what);
        line.detail = lifeOf(row);
        line.secret = row.value;
        line.exchange = row.minted.value_or(row.firstExchange);
        if (row.carrier == "cookie") {
            line.filters = QStringList{filterTerm(QLatin1String("cookie-value"), row.value),
                                       filterTerm(QLatin1String("cookie-name"), row.name)};
        }
        story.push_back(std::move(line));
    }
    cutStory(story);
    return story;
}

Story sessionFigures(const query::SessionDetail& session) {
    Story story;
    addFigures(session, story);
    if (!session.clients.empty()) story.push_back(heading(tr("Clients")));
    for (const query::ClientRow& client : session.clients) {
        StoryLine line = figure(clientText(client.userAgent, client.address),
                                tr("%1 exchanges").arg(countText(client.exchanges)));
        line.detail = shownText(client.userAgent);
        line.exchange = client.firstExchange;
        line.filters = QStringList{filterTerm(QLatin1String("client"), client.address)};
        story.push_back(std::move(line));
    }
    return story;
}

Story cookieJar(const std::vector<query::HeldCookie>& jar, const QString& title) {
    Story story{heading(title)};
    for (const query::HeldCookie& cookie : jar) {
        constexpr int kToMinutes = 16;
        StoryLine line;
        line.text = cookie.name.empty() ? tr("without name") : shownText(cookie.name);
        line.figure = cookie.expiresNs
                          ? tr("until %1").arg(instantText(*cookie.expiresNs).left(kToMinutes))
                          : tr("session");
        line.detail = (cookie.isHostOnly ? QString() : QStringLiteral(".")) +
                      shownText(cookie.domain) + shownText(cookie.path);
        if (!cookie.attributes.empty()) {
            line.detail += QStringLiteral(" · ") + shownText(cookie.attributes);
        }
        line.detail += QStringLiteral(" · ");
        line.detail += cookie.setBy ? tr("set by %1").arg(exchangeText(*cookie.setBy))
                                    : tr("sent, never set here");
        line.secret = cookie.value;
        line.exchange = cookie.setBy ? cookie.setBy : cookie.lastSentBy;
        line.filters = QStringList{filterTerm(QLatin1String("cookie-value"), cookie.value),
                                   filterTerm(QLatin1String("cookie-name"), cookie.name)};
        story.push_back(std::move(line));
    }
    cutStory(story);
    return story;
}

}  // namespace hark::gui

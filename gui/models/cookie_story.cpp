#include "gui/models/cookie_story.h"

#include <algorithm>

#include <QCoreApplication>

#include "gui/models/cookie_model.h"
#include "gui/models/filter_term.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

using Kind = query::CookieStep::Kind;

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::CookieStory", text);
}

QString exchangeText(std::uint64_t exchange) {
    return QStringLiteral("#%1").arg(countText(exchange));
}

QString stepText(Kind kind) {
    switch (kind) {
        case Kind::Minted:
            return tr("The server set it");
        case Kind::Replaced:
            return tr("The server gave it a new value");
        case Kind::Renewed:
            return tr("The server set the same value again");
        case Kind::Deleted:
            return tr("The server took it away");
        case Kind::Sent:
            return tr("A client sent a value that was never set here");
    }
    return {};
}

LifeSign signOf(Kind kind) {
    switch (kind) {
        case Kind::Minted:
            return LifeSign::Minted;
        case Kind::Replaced:
        case Kind::Renewed:
            return LifeSign::Rotated;
        case Kind::Deleted:
            return LifeSign::Deleted;
        case Kind::Sent:
            break;
    }
    return LifeSign::Adopted;
}

QString usesText(const query::CookieStep& step) {
    if (step.uses == 0 || !step.firstUse || !step.lastUse) return tr("never sent");
    if (step.uses == 1) return tr("sent once, in %1").arg(exchangeText(*step.firstUse));
    return tr("sent by %1 requests, %2 to %3")
        .arg(countText(step.uses), exchangeText(*step.firstUse), exchangeText(*step.lastUse));
}

StoryLine fact(const QString& label, const QString& value) {
    StoryLine line;
    line.text = label;
    line.figure = value;
    return line;
}

}  // namespace

Story cookieStory(const query::CookieHistory& history, std::int64_t originNs) {
    Story story;
    std::vector<query::CookieStep> steps = history.steps();
    std::stable_sort(steps.begin(), steps.end(),
                     [](const auto& a, const auto& b) { return a.timeNs < b.timeNs; });
    for (const query::CookieStep& step : steps) {
        StoryLine line;
        line.sign = signOf(step.kind);
        line.time = offsetText(step.timeNs - originNs);
        line.text = stepText(step.kind);
        line.detail = step.kind == Kind::Deleted ? QString() : usesText(step);
        line.secret = step.value;
        line.exchange = step.exchange;
        line.filters = QStringList{QStringLiteral("id:%1").arg(step.exchange)};
        if (!step.value.empty()) {
            line.filters << filterTerm(QLatin1String("cookie-value"), step.value);
        }
        story.push_back(std::move(line));
    }
    if (history.dropped() > 0) {
        story.push_back(heading(tr("… and %1 more").arg(countText(history.dropped()))));
    }
    return story;
}

Story cookieFacts(const query::CookieRow& cookie) {
    Story story;
    StoryLine what = fact(tr("Taken for"), cookieClassText(cookie.what));
    what.detail = shownText(cookie.reasons);
    story.push_back(std::move(what));
    const auto count = [&](const QString& label, std::uint64_t value,
                           const std::optional<std::uint64_t>& exchange) {
        if (value == 0) return;
        story.push_back(fact(label, countText(value)));
        story.back().exchange = exchange;
        if (exchange) story.back().detail = tr("first in %1").arg(exchangeText(*exchange));
    };
    count(tr("Minted"), cookie.minted, cookie.firstMinted);
    count(tr("Renewed"), cookie.renewed, std::nullopt);
    count(tr("Deleted"), cookie.deleted, std::nullopt);
    count(tr("Presented"), cookie.presented, cookie.firstPresented);
    count(tr("Distinct values"), cookie.values, std::nullopt);
    count(tr("Clients"), cookie.clients, std::nullopt);
    count(tr("Sessions"), cookie.sessions, std::nullopt);
    if (!cookie.setCookie.empty()) {
        story.push_back(heading(tr("Last Set-Cookie")));
        const std::string_view field = cookie.setCookie;
        const std::size_t end = std::min(field.find(';'), field.size());
        StoryLine line;
        line.text = end < field.size() ? shownText(field.substr(end + 1)).trimmed()
                                       : tr("without attributes");
        line.secret = field.substr(0, end);
        story.push_back(std::move(line));
    }
    return story;
}

}  // namespace hark::gui

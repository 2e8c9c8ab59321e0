#include "gui/views/session_panel.h"

#include <QVBoxLayout>

#include "gui/models/format.h"
#include "gui/models/session_story.h"
#include "gui/views/story_list.h"
#include "gui/views/story_tabs.h"

namespace hark::gui {

SessionPanel::SessionPanel(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    tabs_ = new StoryTabs(this);
    story_ = tabs_->add(tr("Story"), QStringLiteral("sessionStory"));
    credentials_ = tabs_->add(tr("Credentials"), QStringLiteral("sessionCredentials"));
    jar_ = tabs_->add(tr("Jar"), QStringLiteral("sessionJar"));
    figures_ = tabs_->add(tr("Figures"), QStringLiteral("sessionFigures"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs_);
    connect(tabs_, &StoryTabs::exchangeWanted, this, &SessionPanel::exchangeWanted);
    connect(tabs_, &StoryTabs::filterWanted, this, &SessionPanel::filterWanted);
    connect(tabs_, &StoryTabs::currentChanged, this, &SessionPanel::askForJar);
}

void SessionPanel::clear() {
    id_.reset();
    located_.reset();
    ++generation_;
    ++jarGeneration_;
    isAsking_ = isAskingJar_ = false;
    tabs_->clear();
}

void SessionPanel::showSession(std::uint64_t id) {
    if (id_ != id) located_.reset();
    id_ = id;
    refresh();
}

void SessionPanel::setOrigin(std::int64_t beginNs) {
    if (beginNs == beginNs_) return;
    beginNs_ = beginNs;
    refresh();
}

void SessionPanel::refresh() {
    if (!id_) return;
    isAsking_ = true;
    cases_.ask(
        Lane::SessionDetail, this, [id = *id_](query::Case& opened) { return opened.session(id); },
        [this, generation =
                   ++generation_](const base::Result<std::optional<query::SessionDetail>>& detail) {
            if (generation != generation_) return;
            isAsking_ = false;
            if (!detail) {
                story_->story().setStory({heading(QString::fromStdString(detail.error().message))});
            } else if (*detail) {
                take(**detail);
            } else {
                tabs_->clear();
            }
        });
}

void SessionPanel::take(const query::SessionDetail& session) {
    lastNs_ = session.row.lastNs;
    story_->story().setStory(sessionStory(session, beginNs_));
    credentials_->story().setStory(sessionCredentials(session));
    figures_->story().setStory(sessionFigures(session));
    if (located_ && located_->exchange) story_->locate(*located_->exchange);
    askForJar();
}

void SessionPanel::locate(const std::optional<query::ExchangeRow>& exchange) {
    located_.reset();
    if (exchange && exchange->session == id_ && id_) {
        located_ = Moment{exchange->startedNs + exchange->durationNs.value_or(0), exchange->id};
        story_->locate(exchange->id);
    }
    askForJar();
}

SessionPanel::Moment SessionPanel::jarMoment() const {
    return located_ ? *located_ : Moment{lastNs_, std::nullopt};
}

// Only while it is shown: it reads all that the visitor sent and was sent.
void SessionPanel::askForJar() {
    if (!id_ || isAsking_ || !jar_->isVisibleTo(tabs_)) return;
    isAskingJar_ = true;
    const Moment moment = jarMoment();
    cases_.ask(
        Lane::CookieJar, this,
        [id = *id_, moment](query::Case& opened) { return opened.cookieJar(id, moment.ns); },
        [this, moment,
         generation = ++jarGeneration_](const base::Result<std::vector<query::HeldCookie>>& held) {
            if (generation != jarGeneration_) return;
            isAskingJar_ = false;
            if (!held) {
                jar_->story().setStory({heading(QString::fromStdString(held.error().message))});
                return;
            }
            const QString title =
                moment.exchange ? tr("Held after exchange %1").arg(countText(*moment.exchange))
                                : tr("Held when the session was last seen");
            jar_->story().setStory(
                cookieJar(*held, held->empty() ? tr("%1: no cookies").arg(title) : title));
        });
}

}  // namespace hark::gui

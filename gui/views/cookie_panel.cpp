#include "gui/views/cookie_panel.h"

#include <utility>

#include <QVBoxLayout>

#include "gui/models/cookie_story.h"
#include "gui/views/story_list.h"
#include "gui/views/story_tabs.h"

namespace hark::gui {

CookiePanel::CookiePanel(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    tabs_ = new StoryTabs(this);
    history_ = tabs_->add(tr("History"), QStringLiteral("cookieHistory"));
    facts_ = tabs_->add(tr("Facts"), QStringLiteral("cookieFacts"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs_);
    connect(tabs_, &StoryTabs::exchangeWanted, this, &CookiePanel::exchangeWanted);
    connect(tabs_, &StoryTabs::filterWanted, this, &CookiePanel::filterWanted);
}

void CookiePanel::clear() {
    id_.reset();
    located_.reset();
    ++generation_;
    isAsking_ = false;
    tabs_->clear();
}

void CookiePanel::showCookie(std::uint64_t id) {
    if (id_ != id) tabs_->clear();
    id_ = id;
    refresh();
}

void CookiePanel::setOrigin(std::int64_t beginNs) {
    if (beginNs == beginNs_) return;
    beginNs_ = beginNs;
    refresh();
}

base::Result<std::optional<CookiePanel::Detail>> CookiePanel::read(query::Case& opened,
                                                                   std::uint64_t id) {
    const auto snapshot = opened.snapshot();
    auto rows = opened.cookieRows(std::span(&id, 1));
    if (!rows) return rows.error();
    auto history = opened.cookieHistory(id);
    if (!history) return history.error();
    if (rows->empty() || !*history) return std::optional<Detail>();
    return std::optional<Detail>(Detail{std::move(rows->front()), std::move(**history)});
}

void CookiePanel::refresh() {
    if (!id_) return;
    isAsking_ = true;
    cases_.ask(
        Lane::CookieHistory, this, [id = *id_](query::Case& opened) { return read(opened, id); },
        [this, generation = ++generation_](const base::Result<std::optional<Detail>>& detail) {
            if (generation != generation_) return;
            isAsking_ = false;
            if (!detail) {
                history_->story().setStory(
                    {heading(QString::fromStdString(detail.error().message))});
            } else if (*detail) {
                history_->story().setStory(cookieStory((*detail)->history, beginNs_));
                facts_->story().setStory(cookieFacts((*detail)->row));
                if (located_) history_->locate(*located_);
            } else {
                tabs_->clear();
            }
        });
}

void CookiePanel::locate(std::uint64_t exchange) {
    located_ = exchange;
    history_->locate(exchange);
}

}  // namespace hark::gui

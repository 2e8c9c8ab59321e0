#pragma once

#include <cstdint>
#include <optional>

#include <QString>
#include <QWidget>

#include "core/query/filter.h"
#include "core/query/rows.h"
#include "gui/work/document.h"

namespace hark::gui {

/// What the left of the window lists in one view: sessions, connections, cookies, hosts. What is
/// selected there narrows the exchanges in the middle, which are the same for all views.
class ListPane : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Lists only what has to do with exchanges that match.
    virtual void setFilter(const query::Filter& filter) = 0;
    /// The case as a whole: from when starts are counted, how long it lasts.
    virtual void setSummary(const CaseSummary& summary) = 0;
    /// The case is there, or has something new.
    virtual void refresh() = 0;
    virtual void clear() = 0;

    /// A filter that means what is selected; empty where nothing is.
    [[nodiscard]] virtual QString scope() const = 0;
    /// The id of what is selected.
    [[nodiscard]] virtual std::optional<std::uint64_t> selected() const = 0;
    /// Selects what that id names, once it is listed; emits scopeChanged().
    virtual void select(std::uint64_t id) = 0;
    virtual void selectNothing() = 0;
    /// Shows where an exchange belongs, without selecting it.
    virtual void locate(const query::ExchangeRow& exchange) = 0;

    /// How many are listed.
    [[nodiscard]] virtual int shown() const = 0;
    [[nodiscard]] virtual bool isAsking() const = 0;
    /// Where the keyboard goes when the view is switched to.
    [[nodiscard]] virtual QWidget& focusTarget() = 0;
    /// Widths, sorting, splitters: what is remembered from one start to the next.
    [[nodiscard]] virtual QByteArray saveState() const = 0;
    virtual void restoreState(const QByteArray& state) = 0;

Q_SIGNALS:
    void scopeChanged();
    /// What was asked for last is there.
    void listed();
    void failed(const QString& message);
    /// To be shown and selected in the middle.
    void exchangeWanted(qulonglong id);
    /// To be put into the filter bar.
    void filterWanted(const QString& text);
};

}  // namespace hark::gui

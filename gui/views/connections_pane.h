#pragma once

#include "gui/models/connection_model.h"
#include "gui/views/list_pane.h"

class QStackedWidget;

namespace hark::gui {

class CaseTable;
class EmptyState;

/// The connections as keep-alive sessions.
class ConnectionsPane : public ListPane {
    Q_OBJECT
public:
    explicit ConnectionsPane(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter) override;
    void setSummary(const CaseSummary& summary) override;
    void refresh() override;
    void clear() override;
    [[nodiscard]] QString scope() const override;
    [[nodiscard]] std::optional<std::uint64_t> selected() const override;
    void select(std::uint64_t id) override;
    void selectNothing() override;
    void locate(const query::ExchangeRow& exchange) override;
    [[nodiscard]] int shown() const override;
    [[nodiscard]] bool isAsking() const override;
    [[nodiscard]] QWidget& focusTarget() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

private:
    ConnectionModel model_;
    CaseTable* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
};

}  // namespace hark::gui

#pragma once

#include "gui/models/session_model.h"
#include "gui/views/list_pane.h"

class QSplitter;
class QStackedWidget;

namespace hark::gui {

class CaseTable;
class EmptyState;
class SessionPanel;

/// The user sessions with their life lines, and below the selected one from near.
class SessionsPane : public ListPane {
    Q_OBJECT
public:
    explicit SessionsPane(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter) override;
    void setSummary(const CaseSummary& summary) override;
    void refresh() override;
    void clear() override;

    [[nodiscard]] QString scope() const override;
    [[nodiscard]] std::optional<std::uint64_t> selected() const override;
    void select(std::uint64_t id) override;
    void selectNothing() override;
    void locate(const query::ExchangeRow& exchange) override;

    [[nodiscard]] int shown() const override { return model_.rowCount(); }
    [[nodiscard]] bool isAsking() const override;
    [[nodiscard]] QWidget& focusTarget() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

private:
    void buildWidgets(CaseThread& cases);
    void onListed();
    void sayWhyEmpty();
    void onSelected(std::uint64_t id);

    SessionModel model_;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    CaseTable* table_ = nullptr;
    EmptyState* empty_ = nullptr;
    SessionPanel* panel_ = nullptr;
    CaseSummary summary_;
    bool isFiltered_ = false;
};

}  // namespace hark::gui

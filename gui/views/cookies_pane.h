#pragma once

#include "gui/models/cookie_model.h"
#include "gui/views/list_pane.h"

class QSplitter;
class QStackedWidget;

namespace hark::gui {

class CaseTable;
class CookiePanel;
class EmptyState;

/// The cookies of all services, and below what became of the selected one.
class CookiesPane : public ListPane {
    Q_OBJECT
public:
    explicit CookiesPane(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter) override;
    void setSummary(const CaseSummary& summary) override;
    void refresh() override;
    void clear() override;

    [[nodiscard]] QString scope() const override { return scope_; }
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
    void updateScope();

    CookieModel model_;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    CaseTable* table_ = nullptr;
    EmptyState* empty_ = nullptr;
    CookiePanel* panel_ = nullptr;
    std::optional<std::uint64_t> scoped_;  ///< the cookie that scope_ is of
    QString scope_;  ///< follows the selection as soon as the cookie's row is there
    bool isFiltered_ = false;
};

}  // namespace hark::gui

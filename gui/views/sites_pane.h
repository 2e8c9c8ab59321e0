#pragma once

#include "gui/models/site_model.h"
#include "gui/views/list_pane.h"

class QTreeView;

namespace hark::gui {

/// Services and paths as a tree.
class SitesPane : public ListPane {
    Q_OBJECT
public:
    explicit SitesPane(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter) override;
    void setSummary(const CaseSummary& summary) override;
    void refresh() override;
    void clear() override;
    [[nodiscard]] QString scope() const override;
    /// A number that stands for the place, for as long as the program runs.
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
    [[nodiscard]] QModelIndex find(const QString& scope, const QModelIndex& below) const;
    void onCurrentChanged(const QModelIndex& current);

    SiteModel model_;
    QTreeView* tree_;
    QString scope_;
    std::vector<QString> scopes_;  ///< that were selected; their places are their numbers
};

}  // namespace hark::gui

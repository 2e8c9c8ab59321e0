#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QTableView>

#include "gui/models/case_list_model.h"

namespace hark::gui {

/// A table over one list of a case. Remembers which row is selected by its id, so that neither
/// filter nor sort nor arriving rows lose it.
class CaseTable : public QTableView {
    Q_OBJECT
public:
    explicit CaseTable(QWidget* parent = nullptr);

    /// `widths` in pixels, one per column; the last column takes what is left.
    void setUp(CaseListModel* model, const std::vector<int>& widths);
    /// The column gives way in a narrow window, so that the last one keeps `reserve` pixels; until
    /// somebody has set its width by hand.
    void setElastic(int column, int minimum, int reserve);
    /// The column alone takes the width that there is, within its preferred one; the others are
    /// scrolled to. Until somebody has set its width by hand.
    void setFilling(int column, int minimum, int preferred);
    [[nodiscard]] std::optional<std::uint64_t> selectedId() const { return selected_; }
    /// As if it had been clicked; if it isn't listed, once it is.
    void select(std::uint64_t id);
    void forgetSelection();
    /// Scrolls to where that id is listed, if it is; selects nothing.
    void showRowOf(std::uint64_t id);
    /// Widths, order and sorting, as the header saved them. One of other columns changes nothing.
    void restoreColumns(const QByteArray& header);

Q_SIGNALS:
    void selectedIdChanged(qulonglong id);
    void opened(qulonglong id);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Elastic {
        int column, preferred, minimum, reserve;
        bool isAlone = false;  ///< the others leave it all of the width
    };

    void setElastic(const Elastic& elastic);
    void restore();
    void stretch();

    CaseListModel* list_ = nullptr;
    std::optional<std::uint64_t> selected_;
    std::optional<Elastic> elastic_;
    bool isRestoring_ = false;
    bool isStretching_ = false;
};

}  // namespace hark::gui

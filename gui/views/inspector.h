#pragma once

#include <cstdint>
#include <optional>

#include <QWidget>

#include "core/query/rows.h"
#include "gui/work/case_thread.h"

class QLabel;
class QPlainTextEdit;
class QSplitter;

namespace hark::gui {

class TimingPane;

/// One exchange from near: both heads as they were sent, and what its time went into. All that
/// comes from traffic is shown in widgets that know plain text only.
class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(CaseThread& cases, QWidget* parent = nullptr);

    void showExchange(std::uint64_t id);
    /// The same exchange may say more now.
    void refresh();
    void clear();
    /// From when starts are counted.
    void setOrigin(std::int64_t beginNs) { beginNs_ = beginNs; }

private:
    void take(const query::ExchangeDetail& detail);

    CaseThread& cases_;
    std::optional<std::uint64_t> id_;
    std::uint64_t generation_ = 0;
    std::int64_t beginNs_ = 0;
    QLabel* title_;
    QPlainTextEdit* request_;
    QPlainTextEdit* response_;
    TimingPane* timing_;
    QSplitter* panes_;
};

}  // namespace hark::gui

#pragma once

#include <cstdint>

#include <QWidget>

#include "gui/work/case_thread.h"

class QLabel;

namespace hark::gui {

class RecordPane;

/// Two exchanges side by side, line by line; what differs has a sign and a colour. A pane, or a
/// window where it has no parent.
class Comparison : public QWidget {
    Q_OBJECT
public:
    explicit Comparison(CaseThread& cases, QWidget* parent = nullptr);

    void show(std::uint64_t left, std::uint64_t right);

private:
    CaseThread& cases_;
    QLabel* title_;
    RecordPane* records_;
    std::uint64_t generation_ = 0;
};

}  // namespace hark::gui

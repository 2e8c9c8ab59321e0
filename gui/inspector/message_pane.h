#pragma once

#include <QString>
#include <QWidget>

#include "gui/models/record.h"

class QCheckBox;
class QPlainTextEdit;
class QStackedWidget;

namespace hark::gui {

class RecordPane;

/// The head of a message: its lines as a table, or as they were sent.
class MessagePane : public QWidget {
    Q_OBJECT
public:
    /// `name`: "request" or "response".
    explicit MessagePane(const QString& name, QWidget* parent = nullptr);

    void show(Records records, const QString& raw);
    [[nodiscard]] RecordPane& records() { return *records_; }
    [[nodiscard]] bool isRaw() const;
    void setRaw(bool isRaw);

Q_SIGNALS:
    void rawChanged(bool isRaw);

private:
    RecordPane* records_;
    QPlainTextEdit* raw_;
    QStackedWidget* stack_;
    QCheckBox* toggle_;
};

}  // namespace hark::gui

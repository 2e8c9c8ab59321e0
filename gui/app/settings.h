#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>

#include "gui/models/filter_memory.h"

namespace hark::gui {

/// What is remembered from one start to the next. Nothing of what was in a capture but what
/// somebody wrote into a filter.
class Settings {
public:
    Settings();

    [[nodiscard]] QByteArray state(const QString& name) const;
    void setState(const QString& name, const QByteArray& state);
    /// Where files were opened last.
    [[nodiscard]] QString directory() const;
    void setDirectory(const QString& directory);
    /// Paths that were opened, the latest first.
    [[nodiscard]] QStringList recent() const;
    void addRecent(const QString& path);

    [[nodiscard]] FilterMemory filters() const;
    void setFilters(const FilterMemory& filters);

private:
    QSettings store_;
};

}  // namespace hark::gui
